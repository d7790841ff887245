"""Sitting down and getting up, with a pretend Asterisk that remembers its queue members."""

import asyncio
from dataclasses import dataclass, field
from types import MappingProxyType

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from callcenter.identity.audit import AuditTrail
from callcenter.identity.models import AuditRow
from callcenter.identity.person import SYSTEM, CurrentPerson
from callcenter.kit.clock import SECOND
from callcenter.kit.db import Database, make_engine
from callcenter.seats.errors import (
    AlreadySignedIn,
    NoQueues,
    NotAnAgent,
    NotSignedInAtASeat,
    SeatTaken,
    SeatUnknown,
)
from callcenter.seats.models import Phone, Sitting
from callcenter.seats.queue_members import Place, QueueMembers, differences
from callcenter.seats.roster import AgentRoster
from callcenter.seats.service import Seats
from callcenter.seats.staffing import ensure_agent, ensure_seats, next_agent_id
from callcenter.telephony.ami.errors import ActionRefused, LinkLost
from callcenter.telephony.ami.facts import Answer
from callcenter.telephony.floor.plan import AgentCard
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from fakes.people import add_people, person

pytestmark = pytest.mark.integration

QUEUES = {"demo01-consult": 0, "demo01-operator": 1}
SCOPE = Scope.of("demo01")


class HandClock:
    def __init__(self) -> None:
        self.at_us = 1_763_764_000 * SECOND

    def now_us(self) -> int:
        self.at_us += SECOND
        return self.at_us


@dataclass
class PretendQueues:
    """Answers as app_queue does."""

    members: dict[tuple[str, str], str] = field(default_factory=dict)
    log: list[tuple[str, str, str]] = field(default_factory=list)
    down: bool = False

    async def act(self, name, fields):
        if self.down:
            raise LinkLost
        if name == "QueueLog":
            self.log.append((fields["Event"], fields["Interface"], fields["Message"]))
            return Answer(MappingProxyType({"response": "Success"}))
        key = (fields["Queue"], fields["Interface"])
        if name == "QueueAdd":
            if key in self.members:
                raise ActionRefused(name, "Unable to add interface: Already there")
            self.members[key] = fields["MemberName"]
        else:
            if key not in self.members:
                raise ActionRefused(name, "Unable to remove interface: Not there")
            del self.members[key]
        return Answer(MappingProxyType({"response": "Success"}))


@dataclass
class Bench:
    database: Database
    seats: Seats
    asterisk: PretendQueues
    people: dict[str, CurrentPerson]

    async def sittings(self) -> list[Sitting]:
        async with self.database.read() as session:
            return list(await session.scalars(select(Sitting).order_by(Sitting.from_us)))


@pytest.fixture
async def bench(database_url):
    database = Database(make_engine(database_url))
    clock, asterisk = HandClock(), PretendQueues()
    audit = AuditTrail(clock, "sm")
    people = {name: person(name) for name in ("alice", "bob", "carol", "dave")}
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="示例", at_us=1)
        await ensure_company(session, company_id="other", name="别家", at_us=1)
        await ensure_seats(session, audit, "demo01", ["1001", "1002"], by=SYSTEM, at_us=1)
        await ensure_seats(session, audit, "other", ["2001"], by=SYSTEM, at_us=1)
        await add_people(session, people.values())
        for number, name in enumerate(("alice", "bob")):
            await ensure_agent(
                session,
                audit,
                "demo01",
                people[name].id,
                work_number=str(8001 + number),
                queues=QUEUES,
                by=SYSTEM,
                at_us=1,
            )
        await ensure_agent(
            session, audit, "demo01", people["dave"].id, work_number="8009", queues={}, by=SYSTEM, at_us=1
        )
    yield Bench(database, Seats(database, audit, clock, QueueMembers(asterisk)), asterisk, people)
    await database.close()


ALICE_AT_1001 = {
    ("demo01-consult", "PJSIP/demo01-1001-desk"): "A00001",
    ("demo01-operator", "PJSIP/demo01-1001-desk"): "A00001",
}


class TestSigningIn:
    async def test_puts_the_agent_into_every_queue_and_into_the_files(self, bench: Bench):
        sitting = await bench.seats.sign_in(bench.people["alice"], seat="1001", phone=Phone.DESK)
        assert bench.asterisk.members == ALICE_AT_1001
        assert bench.asterisk.log == [("SIGNED_IN", "A00001", f"{sitting.from_us}|1001|desk")]
        async with bench.database.read() as session:
            assert "agent:seat:signed_in" in set(await session.scalars(select(AuditRow.tag)))

    async def test_again_at_the_same_seat_changes_nothing(self, bench: Bench):
        first = await bench.seats.sign_in(bench.people["alice"], seat="1001", phone=Phone.DESK)
        again = await bench.seats.sign_in(bench.people["alice"], seat="1001", phone=Phone.DESK)
        assert again.id == first.id
        assert len(await bench.sittings()) == 1
        assert len(bench.asterisk.log) == 1

    async def test_is_refused_by_name(self, bench: Bench):
        people = bench.people
        await bench.seats.sign_in(people["alice"], seat="1001", phone=Phone.DESK)
        for name, seat, refusal in (
            ("bob", "1001", SeatTaken),
            ("alice", "1002", AlreadySignedIn),
            ("bob", "9999", SeatUnknown),
            ("bob", "2001", SeatUnknown),
            ("carol", "1002", NotAnAgent),
            ("dave", "1002", NoQueues),
        ):
            with pytest.raises(refusal) as refused:
                await bench.seats.sign_in(people[name], seat=seat, phone=Phone.DESK)
            assert refused.value.zh
            assert refused.value.en
        assert bench.asterisk.members == ALICE_AT_1001

    async def test_is_taken_back_when_asterisk_cannot_be_told(self, bench: Bench):
        bench.asterisk.down = True
        with pytest.raises(LinkLost):
            await bench.seats.sign_in(bench.people["alice"], seat="1001", phone=Phone.DESK)
        assert [sitting.to_us is None for sitting in await bench.sittings()] == [False]
        bench.asterisk.down = False
        await bench.seats.sign_in(bench.people["bob"], seat="1001", phone=Phone.DESK)

    async def test_of_two_at_once_at_one_seat_one_is_refused_by_name(self, bench: Bench):
        tried = await asyncio.gather(
            *(
                bench.seats.sign_in(bench.people[name], seat="1001", phone=Phone.DESK)
                for name in ("alice", "bob")
            ),
            return_exceptions=True,
        )
        assert [type(each) for each in tried if isinstance(each, Exception)] == [SeatTaken]

    async def test_the_database_itself_refuses_two_at_one_seat(self, bench: Bench):
        sitting = await bench.seats.sign_in(bench.people["alice"], seat="1001", phone=Phone.DESK)
        with pytest.raises(IntegrityError):
            async with bench.database.write() as session:
                session.add(
                    Sitting(
                        id="X" * 26,
                        client_company_id="demo01",
                        agent_id="A00002",
                        seat=sitting.seat,
                        phone="web",
                        from_us=2,
                        to_us=None,
                    )
                )


