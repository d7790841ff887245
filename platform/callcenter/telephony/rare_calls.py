"""Pages of lists in which perhaps nearly nothing matches: years are not read for a handful of calls.

The nearest 3,000 calls are read as every list is. When they do not fill the page, only those quarters
of an hour are read in which the figures counted such calls.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from callcenter.kit.db import ReadSession
from callcenter.kit.many_in_sql import Span, joined
from callcenter.kit.periods import QUARTER_US
from callcenter.telephony import list_repository
from callcenter.telephony.call_lists import LONGEST_BEFORE_REQUEST, CallFilter, CallSort, read_cursor
from callcenter.telephony.list_repository import Page
from callcenter.telephony.models import CallRecord
from callcenter.telephony.ports import CallPresence
from callcenter.tenancy import Scope

_NEAR: Final = 3_000
_RARE: Final = 5
"""With a fifth of a page in the nearest calls, the rest is found sooner by reading on."""
_MOST_QUARTERS: Final = 1_000
"""Of one statement; where a list has more of them at a time, it is not rare."""
_ASIDE: Final = 8
_ALL: Final = 500
"""Calls that are put in order by themselves where no index of the order helps."""


async def page(
    session: ReadSession,
    scope: Scope,
    chosen: CallFilter,
    presence: CallPresence,
    *,
    sort: CallSort,
    cursor: str | None,
    limit: int,
) -> Page:
    """What `list_repository.list_calls` gives, whichever way it is read. Raises BadCursor."""
    read = partial(list_repository.list_calls, session, scope, chosen, sort=sort, cursor=cursor, limit=limit)
    if not _may_be_rare(chosen):
        return await read()
    if sort.by_arrival:
        place = _NEAR
        while True:
            near_us = await list_repository.arrival_of(
                session, scope, chosen, sort=sort, cursor=cursor, place=place
            )
            if near_us is None:
                return await read()
            near = await read(until_arrived_us=near_us)
            if near[1] is not None:
                return near
            if place > _NEAR or len(near[0]) * _RARE < limit:
                break
            # Not so rare: as far again as it takes, and half as far more.
            place = _NEAR * (limit + 1) * 3 // (2 * len(near[0]))
    found = await _of_quarters(session, scope, chosen, presence, sort=sort, cursor=cursor, limit=limit)
    return await read() if found is None else found


def _may_be_rare(chosen: CallFilter) -> bool:
    """Callers, outcomes and keys have indexes of their own; of recordings the figures count nothing."""
    own = (chosen.caller_token, chosen.outcome, chosen.ivr_path, chosen.recorded)
    if any(each is not None for each in own):
        return False
    if chosen.part is None and (chosen.queue is not None or chosen.agents):
        return False
    return any(each is not None for each in (chosen.part, chosen.hour, chosen.weekday, chosen.hotline))


async def _of_quarters(
    session: ReadSession,
    scope: Scope,
    chosen: CallFilter,
    presence: CallPresence,
    *,
    sort: CallSort,
    cursor: str | None,
    limit: int,
) -> Page | None:
    """None: the figures do not say where they are, or it would not help."""
    ascending = sort is CallSort.ARRIVED_ASC
    before_us = LONGEST_BEFORE_REQUEST if chosen.clock is CallRecord.human_requested_us else 0
    left = _behind(chosen, sort, cursor, before_us)
    # Some arrived before the quarter in which they asked, and are certain only with those before.
    enough, further = (limit + _ASIDE if sort.by_arrival else _ALL), 2 * _ASIDE
    found: list[CallRecord] = []
    while True:
        told = await presence.quarters(session, scope, left, newest_first=not ascending, enough=enough)
        if told is None or len(told.begins) > _MOST_QUARTERS or (told.more and not sort.by_arrival):
            return None
        found += await list_repository.calls_in(
            session, scope, chosen, _spans(told.begins), sort=sort, cursor=cursor
        )
        if not told.more:
            return list_repository.page_of(found, sort=sort, limit=limit)
        # Nobody asks for a person before the call is there, nor later than so long after.
        if ascending:
            edge_us = told.begins[-1] + QUARTER_US
            left = replace(left, from_us=edge_us)
            certain = [call for call in found if call.arrived_us < edge_us - before_us]
        else:
            edge_us = told.begins[-1]
            left = replace(left, to_us=edge_us)
            certain = [call for call in found if call.arrived_us >= edge_us]
        if len(certain) > limit:
            return list_repository.page_of(certain, sort=sort, limit=limit)
        enough, further = further, 4 * further


def _behind(chosen: CallFilter, sort: CallSort, cursor: str | None, before_us: int) -> CallFilter:
    """Only what can lie behind the cursor."""
    if cursor is None or not sort.by_arrival:
        return chosen
    arrived_us, _ = read_cursor(sort, cursor)
    if sort is CallSort.ARRIVED_ASC:
        return replace(chosen, from_us=max(arrived_us, chosen.from_us or 0))
    latest_us = arrived_us + before_us + 1
    return replace(chosen, to_us=latest_us if chosen.to_us is None else min(latest_us, chosen.to_us))


def _spans(begins: Sequence[int]) -> list[Span]:
    return joined([(begin, begin + QUARTER_US) for begin in begins])
