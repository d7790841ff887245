"""One agent at a seat, the platform that minds its state, and a pretend Asterisk that pauses it."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import MappingProxyType

from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import SYSTEM
from callcenter.identity.roles import Role
from callcenter.kit.db import Database, make_engine
from callcenter.live import Hub
from callcenter.seats.models import Phone, Sitting
from callcenter.seats.queue_members import QueueMembers
from callcenter.seats.roster import AgentRoster
from callcenter.seats.staffing import ensure_agent, ensure_seats
from callcenter.seats.states.agent_states import AgentStates
from callcenter.seats.states.book import StandingBook
from callcenter.seats.states.break_reasons import ensure_break_reasons
from callcenter.seats.states.commands import StateCommands
from callcenter.seats.states.pauses import Pauses
from callcenter.seats.states.standing import By, ByKind
from callcenter.seats.states.what_follows import WhatFollows
from callcenter.seats.station.floor import StationFloor
from callcenter.seats.station.settings import StationSettings
from callcenter.seats.station.stations import Stations
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.ami.errors import ActionRefused, LinkLost
from callcenter.telephony.ami.facts import Answer
from callcenter.telephony.floor.floor import Floor
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from fakes.floor_bench import CONSULT, LEG, OPERATOR, PLAN, START, Story, by_mask
from fakes.people import add_people, person

SCOPE = Scope.of("demo01")
ENDPOINT = "demo01-1001-desk"
LIMIT, EXTEND = 60, 30
SETTINGS = StationSettings(
    wrap_up_limit_seconds=LIMIT, wrap_up_extend_seconds=EXTEND, wrap_up_extensions=2, missed_rings=3
)


ALICE, BOB = person("alice"), person("bob")
ZHAO, QIAN = person("zhao", Role.SUPERVISOR), person("qian", Role.SUPERVISOR)
STRANGER = person("stranger", Role.SUPERVISOR, "other")
EVERYBODY = (ALICE, BOB, ZHAO, QIAN, STRANGER)


class StoryClock:
    def __init__(self):
        self.story: Story | None = None

    def now_us(self):
        return START if self.story is None else self.story.now_us


@dataclass
class PretendAsterisk:
    """Pauses members and keeps astdb as Asterisk does, and tells it as the story goes."""

    story: Story
    astdb: dict[tuple[str, str], str] = field(default_factory=dict)
    log: list[tuple[str, str, str]] = field(default_factory=list)
    down: bool = False

    async def act(self, name, fields):
        if self.down:
            raise LinkLost
        if name == "QueueLog":
            self.log.append((fields["Event"], fields["Interface"], fields["Message"]))
        elif name == "QueuePause":
            (self.story.pauses(fields["Reason"]) if fields["Paused"] == "true" else self.story.unpauses())
        elif name == "DBPut":
            self.astdb[fields["Family"], fields["Key"]] = fields["Val"]
        elif name == "DBDel" and self.astdb.pop((fields["Family"], fields["Key"]), None) is None:
            raise ActionRefused(name, "Database entry could not be deleted")
        return Answer(MappingProxyType({"response": "Success"}))


class House:
    """Alice at 1001. `restarted` makes the platform anew over the same database and Asterisk."""

    def __init__(self, database):
        self.database = database
        self.clock = StoryClock()
        self.audit = AuditTrail(self.clock, "sm")
        self.story = Story()
        self.asterisk = PretendAsterisk(self.story)
        self.signed_out: list[tuple[str, By]] = []

    async def start(self):
        self.hub = Hub(self.clock)
        self.stations = Stations(self.hub, self.clock)
        self.roster = AgentRoster()
        self.story.floor = Floor(PLAN, identify=by_mask, roster=self.roster, remembers=self.roster)
        self.clock.story = self.story
        self.view = StationFloor(
            self.stations, self.story.floor, self.roster, wrap_up_extensions=SETTINGS.wrap_up_extensions
        )
        self.book = StandingBook(self.database, self.roster, QueueMembers(self.asterisk), self.view.show_me)
        pauses = Pauses(self.asterisk, self.asterisk)
        self.states = AgentStates(
            self.book,
            self.clock,
            self.roster,
            pauses,
            WhatFollows(self.book, self.roster, self.story.floor, pauses, self.sign_out),
            SETTINGS,
            on_unwell=lambda agent, why: None,
            sign_out=self.sign_out,
        )
        self.commands = StateCommands(self.database, self.audit, self.states, self.stations, self.roster)
        await self.roster.load(self.database, SCOPE)
        await self.roster.load_standings(self.database, SCOPE)
        await self.stations.open("station/" + ALICE.id)
        return self

    async def sign_out(self, agent_id, by):
        self.signed_out.append((agent_id, by))

    async def heard(self):
        """What the floor told until now, and what follows from it."""
        while news := self.story.floor.take_news():
            self.view.on_shown(frozenset(self.story.floor.entries()))
            for event in news:
                await self.states.hear(event)
        await self.book.write_out()

    async def sits(self):
        self.book.expect("A00001", AgentState.READY, By(ByKind.SELF, ALICE.id, "Alice"))
        self.story.signs_in()
        await self.heard()

    async def rings(self):
        self.story.arrives()
        self.story.joins()
        self.story.offer("AgentCalled")
        await self.heard()

    async def talks(self):
        await self.rings()
        self.asterisk.astdb["wrap_up", ENDPOINT] = LEG
        self.story.pauses("wrap_up")
        self.story.offer("AgentConnect")
        await self.heard()

    async def hangs_up(self):
        self.story.tell("Hangup", Uniqueid=LEG, Channel="PJSIP/demo01-1001-desk-00000002")
        await self.heard()

    async def limit_ends(self):
        """What the dial plan does when the wrap-up is over."""
        del self.asterisk.astdb["wrap_up", ENDPOINT]
        follows = self.asterisk.astdb.pop(("after_wrap_up", ENDPOINT), None)
        self.story.unpauses() if follows is None else self.story.pauses(follows)
        await self.heard()

    @property
    def me(self):
        return self.stations.entries(ALICE.id)["me"]

    def said(self):
        """State, reason and cause of every line in queue_log."""
        lines = [message.split("|")[1:4] for event, _, message in self.asterisk.log if event == "AGENT_STATE"]
        return [" ".join(line) for line in lines]


@asynccontextmanager
async def agent_house(database_url):
    database = Database(make_engine(database_url))
    clock = StoryClock()
    audit = AuditTrail(clock, "sm")
    async with database.write() as session:
        for company in ("demo01", "other"):
            await ensure_company(session, company_id=company, name=company, at_us=1)
            await ensure_break_reasons(session, company)
        await ensure_seats(session, audit, "demo01", ["1001", "1002"], by=SYSTEM, at_us=1)
        await add_people(session, EVERYBODY)
        for number, each in enumerate((ALICE, BOB)):
            await ensure_agent(
                session,
                audit,
                "demo01",
                each.id,
                work_number=str(8001 + number),
                queues={CONSULT: 0, OPERATOR: 0},
                by=SYSTEM,
                at_us=1,
            )
        session.add(
            Sitting(
                id="S".ljust(26, "0"),
                client_company_id="demo01",
                agent_id="A00001",
                seat="1001",
                phone=Phone.DESK.value,
                from_us=START,
                to_us=None,
            )
        )
    made = await House(database).start()
    await made.sits()
    yield made
    await database.close()
