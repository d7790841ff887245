"""A caller: one SIPp process on a trunk's address that follows a plan, or does what a test tells it."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from callcenter.simulator.plans import CallPlan, Key, Stage
from callcenter.simulator.processes import SippProcess
from callcenter.simulator.scenarios import cue_name
from callcenter.simulator.sounds import KEY_SLOTS
from callcenter.simulator.studio import Studio

# What the puppet may need beyond the plan: the INVITE's and the BYE's retransmissions.
_GRACE_SECONDS = 12.0
_BETWEEN_KEYS_SECONDS = 0.4
_ANSWER_WITHIN_SECONDS = 5.0


class Ended(StrEnum):
    CALLER = "caller"
    FAR_END = "far_end"
    REFUSED = "refused"  # a final answer that is not 200
    UNKNOWN = "unknown"  # the process ended without saying why


_ENDINGS = {"hung_up": Ended.CALLER, "far_end": Ended.FAR_END, "refused": Ended.REFUSED}


@dataclass(slots=True)
class CallResult:
    plan: CallPlan
    call_id: str
    accepted: bool = False
    ended: Ended = Ended.UNKNOWN
    keys_pressed: int = 0
    connected: bool = False
    reached: dict[Stage, float] = field(default_factory=dict[Stage, float])  # seconds after the INVITE
    seconds: float = 0.0


class Caller:
    """One call. `wait()` gives its result; the steps of the plan run by themselves."""

    def __init__(
        self, studio: Studio, plan: CallPlan, process: SippProcess, block: int, call_id: str
    ) -> None:
        self._studio = studio
        self._plan = plan
        self._process = process
        self._block = block
        self._started = time.monotonic()
        self._timers: list[tuple[asyncio.TimerHandle, bool]] = []
        self._stages = {stage: asyncio.Event() for stage in Stage}
        self._slots_left = KEY_SLOTS
        self._finger_free_at = 0.0
        self._hung_up = False
        self.result = CallResult(plan=plan, call_id=call_id)
        self._done = asyncio.create_task(self._follow())

    @classmethod
    async def dial(cls, studio: Studio, plan: CallPlan) -> "Caller":
        host = studio.target.trunk_host(plan.trunk)
        block = studio.ports.take(host)
        call_id = f"{time.time_ns():x}-{block}@{host}"
        from_header: bytes = plan.from_header or f"<sip:{plan.number}@{host}>".encode()
        try:
            process = await SippProcess.start(
                studio.target.sipp,
                studio.remote,
                studio.caller_script,
                host=host,
                block=block,
                options=("-m", "1", "-cid_str", call_id, "-aa"),
                keys={"hotline": plan.hotline, "from_header": from_header},
                seconds=plan.longest + 4 * _GRACE_SECONDS,
            )
        except BaseException:
            studio.ports.give_back(block)
            raise
        return cls(studio, plan, process, block, call_id)

    async def wait(self) -> CallResult:
        return await asyncio.shield(self._done)

    async def reach(self, stage: Stage) -> bool:
        """True when the call gets there, False when it ends before."""
        waiting = asyncio.create_task(self._stages[stage].wait())
        try:
            await asyncio.wait({waiting, self._done}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        return self._stages[stage].is_set()

    def press(self, key: str) -> None:
        """A key beyond the puppet's eighth is not pressed."""
        if not self._slots_left:
            return
        self._slots_left -= 1
        now = time.monotonic()
        at = max(now, self._finger_free_at)
        self._finger_free_at = at + _BETWEEN_KEYS_SECONDS
        self._later(at - now, partial(self._process.cue, cue_name(key), self.result.call_id))

    def hang_up(self) -> None:
        if not self._hung_up:
            self._hung_up = True
            self._process.cue("HANGUP", self.result.call_id)

    def on_connected(self) -> None:
        """A seat answered this caller: patience is no longer tried."""
        self.result.connected = True
        for timer, patience in self._timers:
            if patience:
                timer.cancel()
        self._enter(Stage.CONNECTED)

    def on_released(self) -> None:
        """The seat hung up and left the caller to the hotline."""
        self._enter(Stage.RELEASED)

    async def stop(self) -> CallResult:
        """End the call now, with a BYE; an INVITE under way is given a moment to become a call first."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.reach(Stage.ANSWERED), _ANSWER_WITHIN_SECONDS)
        if self.result.accepted and not self._done.done():
            self.hang_up()
            await asyncio.wait({self._done}, timeout=_ANSWER_WITHIN_SECONDS)
        await self._process.stop()
        return await self.wait()

    async def _follow(self) -> CallResult:
        try:
            async with asyncio.timeout(self._plan.longest + 3 * _GRACE_SECONDS):
                async for line in self._process.lines():
                    self._on_line(line)
                await self._process.wait()
        except TimeoutError:
            pass  # the process is ended below, and the result says that nobody knows how the call ended
        finally:
            for timer, _ in self._timers:
                timer.cancel()
            await self._process.stop()
            self._studio.ports.give_back(self._block)
        self.result.seconds = time.monotonic() - self._started
        return self.result

    def _on_line(self, line: str) -> None:
        match line.split(maxsplit=1)[0]:
            case "answered":
                self.result.accepted = True
                self._later(self._plan.longest, self.hang_up)
                self._enter(Stage.ANSWERED)
            case "pressed":
                self.result.keys_pressed += 1
            case "hung_up" | "far_end" | "refused" as how if self.result.ended is Ended.UNKNOWN:
                # Where two BYEs cross, the first one tells.
                self.result.ended = _ENDINGS[how]
            case _:
                pass  # more of a logged message

    def _enter(self, stage: Stage) -> None:
        if self._stages[stage].is_set():
            return  # a second seat after a lost one: the caller's own clock goes on
        self._stages[stage].set()
        self.result.reached[stage] = time.monotonic() - self._started
        for step in self._plan.steps:
            if step.since is not stage:
                continue
            act = partial(self.press, step.digit) if isinstance(step, Key) else self.hang_up
            self._later(step.at, act, patience=step.unless_connected)

    def _later(self, seconds: float, act: Callable[[], None], *, patience: bool = False) -> None:
        self._timers.append((asyncio.get_running_loop().call_later(seconds, act), patience))
