"""Who may step into which call, and what is refused by name, on both databases."""

import asyncio
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from callcenter.identity.audit import AuditTrail
from callcenter.identity.models import AuditRow
from callcenter.identity.person import SYSTEM, CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.clock import SECOND
from callcenter.kit.db import Database, make_engine
from callcenter.seats.models import Sitting, Team, TeamAgent, TeamSupervisor
from callcenter.seats.phone_database import GRANT, PhoneDatabase
from callcenter.seats.softphone.models import Softphone
from callcenter.seats.staffing import ensure_agent, ensure_seats
from callcenter.seats.supervision.service import (
    NobodyAtSeat,
    NoCallAtSeat,
    OwnPhoneAtASeat,
    OwnPhoneInCall,
    OwnPhoneNotRegistered,
    Supervision,
)
from callcenter.seats.teams import NotInYourTeams
from callcenter.telephony.ami.errors import LinkLost
from callcenter.telephony.floor.events import SupervisionBegan
from callcenter.telephony.outcome import SupervisionAct
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from fakes.people import add_people, person
from fakes.pretend_astdb import PretendAstdb

pytestmark = pytest.mark.integration

OWN = "demo01-S01-web"
AT_1001 = "demo01-1001-desk"
NOW = 1_763_764_000 * SECOND


class StillClock:
    def now_us(self):
        return NOW


@dataclass
class Bench:
    database: Database
    asterisk: PretendAstdb
    sue: CurrentPerson
    state: str = "talking"

    def __post_init__(self):
        self.registered = {OWN}
        self.channels = {AT_1001: ["zz1-1763764000.2"]}
        self.waits_for_free, self.freed = asyncio.Event(), asyncio.Event()
        self.supervision = self.supervise()

    def supervise(self, *, hung_up_within_seconds=0.1):
        return Supervision(
            self.database,
            AuditTrail(StillClock(), "sm"),
            StillClock(),
            Scope.of("demo01"),
            PhoneDatabase(self.asterisk),
            self,
            used_within_seconds=0.05,
            hung_up_within_seconds=hung_up_within_seconds,
        )

    known = True

    def is_registered(self, endpoint):
        return endpoint in self.registered

    def channels_of(self, endpoint):
        return self.channels.get(endpoint, [])

    def state_at(self, seat):
        return self.state

    def call_at(self, seat):
        return None

    async def until_unregistered(self, endpoint):
        raise AssertionError

    async def until_state(self, seat, holds):
        raise AssertionError

    async def until_free(self, endpoint):
        self.waits_for_free.set()
        if self.channels.get(endpoint):
            await self.freed.wait()

    async def permit(self, seat="1001", by=None):
        return await self.supervision.permit(by or self.sue, seat=seat, act=SupervisionAct.WHISPER)

    async def audited(self):
        async with self.database.read() as session:
            of_supervisors = AuditRow.tag.startswith("supervisor:")
            rows = await session.scalars(select(AuditRow).where(of_supervisors).order_by(AuditRow.number))
            return [(row.tag, row.subject, row.person_name) for row in rows]

    async def team(self, name, *, agent=None, supervisor=None):
        key = name.ljust(26, "0")
        async with self.database.write() as session:
            session.add(Team(id=key, client_company_id="demo01", name=name))
            await session.flush()
            if agent:
                session.add(TeamAgent(agent_id=agent, team_id=key, client_company_id="demo01"))
            if supervisor:
                session.add(TeamSupervisor(team_id=key, person_id=supervisor.id, client_company_id="demo01"))


@pytest.fixture
async def bench(database_url):
    database = Database(make_engine(database_url))
    audit = AuditTrail(StillClock(), "sm")
    sue, alice = person("sue", Role.SUPERVISOR), person("alice")
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="示例", at_us=1)
        await ensure_company(session, company_id="other", name="别家", at_us=1)
        await ensure_seats(session, audit, "demo01", ["1001", "1002"], by=SYSTEM, at_us=1)
        await add_people(session, (sue, alice))
        await ensure_agent(
            session, audit, "demo01", alice.id, work_number="8001", queues={}, by=SYSTEM, at_us=1
        )
        session.add(
            Sitting(
                id="1".ljust(26, "0"),
                client_company_id="demo01",
                agent_id="A00001",
                seat="1001",
                phone="desk",
                from_us=1,
                to_us=None,
            )
        )
        session.add(
            Softphone(
                endpoint=OWN,
                client_company_id="demo01",
                person_id=sue.id,
                tab="page-of-sue",
                issued_us=1,
                expires_us=NOW + 1,
            )
        )
    bench = Bench(database, PretendAstdb(), sue)
    yield bench
    await bench.supervision.close()
    await database.close()


