"""Seats in the running platform: those of the settings, who sits there, and queues kept in line."""

from typing import Final

from callcenter.app.background import Background, every
from callcenter.app.phone_parts import Now, floor_plan_of
from callcenter.app.phone_system import seats_of
from callcenter.app.seat_phones import SeatPhones
from callcenter.app.settings import Settings
from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import SYSTEM, Actor
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.live import Hub
from callcenter.routing.settings_model import standard_menu, standard_queues
from callcenter.seats.models import Sitting
from callcenter.seats.queue_members import QueueMembers
from callcenter.seats.reactions import on_floor_rebuilt
from callcenter.seats.roster import AgentRoster
from callcenter.seats.service import Seats
from callcenter.seats.staffing import ensure_seats
from callcenter.seats.states.agent_states import AgentStates
from callcenter.seats.states.book import StandingBook
from callcenter.seats.states.break_reasons import ensure_break_reasons
from callcenter.seats.states.commands import StateCommands
from callcenter.seats.states.pauses import Pauses
from callcenter.seats.states.standing import By, ByKind
from callcenter.seats.states.unwell_words import unwell_words
from callcenter.seats.states.what_follows import WhatFollows
from callcenter.seats.station.calls import MenuWords, StationCalls
from callcenter.seats.station.floor import StationFloor
from callcenter.seats.station.settings import StationSettings
from callcenter.seats.station.stations import Stations
from callcenter.telephony.agent_state import AgentState
from callcenter.tenancy import Scope


