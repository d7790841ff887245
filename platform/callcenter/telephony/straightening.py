"""Rows of one call as things happened one after the other, even when Asterisk's clock went back meanwhile."""

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.telephony.journal.rows import Row, Source

SET_BACK: Final = 2 * SECOND
"""Asterisk writes rows of different threads a moment out of order; more than this was the clock."""

# Looked up once: a member of an enumeration costs more than a name.
_CEL: Final = Source.CEL
_QUEUE_LOG: Final = Source.QUEUE_LOG
_BY_TIME: Final = attrgetter("at_us")
"""Asterisk does not write its rows in the order of their times."""


def straightened(rows: Sequence[Row]) -> tuple[list[Row], list[Row], bool]:
    """CEL and queue_log by time, and whether the clock was set back among them.

    Where it was, the order of `rows` counts, which is the file's own, and what came after goes on from where
    the clock stood before: lengths stay true but for the silence in which it went back, which is lost, and
    the time of day is off. That it was is seen from a channel that did something before it began, so it does
    not hang on the order in which rows are given; where no channel did, the gap that was marked tells.
    """
    cel = [row for row in rows if row.source is _CEL]
    queue_log = [row for row in rows if row.source is _QUEUE_LOG]
    ordered = sorted(cel, key=_BY_TIME)
    if not _set_back(ordered):
        return ordered, sorted(queue_log, key=_BY_TIME), False
    return sorted(_going_on(cel), key=_BY_TIME), sorted(_going_on(queue_log), key=_BY_TIME), True


def _set_back(cel: Sequence[Row]) -> bool:
    first: dict[str, int] = {}
    for row in cel:
        event, uniqueid = row.event, row.uniqueid
        if event == "CHAN_START":
            if row.at_us - first.setdefault(uniqueid, row.at_us) > SET_BACK:
                return True
        elif event != "LINKEDID_END" and uniqueid not in first:
            first[uniqueid] = row.at_us
    return False


def _going_on(rows: Sequence[Row]) -> list[Row]:
    found: list[Row] = []
    lost = 0
    for row in rows:
        at_us = row.at_us + lost
        if found and found[-1].at_us - at_us > SET_BACK:
            lost += found[-1].at_us - at_us
            at_us = found[-1].at_us
        found.append(replace(row, at_us=at_us))
    return found
