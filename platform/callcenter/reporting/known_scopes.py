"""Queues, hotlines and agents that a figure can be about: a name that nobody knows is refused, never zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from callcenter.kit.db import ReadSession
from callcenter.kit.problems import InvalidInput
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.reports.repository import agents_named
from callcenter.reporting.rollups.repository import Chosen, names_counted
from callcenter.routing.settings_model import standard_queues
from callcenter.seats.errors import AgentUnknown
from callcenter.tenancy import Scope

Spellings = Mapping[str, tuple[str, ...]]
"""By the name that the record knows: how pages and people write it, too."""
_MOST_SAID: Final = 30


@dataclass(frozen=True, slots=True)
class What:
    zh: str
    en: str
    subject: Subject
    """Whose cells of the roll-ups name it."""


QUEUE: Final = What("技能队列", "queue", Subject.QUEUE)
HOTLINE: Final = What("服务热线", "hotline", Subject.CALL)
AGENT: Final = What("坐席", "agent", Subject.AGENT)


class ScopeUnknown(InvalidInput):
    """Says which there are."""

    def __init__(self, what: What, known: Spellings) -> None:
        said = [f"{name}({' '.join(others)})" if others else name for name, others in sorted(known.items())]
        names = "、".join(said[:_MOST_SAID]) + ("……" if len(said) > _MOST_SAID else "")
        super().__init__(
            zh=f"没有这个{what.zh}。现有:{names or '无'}。",
            en=f"There is no such {what.en}. There are: {names or 'none'}.",
        )


async def chosen_by(
    session: ReadSession, scope: Scope, written: Chosen, *, hotlines: Iterable[str]
) -> Chosen:
    """What somebody typed as pages show it, by the names of the record. Raises ScopeUnknown."""
    queue, hotline, agent = written.queue, written.hotline, written.agent
    if queue is not None:
        queue = await _named(session, scope, QUEUE, queue, _planned(scope))
    if hotline is not None:
        hotline = await _named(session, scope, HOTLINE, hotline, dict.fromkeys(hotlines, ()))
    if agent is not None:
        people = await agents_named(session, scope)
        numbers = {known: (number,) if number else () for known, (_, number) in people.items()}
        agent = await _named(session, scope, AGENT, agent, numbers)
    return Chosen(queue=queue, hotline=hotline, agent=agent)


async def queues_spelt(session: ReadSession, scope: Scope) -> Spellings:
    """Those of the plan, and those of old that calls of the record went through."""
    return dict.fromkeys(await names_counted(session, scope, QUEUE.subject), ()) | _planned(scope)


async def require_queue(session: ReadSession, scope: Scope, queue: str | None) -> None:
    """A queue of old stays one that can be asked for. Raises ScopeUnknown."""
    if queue is None or queue in _planned(scope):
        return
    known = await queues_spelt(session, scope)
    if queue not in known:
        raise ScopeUnknown(QUEUE, known)


async def require_agent(session: ReadSession, scope: Scope, agent: str | None) -> None:
    """Who has left stays one that can be asked for. Raises AgentUnknown."""
    if agent is None or agent in await agents_named(session, scope):
        return
    if agent not in await names_counted(session, scope, AGENT.subject):
        raise AgentUnknown


def named(wanted: str, known: Spellings) -> str | None:
    """The record's name of what somebody wrote; None where nothing, or more than one, can be meant."""
    if wanted in known:
        return wanted
    plain = _plain(wanted)
    found = [
        name
        for name, others in known.items()
        if plain and plain in {_plain(name), *(_plain(other) for other in others)}
    ]
    return found[0] if len(found) == 1 else None


async def _named(session: ReadSession, scope: Scope, what: What, wanted: str, known: Spellings) -> str:
    found = named(wanted, known)
    if found is None:
        # Who has left, and what was taken out of service, stays in the record.
        known = dict.fromkeys(await names_counted(session, scope, what.subject), ()) | dict(known)
        found = named(wanted, known)
    if found is None:
        raise ScopeUnknown(what, known)
    return found


def _planned(scope: Scope) -> dict[str, tuple[str, ...]]:
    queues = (queue for company in sorted(scope.company_ids) for queue in standard_queues(company))
    return {queue.name: (queue.name_zh, queue.code) for queue in queues}


def _plain(name: str) -> str:
    """Pages write names and numbers with signs between."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())
