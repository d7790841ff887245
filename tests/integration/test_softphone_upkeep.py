"""What is left of browser phones that nobody may use any more, against both databases."""

import pytest

from callcenter.identity.models import Person, SignedInSession
from callcenter.kit.clock import SECOND
from callcenter.seats.phone_database import AUTH, CONTACTS, SEAT_PHONE
from callcenter.tenancy import Scope
from fakes.softphone_bench import WEB, softphone_bench

pytestmark = pytest.mark.integration
SCOPE = Scope.of("demo01")


@pytest.fixture
async def bench(database_url):
    async with softphone_bench(database_url) as bench:
        yield bench


class TestWhatIsLeft:
    async def test_what_a_broken_link_left_is_taken_back_with_the_next_epoch(self, bench):
        sitting = await bench.sit("alice")
        await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        bench.asterisk.entries[(CONTACTS, f"{WEB};@0f")] = "{}"
        bench.asterisk.down = True
        await bench.get_up(sitting)
        await bench.upkeep.sweep(SCOPE)
        bench.asterisk.down = False
        assert bench.asterisk.family(AUTH).keys() == {WEB}
        await bench.upkeep.put_right(SCOPE)
        assert bench.asterisk.entries == {}
        assert (await bench.tags())[-1] == "person:phone:revoked"

    async def test_who_sits_keeps_what_is_theirs_until_its_time_is_over(self, bench):
        await bench.sit("alice")
        await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        await bench.phones.issue(bench.people["sue"], tab="tab-sue-1")
        await bench.upkeep.put_right(SCOPE)
        assert bench.asterisk.family(AUTH).keys() == {WEB, "demo01-S01-web"}
        bench.clock.at_us += 3600 * SECOND
        await bench.upkeep.sweep(SCOPE)
        assert bench.asterisk.family(AUTH) == {}

    async def test_a_credential_that_no_row_knows_is_dropped_and_another_companys_is_not(self, bench):
        for endpoint in ("demo01-1002-web", "other-1002-web"):
            bench.asterisk.entries[(AUTH, endpoint)] = "{}"
        await bench.upkeep.put_right(SCOPE)
        assert bench.asterisk.family(AUTH).keys() == {"other-1002-web"}

    async def test_a_sign_out_of_the_pages_takes_the_credential_too(self, bench):
        await bench.sit("alice")
        await bench.phones.issue(bench.people["alice"], tab="tab-one-1")
        await bench.phones.issue(bench.people["sue"], tab="tab-sue-1")
        bench.seen.gone.set()
        bench.phones.signed_out(bench.people["alice"])
        await bench.phones.close()
        assert bench.asterisk.family(AUTH).keys() == {"demo01-S01-web"}

    @pytest.mark.parametrize("how", ["the session is over", "the person may not sign in any more"])
    async def test_who_is_signed_in_nowhere_has_no_credential(self, bench, how):
        await bench.phones.issue(bench.people["sue"], tab="tab-sue-1")
        async with bench.database.write() as session:
            if how == "the session is over":
                await session.delete(
                    await session.get(SignedInSession, b"sue".ljust(26, b"0").ljust(32, b"0"))
                )
            else:
                (await session.get(Person, bench.people["sue"].id)).active = False
        await bench.upkeep.sweep(SCOPE)
        assert bench.asterisk.family(AUTH) == {}

    async def test_after_an_epoch_only_those_who_sit_are_named(self, bench):
        await bench.sit("alice")
        bench.asterisk.entries[(SEAT_PHONE, "demo01-1002")] = "desk"
        bench.asterisk.entries.pop((SEAT_PHONE, "demo01-1001"))
        await bench.upkeep.put_right(SCOPE)
        assert bench.asterisk.family(SEAT_PHONE) == {"demo01-1001": "web"}
