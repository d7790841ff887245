"""A working day on the hotline: seeded callers arriving, seats answering, everything stopped at the end."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from random import Random

from callcenter.simulator.callers import CallResult
from callcenter.simulator.desks import SeatEvent
from callcenter.simulator.plans import CallPlan, arrivals, plan_call
from callcenter.simulator.processes import NoFreePort
from callcenter.simulator.scene import Scene
from callcenter.simulator.seat_scripts import SeatScript, draw_script
from callcenter.simulator.target import Target

# Ten seats with talks of half a minute and ten of wrap-up serve that; a burst of callers has to queue.
CALLS_PER_MINUTE = 16.0
BUSIEST_HOUR = 10.0
MOST_CALLS_AT_ONCE = 60
_REMEMBERED_NUMBERS = 40


class Simulation:
    """- `placed`: calls Asterisk accepted with a 200; `refused`: INVITEs it did not.

    Complete only after `stop()`: a call counts when it is over.
    """

    def __init__(
        self,
        target: Target,
        *,
        seed: int = 20261,
        calls_per_minute: float = CALLS_PER_MINUTE,
        hour: float = BUSIEST_HOUR,
        hours_per_second: float = 0.0,
        known_numbers: Sequence[str] = (),
        on_result: Callable[[CallResult], None] = lambda _result: None,
    ) -> None:
        self._target = target
        self._seed = seed
        self._arrivals = arrivals(
            _rng(f"{seed}/arrivals"),
            calls_per_minute=calls_per_minute,
            hour=hour,
            hours_per_second=hours_per_second,
        )
        self._plans = _rng(f"{seed}/plans")
        self._on_result = on_result
        # Callers who call again whatever the day brings: customers that the demo knows.
        self._known_numbers = tuple(known_numbers)
        self._numbers: deque[str] = deque(maxlen=_REMEMBERED_NUMBERS)
        self._on_line: set[str] = set()
        self._watching: set[asyncio.Task[None]] = set()
        self._arriving: asyncio.Task[None] | None = None
        self._scene = Scene(target, self._scripts)
        self.placed = 0
        self.refused = 0
        self.passed_over = 0

    @property
    def answered_by_seats(self) -> int:
        return self._scene.answered_by_seats

    @property
    def calls_now(self) -> int:
        return len(self._on_line)

    @property
    def events(self) -> list[SeatEvent]:
        return self._scene.events

    @property
    def first_answer(self) -> asyncio.Event:
        """Set when the first seat answered the first caller."""
        return self._scene.first_answer

    async def plug_in(self) -> None:
        """The carrier's ends of the trunks listen; to be called before Asterisk starts, or left out."""
        await self._scene.plug_in()

    async def start(self) -> None:
        """Returns when all seats are registered; the first caller dials at once."""
        await self._scene.start()
        self._arriving = asyncio.create_task(self._arrive())

    async def stop(self, drain: float = 0.0) -> None:
        """No more arrivals; calls may end by themselves for `drain` seconds, the rest is hung up."""
        if self._arriving is not None:
            self._arriving.cancel()
            await asyncio.gather(self._arriving, return_exceptions=True)
        if self._watching and drain > 0:
            await asyncio.wait(self._watching, timeout=drain)
        while self._watching:
            # A caller who was just dialling joins the ones to hang up in the next round.
            await self._scene.stop_calls()
            if self._watching:
                await asyncio.wait(self._watching, timeout=0.2)
        await self._scene.stop()

    def _scripts(self, seat: str) -> Iterator[SeatScript]:
        rng = _rng(f"{self._seed}/seat/{seat}")
        while True:
            yield draw_script(rng)

    async def _arrive(self) -> None:
        for gap in self._arrivals:
            await asyncio.sleep(gap)
            # One number talks once at a time: the seats' events are told apart by it.
            again = (*self._known_numbers, *self._numbers)
            free = tuple(number for number in again if number not in self._on_line)
            plan = plan_call(
                self._plans,
                self._target.hotlines,
                earlier_numbers=free,
                welcome=self._target.menu_after_seconds,
            )
            if plan.number in self._on_line or self.calls_now >= MOST_CALLS_AT_ONCE:
                self.passed_over += 1
                continue
            self._numbers.append(plan.number)
            # A task of its own: the end of the arrivals must not interrupt a dialling in the middle.
            watching = asyncio.create_task(self._call(plan))
            self._watching.add(watching)
            watching.add_done_callback(self._watching.discard)

    async def _call(self, plan: CallPlan) -> None:
        self._on_line.add(plan.number)
        try:
            result = await self._scene.run(plan)
        except NoFreePort:
            self.passed_over += 1
            return
        finally:
            self._on_line.discard(plan.number)
        if result.accepted:
            self.placed += 1
        else:
            self.refused += 1
        self._on_result(result)


def _rng(seed: str) -> Random:
    return Random(seed)  # noqa: S311 -- the same day again for the same seed; nothing secret is drawn
