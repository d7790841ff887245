"""The people of the demo: one account for each role and an agent for each seat, passwords made once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from callcenter.app.credentials import CredentialFile
from callcenter.app.migrating import migrate
from callcenter.app.phone_system import seats_of
from callcenter.app.settings import Settings
from callcenter.identity.person import SYSTEM
from callcenter.identity.roles import Role
from callcenter.identity.service import Identity, person_named
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, make_engine
from callcenter.routing.settings_model import standard_queues
from callcenter.seats import repository
from callcenter.seats.staffing import ensure_agent, ensure_seats
from callcenter.tenancy import Scope

OFFICE = (
    ("supervisor", "演示班长", Role.SUPERVISOR, "班长 supervisor"),
    ("inspector", "演示检查员", Role.INSPECTOR, "检查员 inspector"),
    ("sysadmin", "演示系统管理员", Role.SYSTEM_ADMIN, "系统管理员 system administrator"),
    ("secadmin", "演示安全管理员", Role.SECURITY_ADMIN, "安全管理员 security administrator"),
    ("auditadmin", "演示审计管理员", Role.AUDIT_ADMIN, "审计管理员 audit administrator"),
)
FIRST_WORK_NUMBER = 8001
FREE_AGENTS = 2
PASSWORDS = "demo-people.json"


@dataclass(frozen=True)
class DemoPerson:
    name: str
    display_name: str
    password: str
    role: Role
    role_words: str


@dataclass(frozen=True)
class DemoPeople:
    office: tuple[DemoPerson, ...]
    agents: tuple[DemoPerson, ...]
    seated: int = 0
    """How many of the agents sit at a simulated desk phone; the others are for whoever tries the demo."""
    work_numbers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Agent id → work number, for the sentence that names who answers."""

    @property
    def supervisor(self) -> DemoPerson:
        return next(person for person in self.office if person.role is Role.SUPERVISOR)

    @property
    def free_agents(self) -> tuple[DemoPerson, ...]:
        """Nobody plays them: a person signs in as one of them, and callers ring the browser."""
        return self.agents[self.seated :]

    @property
    def shown(self) -> tuple[DemoPerson, ...]:
        """Who a person may sign in as without taking a simulated agent's place."""
        return (*self.free_agents, *self.office)


def simulated_seats(settings: Settings) -> int:
    """The last seats are free for people; a demo of one seat simulates it all the same."""
    return max(1, settings.seats - FREE_AGENTS)


def people_of(settings: Settings) -> DemoPeople:
    """The names follow from the settings; the passwords lie in the secrets folder."""
    # Nobody may take a name of the demo for a person.
    agents = [(f"agent{number:02d}", f"演示坐席{number:02d}") for number in range(1, settings.seats + 1)]
    file = CredentialFile(settings.secrets_folder / PASSWORDS)
    made = file.passwords([*(name for name, _, _, _ in OFFICE), *(name for name, _ in agents)], length=12)
    return DemoPeople(
        office=tuple(DemoPerson(name, shown, made[name], role, words) for name, shown, role, words in OFFICE),
        agents=tuple(DemoPerson(name, shown, made[name], Role.AGENT, "坐席 agent") for name, shown in agents),
        seated=simulated_seats(settings),
    )


async def prepare_people(settings: Settings, clock: Clock) -> DemoPeople:
    """Before the platform starts: its database brought up to date, with everybody in it."""
    people = people_of(settings)
    database = Database(make_engine(settings.resolved_database_url))
    try:
        await migrate(database)
        await ensure_people(people, settings, database, clock)
        async with database.read() as session:
            cards = await repository.cards(session, Scope.of(settings.company_id))
    finally:
        await database.close()
    return replace(people, work_numbers={agent: card.work_number for agent, card in cards.items()})


async def ensure_people(people: DemoPeople, settings: Settings, database: Database, clock: Clock) -> None:
    """Those that are missing are added; a person who is there keeps everything."""
    identity = Identity.build(database, clock, suite=settings.suite)
    async with database.read() as session:
        missing = [
            person
            for person in (*people.office, *people.agents)
            if await person_named(session, person.name) is None
        ]
    hashes = await asyncio.gather(*(identity.passwords.hash(person.password) for person in missing))
    for person, password_hash in zip(missing, hashes, strict=True):
        async with database.write() as session:
            await identity.name_company(
                session,
                company_id=settings.company_id,
                name=settings.company_name,
                by=SYSTEM,
            )
            await identity.add_person(
                session,
                name=person.name,
                display_name=person.display_name,
                password_hash=password_hash,
                roles=frozenset({person.role}),
                company_id=settings.company_id,
                by=SYSTEM,
            )
    await ensure_agents(people, settings, identity)


async def ensure_agents(people: DemoPeople, settings: Settings, identity: Identity) -> None:
    """An agent for each seat, serving every queue; work numbers 8001, 8002, …"""
    queues = {queue.name: 0 for queue in standard_queues(settings.company_id)}
    at_us = identity.clock.now_us()
    async with identity.database.write() as session:
        codes = [seat.code for seat in seats_of(settings)]
        await ensure_seats(session, identity.audit, settings.company_id, codes, by=SYSTEM, at_us=at_us)
        for number, agent in enumerate(people.agents):
            person = await person_named(session, agent.name)
            assert person is not None
            await ensure_agent(
                session,
                identity.audit,
                settings.company_id,
                person.id,
                work_number=str(FIRST_WORK_NUMBER + number),
                queues=queues,
                by=SYSTEM,
                at_us=at_us,
            )