async def test_a_permission_names_phone_act_and_seat_and_does_not_last(bench):
    dial = await bench.permit()
    token = dial.removeprefix("act-")
    assert bench.asterisk.family(GRANT) == {token: f"{OWN}:whisper:{AT_1001}"}
    assert bench.supervision.name_at(OWN) == "Sue"
    assert await bench.audited() == [("supervisor:call:permitted", "A00001", "sue")]
    await bench.supervision.close()
    assert bench.asterisk.family(GRANT) == {}


async def test_what_stands_in_the_way_is_said_by_name(bench):
    with pytest.raises(NobodyAtSeat):
        await bench.permit(seat="1002")
    bench.state = "ringing"
    with pytest.raises(NoCallAtSeat):
        await bench.permit()
    bench.state = "talking"
    bench.channels[OWN] = ["zz1-1763764000.9"]
    with pytest.raises(OwnPhoneInCall):
        await bench.permit()
    bench.channels.clear()
    with pytest.raises(NoCallAtSeat):
        await bench.permit()
    bench.registered.clear()
    with pytest.raises(OwnPhoneNotRegistered):
        await bench.permit()
    assert bench.asterisk.family(GRANT) == {}


async def test_a_phone_that_has_just_hung_up_may_step_in_again(bench):
    """The floor hears of it a moment after the page."""
    bench.supervision = bench.supervise(hung_up_within_seconds=30)
    bench.channels[OWN] = ["zz1-1763764000.9"]
    asked = asyncio.create_task(bench.permit())
    await bench.waits_for_free.wait()
    assert not asked.done()
    del bench.channels[OWN]
    bench.freed.set()
    assert (await asked).startswith("act-")


async def test_only_inside_ones_own_teams(bench):
    await bench.team("一组", agent="A00001")
    with pytest.raises(NotInYourTeams):
        await bench.permit()
    async with bench.database.write() as session:
        key = "一组".ljust(26, "0")
        session.add(TeamSupervisor(team_id=key, person_id=bench.sue.id, client_company_id="demo01"))
    assert await bench.permit()


async def test_another_companys_supervisor_sees_nobody(bench):
    stranger = person("x", Role.SUPERVISOR, "other")
    with pytest.raises(NobodyAtSeat):
        await bench.permit(by=stranger)


async def test_the_act_itself_is_audited_when_asterisk_tells_of_it(bench):
    await bench.permit()
    await bench.supervision.hear(SupervisionBegan("1001", "whisper", OWN, "zz1-1763764000.1", NOW))
    assert await bench.audited() == [
        ("supervisor:call:permitted", "A00001", "sue"),
        ("supervisor:call:stepped_in", "A00001", "sue"),
    ]


async def test_what_asterisk_did_not_take_is_audited_and_leaves_no_permission(bench):
    bench.asterisk.down = True
    with pytest.raises(LinkLost):
        await bench.permit()
    bench.asterisk.down = False
    assert await bench.audited() == [("supervisor:call:permitted", "A00001", "sue")]
    assert bench.asterisk.family(GRANT) == {}


async def test_whoever_sits_at_a_seat_has_no_phone_to_step_in_with(bench):
    """A seat's phone dials colleagues only: a permission for it would be one that nobody can use."""
    async with bench.database.write() as session:
        trail = AuditTrail(StillClock(), "sm")
        await ensure_agent(
            session, trail, "demo01", bench.sue.id, work_number="8002", queues={}, by=SYSTEM, at_us=1
        )
        session.add(
            Sitting(
                id="2".ljust(26, "0"),
                client_company_id="demo01",
                agent_id="A00002",
                seat="1002",
                phone="web",
                from_us=1,
                to_us=None,
            )
        )
    with pytest.raises(OwnPhoneAtASeat):
        await bench.permit()
    assert await bench.audited() == []
