"""What Asterisk did not write: it ended without saying goodbye, or a call's end never came."""

from collections.abc import Sequence
from typing import Final

from callcenter.kit.db import WriteSession
from callcenter.telephony.interpretation import ASTERISK_RESTART, CALL_GONE, END_NOT_WRITTEN
from callcenter.telephony.journal import gaps, repository
from callcenter.telephony.journal.batch import Pending
from callcenter.telephony.journal.grouping import Group
from callcenter.telephony.journal.open_calls import QUEUE_START, OpenCalls

TELL_OF_ENDS: Final = frozenset({QUEUE_START, CALL_GONE})


async def add_gaps(
    session: WriteSession, calls: OpenCalls, rows: Sequence[Pending], changed: set[str], *, now_us: int
) -> None:
    """One gap for each start of Asterisk that found calls open: it ended without saying goodbye.

    Of the rows it needs those that tell of ends.
    """
    for pending in rows:
        if pending.event != QUEUE_START:
            continue
        start_us = pending.at_us
        before = await repository.last_row_before(session, start_us)
        cut_off = any(
            group.is_call and group.rows[0].at_us < start_us and not _ended_in_rows(group)
            for group in map(calls.get, changed)
            if group is not None
        )
        if cut_off and before is not None:
            gap = gaps.gap_values(pending.company_id, before, start_us, ASTERISK_RESTART, now_us=now_us)
            await gaps.add_gap(session, gap)
    await _add_unwritten_ends(session, calls, rows, now_us=now_us)


async def _add_unwritten_ends(
    session: WriteSession, calls: OpenCalls, rows: Sequence[Pending], *, now_us: int
) -> None:
    """From the last thing such calls said to when they were missed Asterisk wrote less than happened."""
    gone = {pending.group: pending for pending in rows if pending.event == CALL_GONE}
    spans: dict[str, tuple[int, int]] = {}
    for group_id, pending in gone.items():
        group = calls.get(group_id)
        call = group.written if group is not None else None
        if call is not None and call.end_reason == END_NOT_WRITTEN and call.ended_us is not None:
            from_us, to_us = spans.get(pending.company_id, (call.ended_us, pending.at_us))
            spans[pending.company_id] = min(from_us, call.ended_us), max(to_us, pending.at_us)
    for company_id, (from_us, to_us) in spans.items():
        gap = gaps.gap_values(company_id, from_us, to_us, END_NOT_WRITTEN, now_us=now_us)
        await gaps.add_gap(session, gap)


def _ended_in_rows(group: Group) -> bool:
    return any(row.event in ("HANGUP", "CHAN_END") and row.uniqueid == group.id for row in group.rows)
