"""Contacts on a database of their own: people of two companies, calls of the record, a floor to be set."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from callcenter.crm.contacts.categories import ensure_categories
from callcenter.crm.contacts.ports import CallInHand
from callcenter.crm.contacts.schemas import ContactSent
from callcenter.crm.contacts.service import Contacts
from callcenter.crm.customers.models import Customer
from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import SYSTEM, CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.clock import SECOND
from callcenter.kit.db import Database, make_engine
from callcenter.kit.encryption import Keyring
from callcenter.kit.ids import new_id
from callcenter.seats.staffing import ensure_agent
from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.tenancy.service import ensure_company
from fakes.people import add_people, person

CALL = "zz1-1763764000.1"
COMPLAINTS = "demo01-complaint"
NOW_US = 1_763_764_000 * SECOND


class HandClock:
    def __init__(self) -> None:
        self.at_us = NOW_US

    def now_us(self) -> int:
        self.at_us += SECOND
        return self.at_us


@dataclass
class Floor:
    calls: dict[str, CallInHand] = field(default_factory=dict)

    def of(self, call_id: str) -> CallInHand | None:
        return self.calls.get(call_id)


@dataclass
class Bench:
    database: Database
    contacts: Contacts
    audit: AuditTrail
    floor: Floor
    people: dict[str, CurrentPerson]

    async def write(self, who: str, call_id: str = CALL, **sent):
        async with self.database.write() as session:
            return await self.contacts.write(session, self.people[who], call_id, ContactSent(**sent))

    async def read(self, who: str, call_id: str = CALL):
        async with self.database.read() as session:
            return await self.contacts.read(session, self.people[who], call_id)

    async def missing(self, who: str, *, mine: bool = True, limit: int = 50):
        async with self.database.read() as session:
            found = await self.contacts.unfinished(session, self.people[who], mine=mine, limit=limit)
        return [(each.call_id, each.missing.value) for each in found.items]

    async def customer(self, company_id: str = "demo01", **given) -> str:
        customer_id = new_id(NOW_US)
        merged = {"state": "merged"} if "merged_into" in given else {}
        plain = {"state": "active", "version": 1, "vip": 0, "source": "manual", "demo": False}
        async with self.database.write() as session:
            session.add(
                Customer(
                    id=customer_id,
                    client_company_id=company_id,
                    created_us=1,
                    changed_us=1,
                    **plain | merged | given,
                )
            )
        return customer_id

    async def record(self, call_id: str, agent: str, *, queue: str = COMPLAINTS, talked: bool = True):
        """The call as the journal would have told it."""
        async with self.database.write() as session:
            session.add(ended_call(call_id, queue))
            await session.flush()
            session.add(leg(call_id, agent, talked=talked))


def ended_call(call_id: str, queue: str) -> CallRecord:
    values = {
        column.key: None for column in CallRecord.__table__.columns if column.nullable and not column.default
    }
    return CallRecord(
        **values
        | {
            "call_id": call_id,
            "client_company_id": "demo01",
            "hotline": "4000000001",
            "trunk": "main",
            "demo": True,
            "caller_token": "",
            "arrived_us": NOW_US,
            "ended_us": NOW_US + 60 * SECOND,
            "queue": queue,
        }
        | {
            column.key: {"INTEGER": 0, "BIGINT": 0, "BOOLEAN": False, "JSON": []}.get(str(column.type), "")
            for column in CallRecord.__table__.columns
            if not column.nullable
            and column.key
            not in {"call_id", "client_company_id", "hotline", "trunk", "demo", "caller_token", "arrived_us"}
        }
    )


def leg(call_id: str, agent: str, *, talked: bool) -> LegRecord:
    return LegRecord(
        call_id=call_id,
        number=1,
        client_company_id="demo01",
        uniqueid=call_id,
        channel="PJSIP/demo01-1001-desk-1",
        seat="1001",
        agent=agent,
        queue=COMPLAINTS,
        started_us=NOW_US,
        answered_us=NOW_US,
        bridged_us=NOW_US if talked else None,
        unbridged_us=NOW_US,
        ended_us=NOW_US,
        talk_us=0,
        result="answered",
        cause=16,
        lost=False,
        is_caller=False,
        role="agent",
        hold_us=0,
        consult_us=0,
    )


@asynccontextmanager
async def contact_bench(database_url: str):
    database = Database(make_engine(database_url))
    clock, floor = HandClock(), Floor()
    audit = AuditTrail(clock, "sm")
    people = {
        "alice": person("alice", Role.AGENT),
        "bob": person("bob", Role.AGENT),
        "carol": person("carol", Role.SUPERVISOR),
        "irene": person("irene", Role.INSPECTOR),
        "admin": person("admin", Role.SYSTEM_ADMIN),
        "stranger": person("stranger", Role.SUPERVISOR, "other"),
    }
    async with database.write() as session:
        for company in ("demo01", "other"):
            await ensure_company(session, company_id=company, name=company, at_us=1)
        await add_people(session, people.values())
        for number, name in enumerate(("alice", "bob")):
            await ensure_agent(
                session,
                audit,
                "demo01",
                people[name].id,
                work_number=str(8001 + number),
                queues={COMPLAINTS: 0},
                by=SYSTEM,
                at_us=1,
            )
        for company in ("demo01", "other"):
            await ensure_categories(session, audit, company, required_queues=[COMPLAINTS], by=SYSTEM)
    keyring = Keyring.from_secret(b"k" * 32, "sm")
    yield Bench(database, Contacts(keyring, clock, floor), audit, floor, people)
    await database.close()
