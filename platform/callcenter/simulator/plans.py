"""What one caller does, as data: drawn from a seeded generator for the demo, written by hand in tests."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import TypeVar


class Stage(StrEnum):
    """Moments of a call that a step counts its seconds from."""

    ANSWERED = "answered"  # Asterisk's 200 arrived: the hotline speaks
    CONNECTED = "connected"  # a simulated seat answered this caller
    RELEASED = "released"  # that seat hung up and left the caller on the line


class Mood(StrEnum):
    """The kinds of caller a working day brings."""

    SERVED = "served"
    HANGS_UP_IN_MENU = "hangs_up_in_menu"
    GIVES_UP_SOON = "gives_up_soon"
    GIVES_UP_LATE = "gives_up_late"
    LEAVES_MESSAGE = "leaves_message"


@dataclass(frozen=True, slots=True)
class Key:
    """Press one key (0-9, * or #) `at` seconds after the stage; a seat that answers may end the wish."""

    digit: str
    at: float
    since: Stage = Stage.ANSWERED
    unless_connected: bool = False


@dataclass(frozen=True, slots=True)
class HangUp:
    """Hang up `at` seconds after the stage; `unless_connected` is patience: a seat that answers ends it."""

    at: float
    since: Stage = Stage.ANSWERED
    unless_connected: bool = False


Step = Key | HangUp


@dataclass(frozen=True, slots=True)
class CallPlan:
    """One call, whole. Whatever the steps say, the caller hangs up after `longest` seconds."""

    hotline: str
    number: str
    steps: tuple[Step, ...] = ()
    trunk: str = "main"
    mood: Mood = Mood.SERVED
    longest: float = 180.0
    # Stands in From instead of `<sip:number@host>`, byte for byte: hostile callers write anything here.
    from_header: bytes | None = None


# How callers' days go, in shares of one hundred; of the scores, "" is none given.
_MOODS: tuple[tuple[Mood, int], ...] = (
    (Mood.SERVED, 70),
    (Mood.HANGS_UP_IN_MENU, 5),
    (Mood.GIVES_UP_SOON, 9),
    (Mood.GIVES_UP_LATE, 11),
    (Mood.LEAVES_MESSAGE, 5),
)
_MENU_KEYS: tuple[tuple[str, int], ...] = (("1", 42), ("2", 30), ("3", 13), ("0", 15))
_SCORES: tuple[tuple[str, int], ...] = (("5", 46), ("4", 24), ("3", 10), ("2", 4), ("1", 6), ("", 10))
BACKUP_SHARE = 0.12
WRONG_KEY_SHARE = 0.10
NO_INPUT_SHARE = 0.06
REPEAT_CALLER_SHARE = 0.18
CALLER_HANGS_UP_SHARE = 0.3
# Short talks: a demo of a few minutes has to show many calls, whole.
MEDIAN_TALK_SECONDS = 24.0
SHORTEST_TALK_SECONDS = 6.0
LONGEST_TALK_SECONDS = 60.0

# Callers come in bursts, as after a failure: most of a minute's calls in its first seconds.
BURST_EVERY_SECONDS = 60.0
BURST_SECONDS = 12.0
BURST_RATE = 4.2
CALM_RATE = 0.2

# Calls per hour of the day against the busiest hour: two peaks, a lunch, a quiet night.
DAY_CURVE: tuple[float, ...] = (
    0.10, 0.08, 0.06, 0.06, 0.06, 0.08, 0.15, 0.30, 0.65, 0.95, 1.00, 0.90,
    0.60, 0.65, 0.90, 0.98, 0.92, 0.80, 0.60, 0.50, 0.42, 0.35, 0.25, 0.15,
)  # fmt: skip


T = TypeVar("T")


def _weighted(rng: Random, shares: Sequence[tuple[T, int]]) -> T:
    return rng.choices([value for value, _ in shares], [share for _, share in shares])[0]


def demo_number(rng: Random) -> str:
    """A number of a plainly made-up block: mobiles such as 1390000xxxx, Beijing landlines 0105550xxxx."""
    block = _weighted(rng, (("1390000", 40), ("1380000", 25), ("1860000", 15), ("0105550", 20)))
    return f"{block}{rng.randrange(10_000):04d}"


def talk_seconds(rng: Random, *, median: float = MEDIAN_TALK_SECONDS) -> float:
    """Talk times lean to the short side with a long tail, as real ones do (log-normal)."""
    return round(
        min(LONGEST_TALK_SECONDS, max(SHORTEST_TALK_SECONDS, rng.lognormvariate(math.log(median), 0.5))), 1
    )


def plan_call(
    rng: Random, hotlines: Sequence[str], *, earlier_numbers: Sequence[str] = (), welcome: float = 3.0
) -> CallPlan:
    """Draw the next caller.

    - `welcome`: seconds from the answer to the menu; the dial plan does not hear keys before.
    - `earlier_numbers`: who may call again.
    """
    mood = _weighted(rng, _MOODS)
    repeat = bool(earlier_numbers) and rng.random() < REPEAT_CALLER_SHARE
    number = rng.choice(list(earlier_numbers)) if repeat else demo_number(rng)
    trunk = "backup" if rng.random() < BACKUP_SHARE else "main"
    hotline = rng.choice(list(hotlines))
    steps = tuple(_steps(rng, mood, welcome))
    return CallPlan(hotline=hotline, number=number, steps=steps, trunk=trunk, mood=mood, longest=240.0)


def _steps(rng: Random, mood: Mood, welcome: float) -> Iterator[Step]:
    if mood is Mood.HANGS_UP_IN_MENU:
        yield HangUp(at=round(rng.uniform(1.0, welcome + 6.0), 1))
        return
    at = welcome + rng.uniform(0.5, 4.0)
    if rng.random() < NO_INPUT_SHARE:
        at += 16.0  # long enough for one "no input" of the menu
    if rng.random() < WRONG_KEY_SHARE:
        yield Key(rng.choice("45678*"), at=round(at, 1))
        at += rng.uniform(5.0, 8.0)
    yield Key(_weighted(rng, _MENU_KEYS), at=round(at, 1))
    if mood is Mood.GIVES_UP_SOON:
        yield HangUp(at=round(at + rng.uniform(0.8, 4.8), 1), unless_connected=True)
    elif mood is Mood.LEAVES_MESSAGE:
        waited = at + rng.uniform(0.8, 2.2)
        yield Key("9", at=round(waited, 1), unless_connected=True)
        yield HangUp(at=round(waited + rng.uniform(16.0, 24.0), 1), unless_connected=True)
    elif mood is Mood.GIVES_UP_LATE:
        yield HangUp(at=round(at + rng.uniform(5.3, 11.0), 1), unless_connected=True)
    else:
        yield HangUp(at=round(at + rng.uniform(60.0, 110.0), 1), unless_connected=True)
    if rng.random() < CALLER_HANGS_UP_SHARE:
        yield HangUp(at=talk_seconds(rng), since=Stage.CONNECTED)
    score = _weighted(rng, _SCORES)
    if score:
        yield Key(score, at=round(rng.uniform(2.5, 6.0), 1), since=Stage.RELEASED)
    yield HangUp(at=round(rng.uniform(14.0, 20.0), 1), since=Stage.RELEASED)


def arrivals(
    rng: Random, *, calls_per_minute: float, hour: float = 10.0, hours_per_second: float = 0.0
) -> Iterator[float]:
    """Seconds between one caller and the next, without end; the first caller comes at once.

    A Poisson process whose rate follows DAY_CURVE from `hour` on, with a burst in each minute;
    `hours_per_second` winds the day forward (0 holds the hour). `calls_per_minute` is the mean rate of the
    busiest hour.
    """
    yield 0.0
    elapsed = last = 0.0
    while True:
        # Drawn at the highest rate and thinned to the one of the moment: a calm cannot leap over a burst.
        elapsed += rng.expovariate(calls_per_minute / 60 * BURST_RATE)
        share = DAY_CURVE[int(hour + elapsed * hours_per_second) % 24]
        if elapsed % BURST_EVERY_SECONDS >= BURST_SECONDS:
            share *= CALM_RATE / BURST_RATE
        if rng.random() < share:
            yield elapsed - last
            last = elapsed
