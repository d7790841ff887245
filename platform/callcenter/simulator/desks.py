"""Desk phones: they register, ring, answer, refuse, talk, hang up or die, as their scripts say."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

from callcenter.kit.errors import Unavailable
from callcenter.simulator.processes import SippProcess
from callcenter.simulator.seat_scripts import Answer, SeatScript
from callcenter.simulator.studio import Studio
from callcenter.simulator.target import SeatAccount

_REGISTER_WITHIN_SECONDS = 30.0


class NotRegistered(Unavailable):
    """Asterisk did not take the registration of every simulated seat."""


@dataclass(frozen=True, slots=True)
class SeatEvent:
    """`kind`: invited, answered, hung_up (by the seat), far_end, cancelled. `caller` is the number shown."""

    kind: str
    seat: str
    caller: str


@dataclass(slots=True)
class _Ring:
    seat: str
    caller: str
    script: SeatScript
    timer: asyncio.TimerHandle | None = None


class Desks:
    """Any number of seats, one SIPp process.

    - `scripts`: per seat, what the phone does with one ring after another; the last one repeats.
    - `on_event`: called for everything that happens on a seat.
    """

    def __init__(
        self,
        studio: Studio,
        accounts: Iterable[SeatAccount],
        scripts: Callable[[str], Iterator[SeatScript]],
        *,
        on_event: Callable[[SeatEvent], None] = lambda _event: None,
    ) -> None:
        self._studio = studio
        self._accounts = tuple(accounts)
        self._scripts = {account.seat: scripts(account.seat) for account in self._accounts}
        self._on_event = on_event
        self._rings: dict[str, _Ring] = {}
        self._lost: set[str] = set()
        self._registered: set[str] = set()
        self._turned_away: set[str] = set()
        self._all_heard = asyncio.Event()
        self._following: asyncio.Task[None] | None = None
        self._process: SippProcess | None = None
        self._block: int | None = None
        self.answered = 0

    async def start(self) -> None:
        """Returns when every seat is registered and can be rung."""
        studio, host = self._studio, self._studio.target.seat_host
        self._block = studio.ports.take(host)
        rows = studio.target.work_dir.resolve() / f"seats-{self._block}.csv"
        _write_accounts(rows, self._accounts)
        try:
            self._process = await SippProcess.start(
                studio.target.sipp,
                studio.remote,
                studio.register_script,
                host=host,
                block=self._block,
                options=(
                    *("-oocsf", str(studio.seat_script), "-inf", str(rows)),
                    *(
                        "-m",
                        str(len(self._accounts)),
                        "-r",
                        "50",
                        "-cid_str",
                        f"%u-{time.time_ns():x}@{host}",
                    ),
                ),
            )
            self._following = asyncio.create_task(self._follow(self._process))
            await self._until_registered()
        finally:
            rows.unlink(missing_ok=True)

    async def _until_registered(self) -> None:
        assert self._following is not None, "only start() waits for the registrations"
        all_in = asyncio.create_task(self._all_heard.wait())
        await asyncio.wait(
            {all_in, self._following}, timeout=_REGISTER_WITHIN_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        all_in.cancel()
        if len(self._registered) < len(self._accounts):
            missing = ", ".join(sorted(set(self._scripts) - self._registered))
            raise NotRegistered(zh=f"坐席没有注册上：{missing}", en=f"seats not registered: {missing}")

    async def stop(self) -> None:
        for ring in self._rings.values():
            _cancel(ring)
        for call_id in self._rings:
            self._cue("HANGUP", call_id)
        if self._process is not None:
            await self._process.stop()
        if self._following is not None:
            await self._following
        if self._block is not None:
            self._studio.ports.give_back(self._block)
            self._block = None

    async def _follow(self, process: SippProcess) -> None:
        async for line in process.lines():
            word, _, rest = line.partition(" ")
            if word in ("registered", "not_registered"):
                (self._registered if word == "registered" else self._turned_away).add(rest)
                if len(self._registered | self._turned_away) == len(self._accounts):
                    self._all_heard.set()
            elif word == "invited":
                self._on_invited(rest)
            elif word in ("answered", "hung_up", "far_end", "cancelled"):
                self._on_progress(word, rest)

    def _on_invited(self, details: str) -> None:
        call_id, seat, *caller = details.split(" ")
        if seat not in self._scripts:
            return
        script = SeatScript(answer=Answer.LOST) if seat in self._lost else next(self._scripts[seat])
        ring = self._rings[call_id] = _Ring(seat, caller[0] if caller else "", script)
        self._on_event(SeatEvent("invited", seat, ring.caller))
        match script.answer:
            case Answer.LOST:
                self._lose(call_id)
            case Answer.BUSY:
                self._cue("RING", call_id)
                self._later(ring, script.answer_after, "BUSY", call_id)
            case Answer.NEVER:
                self._cue("RING", call_id)
            case Answer.TALK:
                self._cue("RING", call_id)
                self._later(ring, script.answer_after, "ANSWER", call_id)

    def _on_progress(self, kind: str, call_id: str) -> None:
        ring = self._rings.get(call_id)
        if ring is None:
            return
        _cancel(ring)
        if kind == "answered":
            self.answered += 1
            if ring.script.lost_after is not None:
                loop = asyncio.get_running_loop()
                ring.timer = loop.call_later(ring.script.lost_after, self._lose, call_id)
            elif ring.script.talk is not None:
                self._later(ring, ring.script.talk, "HANGUP", call_id)
        else:
            del self._rings[call_id]
        self._on_event(SeatEvent(kind, ring.seat, ring.caller))

    def _lose(self, call_id: str) -> None:
        self._lost.add(self._rings[call_id].seat)
        self._cue("LOSE", call_id)

    def _later(self, ring: _Ring, seconds: float, cue: str, call_id: str) -> None:
        ring.timer = asyncio.get_running_loop().call_later(seconds, self._cue, cue, call_id)

    def _cue(self, name: str, call_id: str) -> None:
        if self._process is not None:
            self._process.cue(name, call_id)


def _write_accounts(rows: Path, accounts: Iterable[SeatAccount]) -> None:
    lines = [
        f"{a.username};[authentication username={a.username} password={a.secret}];{a.seat}" for a in accounts
    ]
    rows.touch(mode=0o600)
    rows.write_text("\n".join(["SEQUENTIAL", *lines]) + "\n", "utf-8")


def _cancel(ring: _Ring) -> None:
    if ring.timer is not None:
        ring.timer.cancel()


def in_turn(*scripts: SeatScript) -> Iterator[SeatScript]:
    """Exact scripts for a test: one ring after another, the last one for ever."""
    return chain(scripts[:-1], repeat(scripts[-1]))
