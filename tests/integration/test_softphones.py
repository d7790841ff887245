"""Browser phones issued and taken back, against both databases."""

import asyncio
from typing import Any

import pytest

from callcenter.kit.clock import SECOND
from callcenter.seats.errors import NotSignedInAtASeat
from callcenter.seats.models import Sitting
from callcenter.seats.phone_database import AUTH, CONTACTS, SEAT_AGENT, SEAT_PHONE
from callcenter.seats.softphone import repository as softphone_repository
from callcenter.seats.softphone.errors import DeskPhoneInUse, NoPhoneFree, PhoneInCall
from callcenter.seats.softphone.softphone import Microphone, Report
from callcenter.telephony.ami.errors import LinkLost
from fakes.softphone_bench import WEB, password_of, softphone_bench

pytestmark = pytest.mark.integration


@pytest.fixture
async def bench(database_url):
    async with softphone_bench(database_url) as bench:
        yield bench


class TestIssuing:
    async def test_a_seat_page_gets_a_password_that_stands_in_asterisk_only(self, bench):
        await bench.sit("alice")
        issued = await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        assert issued.endpoint == WEB
        assert issued.expires_us == bench.clock.at_us + 3600 * SECOND
        assert len(issued.password) >= 40
        assert password_of(bench) == issued.password
        assert issued.password not in repr(issued)
        assert "person:phone:issued" in await bench.tags()

    async def test_each_time_another_password(self, bench):
        await bench.sit("alice")
        passwords = set()
        for _ in range(3):
            passwords.add((await bench.phones.issue(bench.people["alice"], tab="tab-one-1")).password)
        assert len(passwords) == 3
        assert password_of(bench) in passwords

    async def test_who_takes_another_seat_at_once_leaves_no_credential_behind(self, bench):
        sitting = await bench.sit("alice")
        await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        async with bench.database.write() as session:
            stored = await session.get(Sitting, sitting.id)
            assert stored is not None
            stored.to_us = bench.clock.at_us
        # The page that un-registers slowly is still being waited for.
        await bench.phones.got_up(sitting)
        await bench.sit("alice", seat="1002")
        await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        await bench.phones.close()
        assert set(bench.asterisk.family(AUTH)) == {"demo01-1002-web"}

    async def test_without_a_seat_or_with_the_desk_phone_it_is_refused_by_name(self, bench):
        with pytest.raises(NotSignedInAtASeat):
            await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        await bench.sit("alice", phone="desk")
        with pytest.raises(DeskPhoneInUse):
            await bench.phones.issue(bench.people["alice"], tab="tab-one-1")

    async def test_supervisors_share_a_few_phones(self, bench):
        first = await bench.phones.issue(bench.people["sue"], tab="tab-sue-1")
        assert first.endpoint == "demo01-S01-web"
        again = await bench.phones.issue(bench.people["sue"], tab="tab-sue-1")
        assert again.endpoint == first.endpoint
        with pytest.raises(NoPhoneFree):
            await bench.phones.issue(bench.people["tom"], tab="tab-tom-1")
        await bench.phones.give_back(bench.people["sue"])
        taken = await bench.phones.issue(bench.people["tom"], tab="tab-tom-1")
        assert taken.endpoint == first.endpoint

    async def test_nothing_is_issued_when_asterisk_cannot_be_told(self, bench):
        await bench.sit("alice")
        bench.asterisk.down = True
        with pytest.raises(LinkLost):
            await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        bench.asterisk.down = False
        assert (await bench.phones.issue(bench.people["alice"], tab="tab-one-1")).endpoint == WEB


