"""Callers and seats together: a caller learns when a seat answered it and when the seat left."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Self

from callcenter.kit.phones import mask
from callcenter.simulator.callers import Caller, CallResult
from callcenter.simulator.carrier import Carrier
from callcenter.simulator.desks import Desks, SeatEvent
from callcenter.simulator.plans import CallPlan
from callcenter.simulator.seat_scripts import SeatScript
from callcenter.simulator.studio import Studio
from callcenter.simulator.target import SeatAccount, Target


class Scene:
    """`async with Scene(target, scripts) as scene: result = await scene.run(plan)`.

    - `scripts`: what each seat does, ring after ring.
    - `accounts`: the seats that register; left out, all of the target.
    - Seats are told `138****1234`: of those on the line at a time no two may look the same to them.
    """

    def __init__(
        self,
        target: Target,
        scripts: Callable[[str], Iterator[SeatScript]],
        *,
        accounts: Iterable[SeatAccount] | None = None,
        keys_by_info: bool | None = None,
    ) -> None:
        self._target = target
        self._scripts = scripts
        self._accounts = tuple(target.seats if accounts is None else accounts)
        self._keys_by_info = keys_by_info
        self._studio: Studio | None = None
        self._desks: Desks | None = None
        self.carrier: Carrier | None = None
        self.calls: dict[str, Caller] = {}
        """By the number as a seat is told it."""
        self.events: list[SeatEvent] = []
        self.first_answer = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def plug_in(self) -> None:
        """The carrier's ends listen; before Asterisk starts, so that its first question finds them."""
        self._studio = await Studio.set_up(self._target, keys_by_info=self._keys_by_info)
        self.carrier = Carrier(self._studio)
        try:
            await self.carrier.start()
        except BaseException:
            await self.stop()
            raise

    async def start(self) -> None:
        """Returns when every seat is registered."""
        if self._studio is None:
            await self.plug_in()
        assert self._studio is not None
        try:
            if self._accounts:
                self._desks = Desks(self._studio, self._accounts, self._scripts, on_event=self._on_seat)
                await self._desks.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Every call still up is hung up, every process ended."""
        await self.stop_calls()
        if self._desks is not None:
            await self._desks.stop()
        if self.carrier is not None:
            await self.carrier.stop()

    async def stop_calls(self) -> None:
        """Every caller on the line hangs up now."""
        await asyncio.gather(*(caller.stop() for caller in list(self.calls.values())))

    async def dial(self, plan: CallPlan) -> Caller:
        """The call is being placed; its plan runs by itself."""
        assert self._studio is not None, "start() comes first"
        caller = self.calls[mask(plan.number)] = await Caller.dial(self._studio, plan)
        return caller

    async def finish(self, caller: Caller) -> CallResult:
        """The call's end and what came of it."""
        try:
            return await caller.wait()
        finally:
            shown = mask(caller.result.plan.number)
            if self.calls.get(shown) is caller:
                del self.calls[shown]

    async def run(self, plan: CallPlan) -> CallResult:
        """One call from INVITE to its end."""
        return await self.finish(await self.dial(plan))

    @property
    def answered_by_seats(self) -> int:
        return self._desks.answered if self._desks else 0

    def _on_seat(self, event: SeatEvent) -> None:
        self.events.append(event)
        caller = self.calls.get(event.caller)
        if event.kind == "answered":
            self.first_answer.set()
            if caller is not None:
                caller.on_connected()
        elif event.kind == "hung_up" and caller is not None:
            caller.on_released()
