"""The form of a definition.

A definition never changes once published: another formula is another version. What is computed stands here as
data too, so that no figure can say one formula and follow another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

ANSWER_WITHIN_US: Final = 15_000_000
"""人工服务应答时限: 15 s from the human request, up to and including 15.000000 s."""
SATISFIED_FROM: Final = 4
"""Scores run from 1 to 5; 4 and 5 are 满意 and 非常满意."""


class Unit(StrEnum):
    calls = "count"
    ratio = "ratio"
    us = "us"


class Subject(StrEnum):
    """What is counted: calls once, calls once for each queue they entered, or agents' parts in calls."""

    CALL = "call"
    QUEUE = "queue"
    AGENT = "agent"


CALLS_AND_QUEUES: Final = frozenset({Subject.CALL, Subject.QUEUE})
EVERYBODY: Final = frozenset(Subject)


@dataclass(frozen=True, slots=True)
class Words:
    zh: str
    en: str


NOTHING: Final = Words("—", "—")


@dataclass(frozen=True, kw_only=True, slots=True)
class Definition:
    """Value = Σ `numerator` ÷ Σ `denominator`, each a sum of additive parts with their signs.

    `quantile`: not a sum but the upper edge of the histogram bin that holds that share of the waits.
    `target` is a goal of the trade (行业目标值), never a threshold of law; None where there is none.
    `rows` names the part that counts what was looked at. Without `denominator` the value is the sum itself.
    """

    id: str
    version: int
    name: Words
    unit: Unit
    formula: Words
    numerator: Mapping[str, int] = field(default_factory=dict[str, int])
    denominator: Mapping[str, int] | None = None
    quantile: float | None = None
    clock: Words = NOTHING
    boundary: Words = NOTHING
    counted: Words = NOTHING
    """What counts in the denominator."""
    target: float | None = None
    rows: str = "offered"
    of_agents: bool = False
    """Counts the time of agents, which belongs to no hotline and no queue: only for a scope not narrowed."""
    subjects: frozenset[Subject] = CALLS_AND_QUEUES

    @property
    def timed(self) -> tuple[bool, bool]:
        """Whether numerator and denominator are lengths of time, in microseconds."""
        return (
            self.unit is Unit.us or any(part.endswith("_us") for part in self.numerator),
            any(part.endswith("_us") for part in self.denominator or ()),
        )

    def rows_of(self, subject: Subject) -> str:
        """No call is offered to an agent as to a queue: what was looked at are those that the agent took."""
        return "taken" if subject is Subject.AGENT else self.rows


def plus(*parts: str) -> dict[str, int]:
    return dict.fromkeys(parts, 1)