class Seating:
    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: Database,
        audit: AuditTrail,
        now: Now,
        roster: AgentRoster,
        scope: Scope,
        hub: Hub,
        phones: SeatPhones,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._audit = audit
        self._now = now
        self.roster = roster
        self._scope = scope
        self._phones = phones
        self.stations = Stations(hub, clock)
        hub.add_family(self.stations)
        self.station_settings = station_settings_of(settings)
        self.station_floor = StationFloor(
            self.stations,
            now.watch.floor,
            roster,
            wrap_up_extensions=self.station_settings.wrap_up_extensions,
            supervised=self._supervised,
        )
        members = QueueMembers(now.links.actions)
        self.service = Seats(database, audit, clock, members, self)
        self._book = StandingBook(database, roster, members, self._show)
        pauses = Pauses(now.links.actions, now.links.config)
        self._follows = WhatFollows(self._book, roster, now.watch.floor, pauses, self._sign_out)
        self.states = AgentStates(
            self._book,
            clock,
            roster,
            pauses,
            self._follows,
            self.station_settings,
            on_unwell=self._tell_unwell,
            sign_out=self._sign_out,
        )
        self.commands = StateCommands(database, audit, self.states, self.stations, roster)
        phones.attend(self.states, self._tell_replaced)
        now.watch.on_shown(self.station_floor.on_shown)
        now.watch.on_event(self.states.hear)
        now.watch.on_event(StationCalls(self.stations, roster, menu_words_of(settings)).hear)
        now.watch.after_rebuild(self._put_queues_right)

    async def open(self) -> None:
        """Before the floor is watched: the seats exist, and agents are known by name."""
        async with self._database.write() as session:
            codes = [seat.code for seat in seats_of(self._settings)]
            await ensure_seats(
                session,
                self._audit,
                self._settings.company_id,
                codes,
                by=SYSTEM,
                at_us=self._clock.now_us(),
            )
            await ensure_break_reasons(session, self._settings.company_id)
        await self.roster.load(self._database, self._scope)
        await self.roster.load_standings(self._database, self._scope)
        self._now.watch.refresh_names()
        for agent in self.roster.seated():
            self.stations.sat_down(agent.person_id)

    def start(self, background: Background) -> None:
        background.start("standings", self._book.run)
        background.start("wrap-ups", lambda: every(5.0, self.states.end_overdue_wrap_ups))

    async def close(self) -> None:
        await self._book.write_out()

    async def on_sat_down(self, person_id: str, sitting: Sitting) -> None:
        if self.roster.of_person(person_id) is None:
            # Made an agent since the platform started.
            await self.roster.load(self._database, self._scope)
        self.roster.sat_down(sitting)
        agent = self.roster.agent(sitting.agent_id)
        name = None if agent is None else agent.card.name
        self._book.expect(sitting.agent_id, AgentState.READY, By(ByKind.SELF, person_id, name))
        self.stations.sat_down(person_id)
        await self._phones.softphones.sat_down(sitting)
        self.station_floor.show_me(sitting.agent_id)

    def may_get_up(self, agent_id: str) -> None:
        self.states.may_sign_out(agent_id)

    async def on_getting_up(self, sitting: Sitting, by: By) -> None:
        self._book.expect(sitting.agent_id, AgentState.SIGNED_OUT, by)
        await self._follows.forget(sitting.agent_id, sitting.interface)

    async def on_got_up(self, person_id: str, sitting: Sitting) -> None:
        self.roster.got_up(sitting.agent_id)
        # Of a sign-in that was taken back.
        self._book.expect_no_more(sitting.agent_id, AgentState.READY)
        self.station_floor.show_me(sitting.agent_id)
        self.stations.got_up(person_id)
        await self._phones.softphones.got_up(sitting)

    async def _put_queues_right(self) -> None:
        # Agents may have been added since the platform started.
        await self.roster.load(self._database, self._scope)
        self._now.watch.refresh_names()
        await on_floor_rebuilt(
            self.service, self._now.watch.floor, self._now.links.actions, self._scope, self.roster.paused()
        )
        await self.states.put_right()

    def _supervised(self, seat: str) -> dict[str, object] | None:
        """What an agent may know of it; the audit trail and the record know it in any case."""
        now = self._now.watch.floor.supervision_of(seat) if self._settings.show_supervision else None
        if now is None:
            return None
        return {"act": now.act, "name": self._phones.supervision.name_at(now.by)}

    def _tell_replaced(self, person_id: str) -> None:
        self.stations.notify(
            person_id,
            zh="您的网页电话已在另一个页面启用,本页不再接听。",
            en="Your browser phone is now in another page; the first one takes no more calls.",
            level="warn",
        )

    def _show(self, agent_id: str) -> None:
        self._now.watch.refresh_agent(agent_id)
        self.station_floor.show_me(agent_id)

    def _tell_unwell(self, agent_id: str, why: str | None) -> None:
        agent = self.roster.agent(agent_id)
        if agent is not None:
            zh, en = unwell_words(why, self.station_settings.missed_rings)
            self.stations.notify(agent.person_id, zh=zh, en=en, level="info" if why is None else "warn")

    async def _sign_out(self, agent_id: str, by: By) -> None:
        actor = SYSTEM
        if by.person_id is not None:
            actor = Actor(by.person_id, by.name or "", self._settings.company_id)
        await self.service.end_sitting(self._scope, agent_id, actor=actor, by=by)


_EN: Final = {
    "consult": "Inquiries",
    "aftersales": "After-sales",
    "complaint": "Complaints",
    "operator": "Operator",
}


def menu_words_of(settings: Settings) -> MenuWords:
    """What a key of a menu leads to, in words."""
    names = {queue.code: queue.name_zh for queue in standard_queues(settings.company_id)}
    words = {
        (standard_menu().name, choice.key): (names[choice.queue], _EN.get(choice.queue, choice.queue))
        for choice in standard_menu().choices
    }
    return lambda menu, key: words.get((menu, key), (key, key))


def station_settings_of(settings: Settings) -> StationSettings:
    return StationSettings(
        wrap_up_limit_seconds=settings.wrap_up_limit_seconds,
        wrap_up_extend_seconds=settings.wrap_up_extend_seconds,
        wrap_up_extensions=settings.wrap_up_extensions,
        missed_rings=settings.missed_rings,
        auto_answer=settings.auto_answer,
        show_supervision=settings.show_supervision,
        queues=dict(floor_plan_of(settings).queues),
        menus={standard_menu().name: "主菜单"},
    )
