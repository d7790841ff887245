"""Screen pop: while it rings, the caller's card stands on the agent's own page (key `card`).

Each ring is a task of its own: a slow database delays a card, never the floor nor another card. A card stays
through the talk and the wrap-up, and goes when the agent is free again.
"""

import asyncio
from typing import Any, Final

import structlog
from prometheus_client import CollectorRegistry, Histogram
from sqlalchemy.exc import SQLAlchemyError

from callcenter.crm.customers import repository
from callcenter.crm.customers.service import Customers
from callcenter.crm.customers.tokens import phone_token
from callcenter.crm.customers.view import CustomerView
from callcenter.crm.history.service import CustomerHistory
from callcenter.crm.search import repository as search_repository
from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database
from callcenter.seats.roster import AgentRoster
from callcenter.seats.station.stations import Stations
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.floor.events import (
    AgentChanged,
    CallAnswered,
    CallRinging,
    CallSeen,
    FloorEvent,
    RingEnded,
)
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

KEY: Final = "card"
MOST_CUSTOMERS: Final = 8
MOST_CONTACTS: Final = 8
_FREE: Final = frozenset({AgentState.READY, AgentState.ON_BREAK, AgentState.NOT_READY, AgentState.SIGNED_OUT})


class CustomerCards:
    """Reacts to the floor's events and answers for the key `card` of every station."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        customers: Customers,
        view: CustomerView,
        history: CustomerHistory,
        *,
        stations: Stations,
        roster: AgentRoster,
        registry: CollectorRegistry,
    ) -> None:
        self._database = database
        self._clock = clock
        self._customers = customers
        self._view = view
        self._history = history
        self._stations = stations
        self._roster = roster
        self._cards: dict[str, dict[str, Any]] = {}
        self._call_of: dict[str, CallSeen] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._took = Histogram(
            "crm_card_seconds",
            "From the ring event to the card",
            registry=registry,
            buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2),
        )
        stations.on_opened(self.fill)

    async def on_event(self, event: FloorEvent) -> None:
        match event:
            case CallRinging() | CallAnswered() if not self._is_at(event.agent, event.call.call_id):
                self._open(event.agent, event.call, event.at_us)
            case RingEnded() if self._is_at(event.agent, event.call.call_id):
                self._close(event.agent)
            case AgentChanged(call_id=None) if event.state in _FREE and event.agent in self._call_of:
                # With one it is a ring of somebody who serves no queue: that state says nothing of it.
                self._close(event.agent)
            case _:
                return

    async def fill(self, person_id: str) -> None:
        known = self._roster.of_person(person_id)
        card = self._cards.get(known.agent_id) if known else None
        self._stations.set(person_id, KEY, card)
        call = self._call_of.get(known.agent_id) if known else None
        if known is not None and call is not None and card is None:
            self._begin(known.agent_id, call, self._clock.now_us())

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def settled(self) -> None:
        """Until the cards asked for so far are there."""
        await asyncio.gather(*self._tasks)

    def _open(self, agent: str, call: CallSeen, at_us: int) -> None:
        self._call_of[agent] = call
        # The card of the call before must not stand beside this one, whatever comes of this one's.
        self._cards.pop(agent, None)
        self._show(agent, None)
        known = self._roster.agent(agent)
        # Nothing is read for a page that nobody has open: `fill` begins it when one opens.
        if known is not None and self._stations.is_open(known.person_id):
            self._begin(agent, call, at_us)

    def _begin(self, agent: str, call: CallSeen, at_us: int) -> None:
        if call.caller.token is None:
            return
        task = asyncio.create_task(self._make(agent, call.call_id, call.caller.token, at_us))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _close(self, agent: str) -> None:
        self._call_of.pop(agent, None)
        self._cards.pop(agent, None)
        self._show(agent, None)

    def _is_at(self, agent: str, call_id: str) -> bool:
        call = self._call_of.get(agent)
        return call is not None and call.call_id == call_id

    async def _make(self, agent: str, call_id: str, caller_token: str, at_us: int) -> None:
        known = self._roster.agent(agent)
        if known is None:
            return
        try:
            card = await self._card(Scope.of(known.company_id), call_id, caller_token)
        except SQLAlchemyError as error:
            _log.warning("a card could not be made", error=type(error).__name__, call=call_id)
            return
        if not self._is_at(agent, call_id):
            return
        took_us = max(0, self._clock.now_us() - at_us)
        self._took.observe(took_us / SECOND)
        self._cards[agent] = {**card, "took_us": took_us}
        self._show(agent, self._cards[agent])

    async def _card(self, scope: Scope, call_id: str, caller_token: str) -> dict[str, Any]:
        async with self._database.read() as session:
            found = await repository.with_token(
                session, scope, [phone_token(caller_token)], most=MOST_CUSTOMERS
            )
            ids = [customer.id for customer in found]
            rows = await self._view.rows(session, scope, ids)
            # Who is frozen is known to nobody at a seat, not even by what was said with them.
            known = bool(ids) or not await search_repository.frozen_with(
                session, scope, [phone_token(caller_token)]
            )
            past = await self._history.told(
                session, scope, ids, {caller_token} if known else (), limit=MOST_CONTACTS
            )
        return {
            "call_id": call_id,
            "caller_token": caller_token,
            "customers": [
                row.model_dump(include={"id", "name", "phone_masked", "vip", "marks", "tags", "version"})
                for row in rows
            ],
            "history": [entry.model_dump(mode="json") for entry in past.items if entry.call_id != call_id],
            "open_tickets": past.open_tickets,
        }

    def _show(self, agent: str, card: dict[str, Any] | None) -> None:
        known = self._roster.agent(agent)
        if known is not None:
            self._stations.set(known.person_id, KEY, card)
