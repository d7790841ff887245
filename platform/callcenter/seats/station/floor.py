"""What the floor says, brought to each person's own topic: `me`, `queues/…`, `colleagues/…`.

What many pages show, queues and colleagues, is encoded once, set only when it became another, and told
patiently: a call changes its agent's seat six times, and sixty pages need not wake for each.
"""

from collections.abc import Callable
from typing import Final

from callcenter.live import Encoded
from callcenter.seats.roster import AgentRoster, KnownAgent
from callcenter.seats.station.stations import Stations
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.showing import Shown

ME: Final = "me"
_LINK: Final = {"live": "live", "connecting": "connecting"}
_OF_A_COLLEAGUE: Final = ("seat", "agent", "work_number", "name", "state", "since_us")


class StationFloor:
    """Told of every change of the floor's entries (`on_shown`); reads nothing but memory."""

    def __init__(
        self,
        stations: Stations,
        floor: Floor,
        roster: AgentRoster,
        *,
        wrap_up_extensions: int,
        supervised: Callable[[str], dict[str, object] | None] = lambda _seat: None,
    ) -> None:
        self._stations = stations
        self._floor = floor
        self._roster = roster
        self._wrap_up_extensions = wrap_up_extensions
        self._supervised = supervised
        self._seat_of: dict[str, str] = {}
        self._agent_at: dict[str, str] = {}
        self._shared: dict[str, Encoded] = {}
        """Key → what every page that shows it was told; none while no page is open."""
        stations.on_opened(self.fill)

    def seat_entry(self, agent_id: str) -> Shown | None:
        """The entry of the seat where Asterisk has the agent; None when it has it nowhere."""
        seat = self._seat_of.get(agent_id)
        return None if seat is None else self._floor.entry(f"seats/{seat}")

    def on_shown(self, changed: frozenset[str]) -> None:
        touched: set[str] = set()
        for key in changed:
            kind, _, name = key.partition("/")
            if kind == "link":
                touched.update(self._open_agents())
            elif kind == "seats":
                touched.update(self._note_seat(name))
                self._show_colleague(name)
            elif kind == "queues":
                self._show_queue(key, name)
        for agent_id in touched:
            self.show_me(agent_id)

    def show_me(self, agent_id: str) -> None:
        known = self._roster.agent(agent_id)
        if known is not None and self._stations.is_open(known.person_id):
            self._stations.set(known.person_id, ME, self._me(known))

    async def fill(self, person_id: str) -> None:
        known = self._roster.of_person(person_id)
        if known is None:
            self._stations.set(person_id, ME, None)
            return
        self._stations.set(person_id, ME, self._me(known))
        for queue in known.queues:
            entry = self._floor.entry(f"queues/{queue}")
            if entry is not None:
                self._stations.set(person_id, f"queues/{queue}", entry)
        for seat, agent_id in self._agent_at.items():
            if self._are_colleagues(known, agent_id):
                self._stations.set(person_id, f"colleagues/{seat}", self._colleague(seat))

    def _note_seat(self, seat: str) -> set[str]:
        """Who sits there now and who did before."""
        entry = self._floor.entry(f"seats/{seat}")
        agent = entry["agent"] if entry is not None else None
        before = self._agent_at.pop(seat, None)
        if before is not None and self._seat_of.get(before) == seat:
            del self._seat_of[before]
        if isinstance(agent, str):
            self._agent_at[seat] = agent
            self._seat_of[agent] = seat
        return {each for each in (before, agent) if isinstance(each, str)}

    def _open_agents(self) -> list[str]:
        found = (self._roster.of_person(person_id) for person_id in self._stations.people())
        return [known.agent_id for known in found if known is not None]

    def _show_colleague(self, seat: str) -> None:
        key, agent_id, people = f"colleagues/{seat}", self._agent_at.get(seat), self._stations.people()
        if agent_id is None or not people:
            self._shared.pop(key, None)
            for person_id in people:
                self._stations.drop(person_id, key, patient=True)
            return
        shown = self._became(key, self._colleague(seat))
        if shown is None:
            return
        for person_id in people:
            known = self._roster.of_person(person_id)
            if known is None or not self._are_colleagues(known, agent_id):
                self._stations.drop(person_id, key, patient=True)
            else:
                self._stations.set(person_id, key, shown, patient=True)

    def _colleague(self, seat: str) -> Shown:
        entry = self._floor.entry(f"seats/{seat}") or {}
        return {name: entry.get(name) for name in _OF_A_COLLEAGUE}

    def _are_colleagues(self, known: KnownAgent, agent_id: str) -> bool:
        """Of one company, and not one and the same."""
        other = self._roster.agent(agent_id)
        return other is not None and agent_id != known.agent_id and other.company_id == known.company_id

    def _show_queue(self, key: str, queue: str) -> None:
        entry, people = self._floor.entry(key), self._stations.people()
        if entry is None or not people:
            self._shared.pop(key, None)
            return
        shown = self._became(key, entry)
        if shown is None:
            return
        for person_id in people:
            known = self._roster.of_person(person_id)
            if known is not None and queue in known.queues:
                self._stations.set(person_id, key, shown, patient=True)

    def _became(self, key: str, value: Shown) -> Encoded | None:
        """None for what stands there already."""
        shown = Encoded.of(value)
        if self._shared.get(key) == shown:
            return None
        self._shared[key] = shown
        return shown

    def _me(self, known: KnownAgent) -> Shown:
        sitting, entry = self._roster.sitting(known.agent_id), self.seat_entry(known.agent_id)
        standing = self._roster.standing(known.agent_id)
        link = (self._floor.entry("link") or {}).get("state")
        state = entry["state"] if entry is not None else AgentState.SIGNED_OUT.value
        in_wrap_up = state == AgentState.WRAP_UP.value
        return {
            "agent": known.agent_id,
            "work_number": known.card.work_number,
            "name": known.card.name,
            "seat": sitting.seat if sitting is not None else None,
            "phone": sitting.phone if sitting is not None else None,
            "state": state,
            "since_us": entry["since_us"] if entry is not None else (sitting.from_us if sitting else 0),
            "reason": entry["reason"] if entry is not None else None,
            "by": {"kind": standing.by.kind.value, "name": standing.by.name},
            "booked_break": standing.booked,
            "wrap_up_until_us": standing.wrap_up_until_us if in_wrap_up else None,
            "wrap_up_extensions_left": self._wrap_up_extensions - standing.extensions_used,
            "registered": bool(entry and entry["registered"]),
            "unwell": standing.unwell,
            "supervised": self._supervised(sitting.seat) if sitting is not None else None,
            "link": _LINK.get(str(link), "lost"),
        }
