"""Rows of one call → the call. Pure: the same rows give the same call, whenever and however often."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.telephony.call import Call, Key
from callcenter.telephony.channels import Channel, channels_of, number
from callcenter.telephony.handovers import supervisions_of, three_ways_of, transfers_of
from callcenter.telephony.journal.rows import Row
from callcenter.telephony.legs import legs_of
from callcenter.telephony.outcome import EndedBy, Outcome
from callcenter.telephony.straightening import straightened
from callcenter.telephony.waiting import Waiting, waiting_of

ASTERISK_RESTART: Final = "asterisk_restart"
END_NOT_WRITTEN: Final = "end_not_written"
CALL_GONE: Final = "CALL_GONE"
"""Told through queue_log of a call that left Asterisk's lists without its end being written."""
ARRIVALS: Final = frozenset({"from-trunk"})
"""Contexts in which a channel is born when a call arrives; a channel of any other begins no call."""
_SCORE: Final = re.compile(r"[1-5]")


@dataclass(slots=True)
class _Story:
    """What the dial plan's words say about the call, apart from its queues."""

    hotline: str = ""
    trunk: str = ""
    demo: bool = False
    first_answered_us: int | None = None
    notice_us: int | None = None
    closed_reason: str | None = None
    cut_reason: str | None = None
    seat_lost: bool = False
    survey_offered: bool = False
    survey_score: int | None = None
    recording_file: str | None = None
    voice_message_file: str | None = None
    voice_message_seconds: int | None = None
    keys: list[Key] = field(default_factory=list[Key])


def says_something(message: Mapping[str, str]) -> bool:
    """Whether a voice message was left: whoever hangs up within its first second left none."""
    seconds = message.get("seconds", "")
    return not (seconds.isdecimal() and int(seconds) == 0)


def interpret(
    call_id: str,
    rows: Iterable[Row],
    *,
    restarts: Sequence[int] = (),
    clock_steps: Sequence[tuple[int, int]] = (),
) -> Call | None:
    """The call of these rows; None while nothing is known of the channel that arrived.

    `restarts` are the times at which Asterisk started. A call that was open then can say nothing any more:
    it is closed at the last thing it said. `clock_steps` are the minutes that happened twice or never:
    whatever touches them may have been open when the clock was set, which its own rows do not always show.
    """
    cel, queue_log, clock_set = straightened(list(rows))
    channels = channels_of(cel)
    caller = channels.get(call_id)
    if caller is None or caller.context not in ARRIVALS:
        return None

    lost_end = caller.ended_us is None and _retired_us(cel, call_id) is None
    restarted = any(began_before(caller.started_us, at) for at in restarts)
    gone = any(row.event == CALL_GONE for row in queue_log)
    cut_off_by = (ASTERISK_RESTART if restarted else END_NOT_WRITTEN if gone else None) if lost_end else None
    ended_us = cel[-1].at_us if cut_off_by else caller.ended_us or _retired_us(cel, call_id)
    clock_set = clock_set or (
        ended_us is not None
        and any(caller.started_us <= to_us and ended_us >= from_us for from_us, to_us in clock_steps)
    )
    story = _story_of(cel)
    waiting = waiting_of(cel)
    found = legs_of(channels, call_id, waiting=waiting, cel=cel, queue_log=queue_log, ended_us=ended_us)
    legs, holds = found.legs, found.holds
    answered = min(
        (leg for leg in legs if leg.bridged_us is not None), key=lambda leg: leg.bridged_us or 0, default=None
    )
    answered_us = answered.bridged_us if answered else None
    # Of two who talked at the same time, whoever stayed longer.
    last_talk = max(
        (leg for leg in legs if leg.bridged_us is not None),
        key=lambda leg: (leg.unbridged_us is None, leg.unbridged_us or 0),
        default=None,
    )
    requested_us = waiting.requested_us
    if story.closed_reason is not None and not waiting.visits:
        requested_us = None

    ended_by = None
    if ended_us is not None:
        last_agent = channels[last_talk.uniqueid] if last_talk else None
        if last_agent is not None and last_agent.transferred:
            last_agent = None
        ended_by = EndedBy.UNKNOWN if cut_off_by else _ended_by(caller, last_agent, waiting)
    outcome = None
    if ended_us is not None:
        outcome = _outcome(
            answered=answered_us is not None,
            requested=requested_us is not None,
            closed=story.closed_reason is not None,
            waiting=waiting,
            ended_by=ended_by,
        )
    wait_us = None
    if requested_us is not None and (answered_us or ended_us) is not None:
        decided = waiting.decided_us if outcome is not Outcome.ANSWERED else None
        wait_us = max(0, (answered_us or decided or ended_us or requested_us) - requested_us)
    queue = (answered.queue if answered else None) or waiting.last_queue

    return Call(
        call_id=call_id,
        company_id=caller.company_id,
        hotline=story.hotline or caller.exten,
        trunk=story.trunk,
        demo=story.demo,
        caller_token=_caller_token(cel, call_id),
        arrived_us=caller.started_us,
        first_answered_us=story.first_answered_us or caller.answered_us,
        notice_us=story.notice_us,
        human_requested_us=requested_us,
        queued_us=waiting.visits[0].joined_us if waiting.visits else None,
        answered_us=answered_us,
        ended_us=ended_us,
        ended_by=ended_by,
        outcome=outcome,
        end_reason=cut_off_by or story.cut_reason or story.closed_reason,
        complete=ended_us is not None and not cut_off_by and not clock_set,
        queue=queue,
        agent=answered.agent if answered else None,
        seat=answered.seat if answered else None,
        wait_us=wait_us,
        # A talk still going on has no length yet: a number here would be a wrong one.
        talk_us=found.talk_us(ended_us=ended_us) if answered and ended_us else None,
        hold_us=sum((hold.to_us or ended_us or hold.from_us) - hold.from_us for hold in holds),
        seat_lost=story.seat_lost or any(leg.lost for leg in legs),
        survey_offered=story.survey_offered,
        survey_score=story.survey_score,
        recording_file=story.recording_file,
        voice_message_file=story.voice_message_file,
        voice_message_seconds=story.voice_message_seconds,
        keys=tuple(story.keys),
        queues=waiting.closed_visits(
            legs, ended_us=ended_us, outcome=outcome, by_caller=ended_by is EndedBy.CALLER
        ),
        legs=legs,
        holds=holds,
        transfers=transfers_of(cel, channels, legs, waiting, ended_us=ended_us),
        three_ways=three_ways_of(found.talks, legs),
        supervisions=supervisions_of(cel, ended_us=ended_us),
    )


