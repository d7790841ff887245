"""An agent's own day, in plain counts from the record, on the agent's page."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, ReadSession
from callcenter.kit.periods import day_of
from callcenter.seats import repository
from callcenter.seats.roster import AgentRoster
from callcenter.seats.states import repository as standings
from callcenter.seats.station.stations import Stations
from callcenter.telephony import agent_day
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.outcome import RingResult
from callcenter.tenancy import Scope

TODAY: Final = "today"
CALLS_SHOWN: Final = 20

MaskedCallers = Callable[[ReadSession, Scope, set[str]], Awaitable[dict[str, str]]]


class StationToday:
    """Refreshed when calls are recorded and when an agent's topic is made."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        scope: Scope,
        stations: Stations,
        roster: AgentRoster,
        queues: Mapping[str, str],
        masked: MaskedCallers,
    ) -> None:
        self._database = database
        self._clock = clock
        self._scope = scope
        self._stations = stations
        self._roster = roster
        self._queues = queues
        self._masked = masked
        stations.on_opened(self.fill)

    async def fill(self, person_id: str) -> None:
        known = self._roster.of_person(person_id)
        if known is not None:
            async with self._database.read() as session:
                self._stations.set(person_id, TODAY, await self._day(session, known.agent_id))

    async def on_calls_changed(self, call_ids: Sequence[str]) -> None:
        """Only those whose page is open are told."""
        if not self._stations.people():
            return
        async with self._database.read() as session:
            for agent_id in await agent_day.agents_in(session, self._scope, call_ids):
                known = self._roster.agent(agent_id)
                if known is not None and self._stations.is_open(known.person_id):
                    self._stations.set(known.person_id, TODAY, await self._day(session, agent_id))

    async def _day(self, session: ReadSession, agent_id: str) -> dict[str, object]:
        now_us = self._clock.now_us()
        from_us, _ = day_of(now_us)
        day = await agent_day.agent_day(session, self._scope, agent_id, from_us)
        rings = await agent_day.newest_rings(session, self._scope, agent_id, limit=CALLS_SHOWN)
        masked = await self._masked(session, self._scope, {ring.caller_token for ring in rings})
        sittings = await repository.sittings_since(session, self._scope, agent_id, from_us)
        changes = await standings.changes_since(session, self._scope, agent_id, from_us)
        ends = [change.at_us for change in changes[1:]] + [now_us]
        return {
            "answered": day.answered,
            "missed": day.missed,
            "transferred": await agent_day.handed_on(session, self._scope, agent_id, from_us),
            "talk_us": day.talk_us,
            "hold_us": day.hold_us,
            "wrap_up_us": sum(
                end_us - change.at_us
                for change, end_us in zip(changes, ends, strict=False)
                if change.state == AgentState.WRAP_UP.value
            ),
            "signed_in_us": sum((each.to_us or now_us) - max(each.from_us, from_us) for each in sittings),
            "calls": [
                {
                    "call_id": ring.call_id,
                    "at_us": ring.started_us,
                    "caller_masked": masked.get(ring.caller_token, ""),
                    "queue_zh": self._queues.get(ring.queue or "", ""),
                    "result": _result(ring.result),
                    "talk_us": ring.talk_us if ring.result == RingResult.ANSWERED.value else None,
                }
                for ring in rings
            ],
        }


def _result(result: str | None) -> str:
    return result if result is not None and result in (RingResult.ANSWERED, RingResult.REJECTED) else "missed"
