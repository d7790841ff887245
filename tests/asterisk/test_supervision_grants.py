"""A supervisor's permission at a real Asterisk: used once, by one phone, within its time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from asterisk_server import Server
from conftest import COMPANY, Floor
from phone_bench import PhoneBench, phone_bench
from sip_phone import Phone
from sqlalchemy import select
from talking import CALLER, SEAT, SUPERVISOR, Talk, hears

from callcenter.identity.models import AuditRow
from callcenter.seats.softphone.models import Softphone
from callcenter.seats.supervision.service import NoCallAtSeat, OwnPhoneNotRegistered
from callcenter.telephony.outcome import SupervisionAct
from fakes.patience import PATIENCE, eventually

pytestmark = pytest.mark.asterisk

CODE = "1019"
OTHER = f"{COMPANY}-S02-desk"


@pytest.fixture
async def bench(server: Server, tmp_path: Path) -> AsyncIterator[PhoneBench]:
    async with phone_bench(server, tmp_path) as bench:
        yield bench


async def permit(bench: PhoneBench, act: SupervisionAct) -> str:
    return await bench.supervision.permit(bench.sue, seat=CODE, act=act)


async def audited(bench: PhoneBench) -> list[tuple[str, str]]:
    async with bench.database.read() as session:
        rows = await session.scalars(select(AuditRow).order_by(AuditRow.number))
        return [(row.tag, row.person_name) for row in rows if row.tag.startswith("supervisor:")]


async def telephone(floor: Floor, endpoint: str) -> Phone:
    phone = await Phone.open("127.0.0.1", floor.server.address, hertz=SUPERVISOR)
    floor.phones.append(phone)
    assert await phone.register(endpoint, f"pw-{endpoint}") == 200
    return phone


async def test_one_phone_listens_once(floor: Floor, bench: PhoneBench) -> None:
    """A phone without encryption stands in for the supervisor's browser; the grant names its endpoint."""
    own = f"{COMPANY}-S01-desk"
    await bench.sit(CODE, "desk")
    async with bench.database.write() as session:
        session.add(
            Softphone(
                endpoint=own,
                client_company_id=COMPANY,
                person_id=bench.sue.id,
                tab="page-of-sue",
                issued_us=1,
                expires_us=2**53,
            )
        )
    phone, stranger = await telephone(floor, own), await telephone(floor, OTHER)
    assert await phone.register(own, f"pw-{own}", seconds=0) == 200
    await bench.until_registered(own, there=False)
    with pytest.raises(OwnPhoneNotRegistered):
        await permit(bench, SupervisionAct.LISTEN)
    assert await phone.register(own, f"pw-{own}") == 200
    await bench.until_registered(own)
    with pytest.raises(NoCallAtSeat):
        await permit(bench, SupervisionAct.LISTEN)
    talk = await Talk.begin(floor, CODE, "A00001")
    # The talk is heard before the platform's floor has heard of it.
    await bench.until_in_call(CODE)

    stolen = await stranger.call(await permit(bench, SupervisionAct.LISTEN), user=OTHER)
    await stolen.until_ended()
    assert not stolen.answered.is_set()

    number = await permit(bench, SupervisionAct.LISTEN)
    listening = await phone.call(number, user=own)
    await listening.until_answered()
    await asyncio.gather(hears(listening, CALLER, SEAT), hears(talk.caller, SEAT), hears(talk.ring, CALLER))
    listening.hang_up()
    again = await phone.call(number, user=own)
    await again.until_ended()
    assert not again.answered.is_set()

    async with asyncio.timeout(PATIENCE):
        await bench.watch.until(lambda shown: not shown.channels_of(own))
    # Used once: the stranger's try was refused by the dial plan.
    permitted, stepped_in = ("supervisor:call:permitted", "sue"), ("supervisor:call:stepped_in", "sue")

    async def all_audited() -> bool:
        return len(await audited(bench)) >= 3

    await eventually(all_audited)
    assert await audited(bench) == [permitted, permitted, stepped_in]
    await permit(bench, SupervisionAct.WHISPER)
    assert "/grant/" in floor.server.cli("database show grant")
    await floor.server.until(lambda: "/grant/" not in floor.server.cli("database show grant"))
    talk.caller.hang_up()
