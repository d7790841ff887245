"""All definitions, by id and version, and the lists in which pages show them."""

from typing import Final

from callcenter.reporting.definitions import calls, first_contacts, people, service, speed
from callcenter.reporting.definitions.definition import Definition, Subject

_NOT_ROLLED_UP: Final = (*first_contacts.COUNTED, *service.SERVICE)

CURRENT: Final[tuple[Definition, ...]] = (
    calls.OFFERED,
    calls.ANSWERED,
    calls.ABANDONED,
    *calls.OTHER_ENDS,
    calls.SHORT_ABANDONED,
    calls.LONG_ABANDONED,
    calls.ANSWER_RATE,
    calls.ANSWER_RATE_WITHOUT_SHORT,
    speed.SERVICE_LEVEL,
    *speed.OTHER_READINGS,
    *calls.ABANDON_RATES,
    speed.ASA,
    *speed.WAITS,
    people.TALK,
    *people.OF_LEGS,
    *people.OF_TIME,
    people.SATISFACTION,
    people.PARTICIPATION,
    *first_contacts.COUNTED,
    *calls.HANDED_ON,
    *calls.BEFORE_A_PERSON,
    *service.SERVICE,
)
"""The newest version of each, in the order shown."""

TODAY: Final = (
    calls.OFFERED,
    calls.ANSWERED,
    calls.ABANDONED,
    calls.SHORT_ABANDONED,
    calls.ANSWER_RATE,
    speed.SERVICE_LEVEL,
    speed.ASA,
    people.SATISFACTION,
    people.PARTICIPATION,
)
"""The figures of the wall, in the order shown."""


def of_subject(subject: Subject, *, narrowed: bool = False, counted: bool = False) -> tuple[Definition, ...]:
    """`narrowed`: to a hotline, or of an agent to a queue. `counted`: also what the roll-ups do not hold."""
    return tuple(
        definition
        for definition in CURRENT
        if subject in definition.subjects
        and not (narrowed and definition.of_agents)
        and (counted or definition not in _NOT_ROLLED_UP)
    )