class TestSigningOut:
    async def test_ends_the_sitting_and_empties_the_queues(self, bench: Bench):
        await bench.seats.sign_in(bench.people["alice"], seat="1001", phone=Phone.DESK)
        ended = await bench.seats.sign_out(bench.people["alice"])
        assert ended.to_us is not None
        assert bench.asterisk.members == {}
        assert bench.asterisk.log[-1] == ("SIGNED_OUT", "A00001", f"{ended.to_us}|1001|desk")
        with pytest.raises(NotSignedInAtASeat):
            await bench.seats.sign_out(bench.people["alice"])

    async def test_holds_even_when_asterisk_cannot_be_told(self, bench: Bench):
        await bench.seats.sign_in(bench.people["alice"], seat="1001", phone=Phone.DESK)
        bench.asterisk.down = True
        ended = await bench.seats.sign_out(bench.people["alice"])
        assert ended.to_us is not None
        bench.asterisk.down = False
        found = await bench.seats.reconcile(SCOPE, present(bench.asterisk))
        assert len(found.strangers) == 2
        assert bench.asterisk.members == {}
        owed = ("SIGNED_OUT", "A00001", f"{ended.to_us}|1001|desk")
        assert bench.asterisk.log[-1] == owed
        await bench.seats.reconcile(SCOPE, present(bench.asterisk))
        assert bench.asterisk.log.count(owed) == 1


class TestEveryEpoch:
    async def test_missing_members_come_back_and_strangers_go(self, bench: Bench):
        await bench.seats.sign_in(bench.people["alice"], seat="1001", phone=Phone.DESK)
        del bench.asterisk.members[("demo01-consult", "PJSIP/demo01-1001-desk")]
        bench.asterisk.members[("demo01-consult", "PJSIP/demo01-1002-web")] = "A00002"
        found = await bench.seats.reconcile(SCOPE, present(bench.asterisk))
        assert [place.queue for place in found.missing] == ["demo01-consult"]
        assert [place.agent_id for place in found.strangers] == ["A00002"]
        assert bench.asterisk.members == ALICE_AT_1001

    def test_another_penalty_is_another_place(self):
        wanted, is_there = Place("A00001", "q", "PJSIP/x", 0), Place("A00001", "q", "PJSIP/x", 5)
        found = differences(frozenset({wanted}), frozenset({is_there}))
        assert (found.missing, found.strangers) == ((wanted,), (is_there,))


async def test_the_roster_answers_from_memory(bench: Bench):
    roster = AgentRoster()
    assert roster.card("A00001") is None
    await roster.load(bench.database, SCOPE)
    assert roster.card("A00001") == AgentCard("8001", "Alice")
    await roster.load(bench.database, Scope.of("other"))
    assert roster.card("A00001") is None


def test_agent_ids_go_on_from_the_last():
    assert [next_agent_id(last) for last in (None, "A00001", "A00999")] == ["A00001", "A00002", "A01000"]


def present(asterisk: PretendQueues) -> frozenset[Place]:
    penalties = QUEUES
    return frozenset(
        Place(agent, queue, interface, penalties[queue])
        for (queue, interface), agent in asterisk.members.items()
    )


class TestStaffing:
    async def test_every_write_stands_in_the_audit_trail_and_nothing_twice(self, bench):
        audit = AuditTrail(HandClock(), "sm")

        async def again(session):
            await ensure_seats(session, audit, "demo01", ["1001", "1003"], by=SYSTEM, at_us=2)
            await ensure_agent(
                session,
                audit,
                "demo01",
                bench.people["alice"].id,
                work_number="8001",
                queues=QUEUES,
                by=SYSTEM,
                at_us=2,
            )

        for _ in range(2):
            async with bench.database.write() as session:
                await again(session)

        async with bench.database.read() as session:
            rows = (await session.execute(select(AuditRow.tag, AuditRow.detail))).all()
        told = [tag for tag, _ in rows]
        assert told.count("person:agent:added") == 3
        assert told.count("agent:queues:assigned") == 2
        assert [detail for tag, detail in rows if tag == "system:seat:added"] == [
            '{"seats":["1001","1002"]}',
            '{"seats":["2001"]}',
            '{"seats":["1003"]}',
        ]
