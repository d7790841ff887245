"""Browser phones against a database, with a pretend Asterisk database and pretend telephones."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import select

from callcenter.identity.audit import AuditTrail
from callcenter.identity.models import AuditRow, SignedInSession
from callcenter.identity.person import SYSTEM, CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.clock import SECOND
from callcenter.kit.db import Database, make_engine
from callcenter.seats.models import Sitting
from callcenter.seats.phone_database import AUTH, PhoneDatabase
from callcenter.seats.softphone.health import PhoneHealth
from callcenter.seats.softphone.service import Softphones
from callcenter.seats.softphone.upkeep import SoftphoneUpkeep
from callcenter.seats.softphone.withdrawal import Withdrawal
from callcenter.seats.staffing import ensure_agent, ensure_seats
from callcenter.tenancy.service import ensure_company
from fakes.people import add_people, person
from fakes.pretend_astdb import PretendAstdb

WEB = "demo01-1001-web"


@dataclass
class PretendPhones:
    """Who is registered and in a call, as a test says."""

    known: bool = True
    registered: set[str] = field(default_factory=set)
    channels: dict[str, list[str]] = field(default_factory=dict)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    def is_registered(self, endpoint):
        return endpoint in self.registered

    def channels_of(self, endpoint):
        return self.channels.get(endpoint, [])

    async def until_unregistered(self, endpoint):
        await self.gone.wait()


class HandClock:
    at_us = 1_763_764_000 * SECOND

    def now_us(self):
        return self.at_us


@dataclass
class Bench:
    database: Database
    phones: Softphones
    upkeep: SoftphoneUpkeep
    asterisk: PretendAstdb
    seen: PretendPhones
    clock: HandClock
    people: dict[str, CurrentPerson]

    async def sit(self, name, seat="1001", phone="web"):
        sitting = Sitting(
            id=(name + seat).ljust(26, "0"),
            client_company_id="demo01",
            agent_id="A00001",
            seat=seat,
            phone=phone,
            from_us=self.clock.at_us,
            to_us=None,
        )
        async with self.database.write() as session:
            session.add(sitting)
        await self.phones.sat_down(sitting)
        return sitting

    async def get_up(self, sitting):
        async with self.database.write() as session:
            stored = await session.get(Sitting, sitting.id)
            assert stored is not None
            stored.to_us = self.clock.at_us
        await self.phones.got_up(sitting)
        await self.phones.close()

    async def tags(self):
        async with self.database.read() as session:
            return list(await session.scalars(select(AuditRow.tag).order_by(AuditRow.number)))


@asynccontextmanager
async def softphone_bench(database_url):
    database = Database(make_engine(database_url))
    clock, asterisk, seen = HandClock(), PretendAstdb(), PretendPhones()
    audit = AuditTrail(clock, "sm")
    roles = {"alice": Role.AGENT, "sue": Role.SUPERVISOR, "tom": Role.SUPERVISOR}
    people = {name: person(name, role) for name, role in roles.items()}
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="示例", at_us=1)
        await ensure_seats(session, audit, "demo01", ["1001", "1002"], by=SYSTEM, at_us=1)
        await add_people(session, people.values())
        for each in people.values():
            session.add(
                SignedInSession(
                    key=each.id.encode().ljust(32, b"0"),
                    person_id=each.id,
                    started_us=1,
                    seen_us=1,
                    expires_us=clock.at_us + 12 * 3600 * SECOND,
                )
            )
        alice = people["alice"].id
        await ensure_agent(session, audit, "demo01", alice, work_number="8001", queues={}, by=SYSTEM, at_us=1)
    health, astdb = PhoneHealth(clock, seen), PhoneDatabase(asterisk)
    withdrawal = Withdrawal(database, audit, astdb, seen, unregisters_within=0.2)
    phones = Softphones(
        database,
        audit,
        clock,
        astdb,
        seen,
        health,
        withdrawal,
        lifetime_us=3600 * SECOND,
        supervisor_phones=1,
    )
    upkeep = SoftphoneUpkeep(database, clock, astdb, health, withdrawal, supervisor_phones=1)
    yield Bench(database, phones, upkeep, asterisk, seen, clock, people)
    await phones.close()
    await database.close()


def password_of(bench, endpoint=WEB):
    return json.loads(bench.asterisk.family(AUTH)[endpoint])["password"]
