"""How the time line of a customer is told, in words. Pure."""

from typing import Final

from callcenter.crm.history.schemas import HistoryEntry, HistoryKind
from callcenter.kit.clock import SECOND
from callcenter.telephony.models import CallRecord
from callcenter.telephony.outcome import Outcome

NEVER: Final = 2**62
"""Later than any time of the record."""

OUTCOME_WORDS: Final[dict[str, tuple[str, str]]] = {
    Outcome.ANSWERED: ("人工接通", "answered"),
    Outcome.ABANDONED: ("放弃", "abandoned"),
    Outcome.TIMED_OUT: ("超时", "timed out"),
    Outcome.OVERFLOWED: ("溢出", "overflowed"),
    Outcome.REFUSED: ("未入队", "refused"),
    Outcome.LEFT_BY_KEY: ("按键离队", "left by key"),
    Outcome.CUT: ("系统中断", "cut"),
    Outcome.CLOSED: ("非服务时间", "closed"),
}


def entries_of_call(
    call: CallRecord, agent_name: str | None, *, category_zh: str, category_en: str, notes: str
) -> list[HistoryEntry]:
    """The call and what came out of it, the newest first."""
    told: list[HistoryEntry] = []
    if call.survey_score is not None:
        told.append(
            HistoryEntry(
                at_us=call.ended_us or call.arrived_us,
                kind=HistoryKind.SURVEY,
                zh=f"满意度 {call.survey_score} 分",
                en=f"satisfaction {call.survey_score}",
                outcome=str(call.survey_score),
                agent_name=agent_name,
                call_id=call.call_id,
            )
        )
    if notes:
        told.append(
            HistoryEntry(
                at_us=call.ended_us or call.arrived_us,
                kind=HistoryKind.NOTE,
                zh=notes,
                en=notes,
                outcome=category_zh or None,
                agent_name=agent_name,
                call_id=call.call_id,
            )
        )
    zh, en = OUTCOME_WORDS.get(call.outcome or "", ("通话中" if call.ended_us is None else "来电", "call"))
    seconds = (call.talk_us or 0) // SECOND
    talked_zh, talked_en = (
        (f",通话 {_clock(seconds)}", f", talked {_clock(seconds)}") if seconds else ("", "")
    )
    told.append(
        HistoryEntry(
            at_us=call.arrived_us,
            kind=HistoryKind.CALL,
            zh=f"来电{':' + category_zh if category_zh else ''}({zh}{talked_zh})",
            en=f"call{': ' + category_en if category_en else ''} ({en}{talked_en})",
            outcome=call.outcome,
            agent_name=agent_name,
            call_id=call.call_id,
        )
    )
    return told


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