class TestSecondPage:
    def report(self, bench, **said):
        given: dict[str, Any] = {
            "registered": True,
            "microphone": Microphone.OK,
            "hidden": False,
            "in_call": False,
        }
        return Report(bench.clock.at_us, **(given | said))

    async def test_takes_over_when_no_call_is_up_and_the_first_learns_of_it(self, bench):
        alice = bench.people["alice"]
        await bench.sit("alice")
        first = await bench.phones.issue(alice, tab="tab-one-1")
        second = await bench.phones.issue(alice, tab="tab-two-2")
        assert password_of(bench) == second.password != first.password
        told = [
            (await bench.phones.report(alice, tab=tab, report=self.report(bench))).replaced
            for tab in ("tab-one-1", "tab-two-2")
        ]
        assert told == [True, False]
        assert "person:phone:moved_to_another_page" in await bench.tags()

    async def test_is_refused_during_a_call_while_the_first_may_renew(self, bench):
        alice = bench.people["alice"]
        await bench.sit("alice")
        await bench.phones.issue(alice, tab="tab-one-1")
        bench.seen.channels[WEB] = ["zz1-1763764000.2"]
        with pytest.raises(PhoneInCall):
            await bench.phones.issue(alice, tab="tab-two-2")
        renewed = await bench.phones.issue(alice, tab="tab-one-1")
        assert password_of(bench) == renewed.password

    async def test_a_page_without_a_phone_is_told_to_ask_for_one(self, bench):
        await bench.sit("alice")
        answer = await bench.phones.report(bench.people["alice"], tab="tab-one-1", report=self.report(bench))
        assert (answer.replaced, answer.expires_us) == (False, None)


class TestTakingBack:
    async def test_a_sign_out_waits_for_the_page_and_then_takes_everything(self, bench):
        sitting = await bench.sit("alice")
        await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        assert bench.asterisk.family(SEAT_PHONE) == {"demo01-1001": "web"}
        assert bench.asterisk.family(SEAT_AGENT) == {"demo01-1001": "A00001"}
        bench.seen.gone.set()
        await bench.get_up(sitting)
        assert bench.asterisk.entries == {}
        deleted = [family for name, family, _ in bench.asterisk.log if name == "DBDel"]
        assert deleted == [AUTH, SEAT_PHONE, SEAT_AGENT]
        assert (await bench.tags())[-1] == "person:phone:revoked"

    async def test_a_page_that_is_gone_is_taken_off_the_hook(self, bench):
        sitting = await bench.sit("alice")
        await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        bench.asterisk.entries[(CONTACTS, f"{WEB};@0f")] = "{}"
        bench.asterisk.entries[(CONTACTS, "demo01-1002-web;@1f")] = "{}"
        await bench.get_up(sitting)
        assert bench.asterisk.family(CONTACTS) == {"demo01-1002-web;@1f": "{}"}
        assert bench.asterisk.family(AUTH) == {}

    async def test_who_sits_down_again_meanwhile_keeps_the_new_credential(self, bench):
        sitting = await bench.sit("alice")
        await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        async with bench.database.write() as session:
            (await session.get(Sitting, sitting.id)).to_us = bench.clock.at_us
        await bench.phones.got_up(sitting)
        bench.clock.at_us += SECOND
        await bench.sit("again")
        renewed = await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        await bench.phones.close()
        assert password_of(bench) == renewed.password
        assert bench.asterisk.family(SEAT_PHONE) == {"demo01-1001": "web"}

    async def test_a_withdrawal_that_looks_late_takes_nothing_from_who_sat_down_meanwhile(
        self, bench, monkeypatch
    ):
        sat_down_again = asyncio.Event()
        phone_at = softphone_repository.phone_at

        async def look_late(session, scope, endpoint):
            task = asyncio.current_task()
            if task is not None and task.get_name() == "phone withdrawn":
                await sat_down_again.wait()
            return await phone_at(session, scope, endpoint)

        monkeypatch.setattr(softphone_repository, "phone_at", look_late)
        sitting = await bench.sit("alice")
        await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        async with bench.database.write() as session:
            (await session.get(Sitting, sitting.id)).to_us = bench.clock.at_us
        await bench.phones.got_up(sitting)
        bench.clock.at_us += SECOND
        await bench.sit("again")
        renewed = await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        sat_down_again.set()
        await bench.phones.close()
        assert password_of(bench) == renewed.password