def began_before(at_us: int, restart_us: int) -> bool:
    """queue_log tells the whole second of a start. What began within that second is taken for older.

    Were it younger it would still say something, and the call would be told anew; were it older and taken for
    younger, it would stay open for ever.
    """
    return at_us < restart_us + SECOND


def _story_of(cel: Sequence[Row]) -> _Story:
    story = _Story()
    told_by = _WORDS.get
    for row in cel:
        tell = told_by(row.event)
        if tell is not None:
            tell(story, row, row.extra())
    return story


def _on_call_arrived(story: _Story, _row: Row, said: Mapping[str, str]) -> None:
    story.hotline = said.get("hotline", "")
    story.trunk = said.get("trunk", "")
    story.demo = said.get("demo") == "1"


def _on_first_answered(story: _Story, row: Row, _said: Mapping[str, str]) -> None:
    story.first_answered_us = story.first_answered_us or row.at_us


def _on_notice_played(story: _Story, row: Row, _said: Mapping[str, str]) -> None:
    story.notice_us = story.notice_us or row.at_us


def _on_out_of_hours(story: _Story, _row: Row, said: Mapping[str, str]) -> None:
    story.closed_reason = said.get("reason", "hours")


def _on_recording_started(story: _Story, _row: Row, said: Mapping[str, str]) -> None:
    story.recording_file = said.get("file")


def _on_key_pressed(story: _Story, row: Row, said: Mapping[str, str]) -> None:
    story.keys.append(Key(menu=said.get("menu", ""), key=said.get("key", ""), at_us=row.at_us))


def _on_survey_offered(story: _Story, _row: Row, _said: Mapping[str, str]) -> None:
    story.survey_offered = True


def _on_survey_scored(story: _Story, _row: Row, said: Mapping[str, str]) -> None:
    score = said.get("score", "")
    if _SCORE.fullmatch(score):
        story.survey_score = int(score)


def _on_voice_message_left(story: _Story, _row: Row, said: Mapping[str, str]) -> None:
    if not says_something(said):
        return
    story.voice_message_file = said.get("file", "")
    story.voice_message_seconds = number(said.get("seconds", ""))


def _on_seat_lost(story: _Story, _row: Row, _said: Mapping[str, str]) -> None:
    story.seat_lost = True


def _on_call_cut(story: _Story, _row: Row, said: Mapping[str, str]) -> None:
    story.cut_reason = said.get("reason", "cut")


_WORDS: Final = {
    "CALL_ARRIVED": _on_call_arrived,
    "FIRST_ANSWERED": _on_first_answered,
    "NOTICE_PLAYED": _on_notice_played,
    "OUT_OF_HOURS": _on_out_of_hours,
    "RECORDING_STARTED": _on_recording_started,
    "KEY_PRESSED": _on_key_pressed,
    "SURVEY_OFFERED": _on_survey_offered,
    "SURVEY_SCORED": _on_survey_scored,
    "VOICE_MESSAGE_LEFT": _on_voice_message_left,
    "SEAT_LOST": _on_seat_lost,
    "CALL_CUT": _on_call_cut,
}


def _caller_token(cel: Sequence[Row], call_id: str) -> str:
    """The first number on the caller's channel: before the dial plan cleaned it there is none."""
    return next((row.text("num") for row in cel if row.uniqueid == call_id and row.text("num")), "")


def _retired_us(cel: Sequence[Row], call_id: str) -> int | None:
    """When no channel carried the call's linkedid any more: the end, should the caller's own be lost."""
    ends = [row.at_us for row in cel if row.event == "LINKEDID_END" and row.linkedid == call_id]
    return ends[-1] if ends else None


def _ended_by(caller: Channel, last_agent: Channel | None, waiting: Waiting) -> EndedBy:
    """The source of a hang-up stays on the caller's channel after the seat hung up and the dial plan went on.

    So the seat's own leg is asked first, as long as the caller did not go back to a queue after that talk.
    """
    if last_agent is not None and not waiting.joined_after(last_agent.ended_us):
        if last_agent.hung_up_itself:
            return EndedBy.AGENT
        return EndedBy.CALLER if caller.hung_up_itself else EndedBy.SYSTEM
    if caller.hung_up_itself:
        return EndedBy.CALLER
    return EndedBy.SYSTEM


def _outcome(
    *, answered: bool, requested: bool, closed: bool, waiting: Waiting, ended_by: EndedBy | None
) -> Outcome:
    if answered:
        return Outcome.ANSWERED
    if not requested:
        return Outcome.CLOSED if closed else Outcome.IVR_ENDED
    if waiting.decided is not None:
        return waiting.decided
    return Outcome.ABANDONED if ended_by is EndedBy.CALLER else Outcome.CUT
