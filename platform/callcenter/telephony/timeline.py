"""Everything that happened to a call, told in Chinese and English. Pure: rows, legs → moments."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from callcenter.telephony.interpretation import says_something
from callcenter.telephony.journal.rows import Row, Source
from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.telephony.moments import Moment, moments_of_handovers, moments_of_leg


def timeline_of(
    call_id: str, rows: Sequence[Row], legs: Sequence[LegRecord], call: CallRecord
) -> list[Moment]:
    """In the order of time; at equal times in the order in which Asterisk wrote."""
    moments: list[Moment] = []
    for row in rows:
        if row.source is Source.CEL and row.event in _TOLD:
            moments.append(_told(row))
        elif row.event == "CHAN_START" and row.uniqueid == call_id:
            where = {"hotline": call.hotline, "trunk": call.trunk}
            moments.append(Moment(row.at_us, "arrived", "呼入", "Arrived", where))
    for leg in legs:
        moments.extend(moments_of_leg(leg))
    moments.extend(moments_of_handovers(call))
    if call.ended_us is not None:
        moments.append(_end(call.ended_us, call))
    return sorted(moments, key=lambda moment: moment.at_us)


_TOLD: Final[dict[str, tuple[str, str, str]]] = {
    "FIRST_ANSWERED": ("first_answered", "系统应答", "Answered by the system"),
    "OUT_OF_HOURS": ("out_of_hours", "非服务时间", "Outside business hours"),
    "NOTICE_PLAYED": ("notice_played", "录音告知播放完毕", "Recording notice played"),
    "RECORDING_STARTED": ("recording_started", "开始录音", "Recording started"),
    "KEY_PRESSED": ("key_pressed", "按键", "Key pressed"),
    "HUMAN_REQUESTED": ("human_requested", "转人工", "Asked for an agent"),
    "QUEUE_JOINED": ("queue_joined", "进入队列", "Joined the queue"),
    "QUEUE_LEFT": ("queue_left", "离开队列", "Left the queue"),
    "OVERFLOWED": ("overflowed", "溢出到另一队列", "Overflowed to another queue"),
    "NO_AGENT": ("no_agent", "队列无坐席", "No agent in the queue"),
    "SEAT_NUMBER_ANNOUNCED": ("seat_number_announced", "播报工号", "Work number announced"),
    "SEAT_LOST": ("seat_lost", "坐席失联,主叫回到队首", "Seat lost, caller back to the front"),
    "VOICE_MESSAGE_OFFERED": ("voice_message_offered", "提示语音留言", "Voice message offered"),
    "VOICE_MESSAGE_LEFT": ("voice_message_left", "留下语音留言", "Voice message left"),
    "TALK_ENDED": ("talk_ended", "通话离开坐席", "Talk without a queue ended"),
    "SURVEY_OFFERED": ("survey_offered", "邀请满意度评分", "Survey offered"),
    "SURVEY_SCORED": ("survey_scored", "满意度评分", "Survey scored"),
    "CALL_CUT": ("call_cut", "系统中断", "Cut by the system"),
}
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "TIMEOUT": ("超时", "waited too long"),
    "FULL": ("队列已满", "queue full"),
    "JOINEMPTY": ("无坐席", "no agent"),
    "LEAVEEMPTY": ("坐席全部离开", "no agent left"),
    "JOINUNAVAIL": ("坐席均不可用", "no agent available"),
    "LEAVEUNAVAIL": ("坐席均不可用", "no agent available"),
    "CONTINUE": ("坐席挂断", "agent hung up"),
    "WITHDRAW": ("被移出队列", "taken out of the queue"),
    "KEY": ("按键离队", "by key"),
    "SEAT_LOST": ("坐席失联", "seat lost"),
    "AGENT_HUNG_UP": ("坐席挂断", "agent hung up"),
    "hours": ("非工作时间", "outside business hours"),
    "holiday": ("节假日", "holiday"),
    "no_choice": ("未作选择", "nothing chosen"),
    "asterisk_restart": ("交换系统重启", "phone system restarted"),
    "end_not_written": ("结束时间未能写入日志", "its end could not be written"),
}


# A wrong key is never named: callers key in card numbers.
_NO_KEYS: Final[dict[str, tuple[str, str]]] = {
    "wrong": ("按错键", "Wrong key"),
    "none": ("未按键", "No key pressed"),
}


def _told(row: Row) -> Moment:
    kind, zh, en = _TOLD[row.event]
    said = dict(row.extra())
    if row.event == "KEY_PRESSED" and said.get("key") in _NO_KEYS:
        zh, en = _NO_KEYS[said["key"]]
    if row.event == "VOICE_MESSAGE_LEFT" and not says_something(said):
        kind, zh, en = "voice_message_not_left", "未留言即挂断", "Hung up without a message"
    zh_more, en_more = _more(row.event, said)
    return Moment(row.at_us, kind, zh + zh_more, en + en_more, said)


def _more(event: str, said: Mapping[str, Any]) -> tuple[str, str]:
    match event:
        case "KEY_PRESSED":
            return _key(str(said.get("key", "")))
        case "SURVEY_SCORED":
            return _score(str(said.get("score", "")))
        case "QUEUE_LEFT" | "OUT_OF_HOURS" | "CALL_CUT" | "TALK_ENDED":
            word = str(said.get("status") or said.get("reason") or "")
            zh, en = _WORDS.get(word, ("", word))
            return f":{zh}" if zh else "", f": {en}" if en else ""
        case _:
            return "", ""


def _key(key: str) -> tuple[str, str]:
    match key:
        case _ if key in _NO_KEYS:
            return "", ""
        case "star" | "hash":
            sign = "*" if key == "star" else "#"
            return f" {sign}", f" {sign}"
        case _:
            return f" {key}", f" {key}"


def _score(score: str) -> tuple[str, str]:
    match score:
        case "none":
            return ":未评分", ": not rated"
        case "wrong":
            return ":无效按键", ": not a score"
        case _:
            return f" {score} 分", f" {score}"


_ENDED_BY: Final[dict[str, tuple[str, str]]] = {
    "caller": ("主叫挂断", "Ended by the caller"),
    "agent": ("坐席挂断后结束", "Ended after the agent hung up"),
    "system": ("系统挂断", "Ended by the system"),
    "unknown": ("通话结束,挂断方不明", "Ended, nobody knows by whom"),
}


def _end(at_us: int, call: CallRecord) -> Moment:
    zh, en = _ENDED_BY.get(call.ended_by or "unknown", _ENDED_BY["unknown"])
    if call.end_reason is not None and call.end_reason in _WORDS:
        reason_zh, reason_en = _WORDS[call.end_reason]
        zh, en = f"{zh}({reason_zh})", f"{en} ({reason_en})"
    return Moment(at_us, "ended", zh, en, {"ended_by": call.ended_by, "outcome": call.outcome})
