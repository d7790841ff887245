"""The call an agent has now, on its own page: from the ring until the wrap-up is over."""

from collections.abc import Callable
from typing import Final

from callcenter.seats.roster import AgentRoster
from callcenter.seats.station.stations import Stations
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.floor.events import (
    AgentChanged,
    AgentLeftCall,
    CallAnswered,
    CallEnded,
    CallRinging,
    CallSeen,
    FloorEvent,
    RingEnded,
)

CALL: Final = "call"
_TALKS: Final = {state: state.value for state in AgentState.on_the_phone()}

MenuWords = Callable[[str, str], tuple[str, str]]
"""Menu and key → what that choice means, in Chinese and English; given by the application."""


class StationCalls:
    """Told every event of the floor in its order (`hear`)."""

    def __init__(self, stations: Stations, roster: AgentRoster, menu_words: MenuWords) -> None:
        self._stations = stations
        self._roster = roster
        self._menu_words = menu_words
        self._shown: dict[str, dict[str, object]] = {}
        stations.on_opened(self.fill)

    async def fill(self, person_id: str) -> None:
        known = self._roster.of_person(person_id)
        self._stations.set(person_id, CALL, None if known is None else self._shown.get(known.agent_id))

    async def hear(self, event: FloorEvent) -> None:
        match event:
            case CallRinging(call=call, agent=agent_id, at_us=at_us):
                self._show(agent_id, self._entry(call, AgentState.RINGING.value, at_us, at_us))
            case CallAnswered(call=call, agent=agent_id, at_us=at_us):
                self._show(agent_id, self._entry(call, AgentState.TALKING.value, at_us, at_us))
            case RingEnded(call=call, agent=agent_id):
                self._end(agent_id, call.call_id)
            case AgentLeftCall(call=call, agent=agent_id, at_us=at_us):
                self._turn(agent_id, call.call_id, AgentState.WRAP_UP.value, at_us)
            case CallEnded(call=call, at_us=at_us):
                for agent_id, shown in list(self._shown.items()):
                    if shown["call_id"] == call.call_id and shown["state"] == AgentState.RINGING.value:
                        self._end(agent_id, call.call_id)
            case AgentChanged(agent=agent_id, state=state, since_us=since_us):
                shown = self._shown.get(agent_id)
                if shown is None:
                    return
                call_id = str(shown["call_id"])
                if state in _TALKS:
                    self._turn(agent_id, call_id, state.value, since_us)
                elif state is not AgentState.WRAP_UP and shown["state"] == AgentState.WRAP_UP.value:
                    self._end(agent_id, call_id)
            case _:
                pass

    def _turn(self, agent_id: str, call_id: str, state: str, since_us: int) -> None:
        shown = self._shown.get(agent_id)
        if shown is not None and shown["call_id"] == call_id and shown["state"] != state:
            self._show(agent_id, {**shown, "state": state, "since_us": since_us})

    def _end(self, agent_id: str, call_id: str) -> None:
        shown = self._shown.get(agent_id)
        if shown is not None and shown["call_id"] == call_id:
            self._show(agent_id, None)

    def _show(self, agent_id: str, entry: dict[str, object] | None) -> None:
        if entry is None:
            self._shown.pop(agent_id, None)
        else:
            self._shown[agent_id] = entry
        known = self._roster.agent(agent_id)
        if known is not None:
            self._stations.set(known.person_id, CALL, entry)

    def _entry(self, call: CallSeen, state: str, since_us: int, until_us: int) -> dict[str, object]:
        path: list[dict[str, str]] = []
        for step in call.path:
            zh, en = self._menu_words(step.menu, step.key)
            path.append({"menu": step.menu, "key": step.key, "zh": zh, "en": en})
        colleague = None
        if call.transferred_from is not None:
            card = self._roster.card(call.transferred_from)
            colleague = {"agent": call.transferred_from, "name": None if card is None else card.name}
        return {
            "call_id": call.call_id,
            "state": state,
            "direction": "in",
            "queue": call.queue,
            "queue_zh": call.queue_zh,
            "hotline": call.hotline,
            "caller_masked": call.caller.masked,
            "caller_token": call.caller.token,
            "region_zh": call.caller.region_zh,
            "region_en": call.caller.region_en,
            "carrier_zh": call.caller.carrier_zh,
            "carrier_en": call.caller.carrier_en,
            "since_us": since_us,
            "arrived_us": call.arrived_us,
            "waited_us": call.waited_us(until_us),
            "ivr_path": path,
            "transferred_from": colleague,
            "demo": call.demo,
        }
