"""The platform's parts that care for phones, against the real Asterisk of the tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from asterisk_server import Server
from conftest import COMPANY
from prometheus_client import CollectorRegistry

from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import SYSTEM, CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.clock import SystemClock
from callcenter.kit.db import Database, make_engine
from callcenter.seats.desk_phone.service import DeskPhones
from callcenter.seats.models import Agent, Sitting
from callcenter.seats.phone_database import SEAT_PHONE, PhoneDatabase
from callcenter.seats.phones_now import PhonesOnFloor
from callcenter.seats.softphone.health import PhoneHealth
from callcenter.seats.softphone.service import Softphones
from callcenter.seats.softphone.softphone import supervisor_endpoints
from callcenter.seats.softphone.upkeep import SoftphoneUpkeep
from callcenter.seats.softphone.withdrawal import Withdrawal
from callcenter.seats.staffing import ensure_agent, ensure_seats
from callcenter.seats.supervision.service import Supervision
from callcenter.telephony.ami.connections import AmiLinks, users
from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.ami.metrics import LinkMetrics
from callcenter.telephony.ami.settings import AmiPlace
from callcenter.telephony.floor.floor import Floor as CallFloor
from callcenter.telephony.floor.plan import AgentCard, FloorPlan
from callcenter.telephony.floor.watch import FloorWatch
from callcenter.telephony.live_topics import floor_topic
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from fakes.floor_bench import by_mask
from fakes.patience import PATIENCE
from fakes.people import add_people, person
from integration.migrated_databases import migrated_sqlite


class Nobody:
    def card(self, agent_id: str) -> AgentCard | None:
        return None


@dataclass
class PhoneBench:
    database: Database
    links: AmiLinks
    watch: FloorWatch
    asterisk: PhoneDatabase
    health: PhoneHealth
    softphones: Softphones
    upkeep: SoftphoneUpkeep
    desks: DeskPhones
    hasty: DeskPhones
    """Soon sure that a phone does not obey."""
    supervision: Supervision
    alice: CurrentPerson
    sue: CurrentPerson
    agent: Agent

    async def sit(self, seat: str, phone: str) -> Sitting:
        at_us = SystemClock().now_us()
        sitting = Sitting(
            id=f"{at_us:026d}",
            client_company_id=COMPANY,
            agent_id=self.agent.id,
            seat=seat,
            phone=phone,
            from_us=at_us,
            to_us=None,
        )
        async with self.database.write() as session:
            session.add(sitting)
        await self.softphones.sat_down(sitting)
        return sitting

    async def get_up(self, sitting: Sitting) -> None:
        async with self.database.write() as session:
            stored = await session.get(Sitting, sitting.id)
            assert stored is not None
            stored.to_us = SystemClock().now_us()
        await self.softphones.got_up(sitting)

    async def until_registered(self, endpoint: str, *, there: bool = True) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.watch.until(lambda floor: floor.is_registered(endpoint) is there)

    async def until_in_call(self, seat: str) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.watch.until(
                lambda floor: (floor.entry(f"seats/{seat}") or {}).get("state") == "talking"
            )


@asynccontextmanager
async def phone_bench(
    server: Server, folder: Path, *, lifetime_us: int = 3_600_000_000
) -> AsyncGenerator[PhoneBench]:
    house, clock = server.house, SystemClock()
    links = AmiLinks(
        place=AmiPlace("127.0.0.1", house.network.ami_port),
        users=users(events="events", actions="actions", config="config"),
        clock=clock,
        metrics=LinkMetrics(CollectorRegistry()),
    )
    plan = FloorPlan(
        company=COMPANY,
        seats=tuple(seat.code for seat in house.seats),
        queues={queue.name: queue.name_zh for queue in house.queues},
        trunks=("trunk-main", "trunk-backup"),
        # the supervisors' desk phones stand in for their browsers, which need encrypted sound
        phones=frozenset(
            {*supervisor_endpoints(COMPANY, 2), *(f"{COMPANY}-S{number:02d}-desk" for number in (1, 2))}
        ),
    )
    watch = FloorWatch(links.events, CallFloor(plan, identify=by_mask, roster=Nobody()), floor_topic(), clock)
    database = Database(make_engine(await migrated_sqlite(folder / "phones.sqlite3")))
    audit = AuditTrail(clock, "sm")
    alice, sue = person("alice", company=COMPANY), person("sue", Role.SUPERVISOR, COMPANY)
    async with database.write() as session:
        await ensure_company(session, company_id=COMPANY, name="示例", at_us=1)
        await ensure_seats(session, audit, COMPANY, [seat.code for seat in house.seats], by=SYSTEM, at_us=1)
        await add_people(session, [alice, sue])
        agent = await ensure_agent(
            session, audit, COMPANY, alice.id, work_number="8001", queues={}, by=SYSTEM, at_us=1
        )
    phones = PhonesOnFloor(watch)
    asterisk, health = PhoneDatabase(links.config), PhoneHealth(clock, phones)
    withdrawal = Withdrawal(database, audit, asterisk, phones)
    softphones = Softphones(
        database,
        audit,
        clock,
        asterisk,
        phones,
        health,
        withdrawal,
        lifetime_us=lifetime_us,
        supervisor_phones=2,
    )
    upkeep = SoftphoneUpkeep(database, clock, asterisk, health, withdrawal, supervisor_phones=2)
    supervision = Supervision(
        database, audit, clock, Scope.of(COMPANY), asterisk, phones, used_within_seconds=5.0
    )
    watch.on_event(supervision.hear)
    links.start()
    running = asyncio.create_task(watch.run())
    try:
        async with asyncio.timeout(PATIENCE):
            await watch.live.wait()
            await links.config.until(LinkState.LIVE)
            await links.actions.until(LinkState.LIVE)
        desks = DeskPhones(
            database, phones, actions=links.actions, config=links.config, obeys_within=PATIENCE
        )
        hasty = DeskPhones(database, phones, actions=links.actions, config=links.config, obeys_within=1.0)
        yield PhoneBench(
            database,
            links,
            watch,
            asterisk,
            health,
            softphones,
            upkeep,
            desks,
            hasty,
            supervision,
            alice,
            sue,
            agent,
        )
    finally:
        await softphones.close()
        await supervision.close()
        # Asterisk is everybody's: where a seat sits, as this house told it, is not so for the next test.
        server.cli(f"database deltree {SEAT_PHONE}")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await links.close()
        await database.close()
