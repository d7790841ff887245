"""What seats did in a call, in words: rang, talked, held, asked, handed on, listened in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.telephony.outcome import LegRole, SupervisionAct, TransferKind, TransferResult


@dataclass(frozen=True, slots=True)
class Moment:
    at_us: int
    kind: str
    text_zh: str
    text_en: str
    detail: Mapping[str, Any]


def moments_of_leg(leg: LegRecord) -> list[Moment]:
    who = {"seat": leg.seat, "agent": leg.agent, "queue": leg.queue}
    match leg.role:
        case LegRole.CALLER | LegRole.SUPERVISOR:
            return []
        case LegRole.CONSULT:
            return _consult(leg, who)
        case _:
            return [*_ring(leg, who), *_talk(leg, who)]


def _consult(leg: LegRecord, who: Mapping[str, Any]) -> list[Moment]:
    moments = [
        Moment(
            leg.started_us,
            "consult_started",
            f"坐席 {leg.seat} 发起咨询",
            f"Seat {leg.seat} asks a colleague",
            who,
        )
    ]
    if leg.ended_us is not None:
        text = f"坐席 {leg.seat} 咨询结束", f"Seat {leg.seat} ends the consultation"
        moments.append(Moment(leg.ended_us, "consult_ended", *text, who))
    return moments


def _ring(leg: LegRecord, who: Mapping[str, Any]) -> list[Moment]:
    asked = leg.role in (LegRole.CONSULTED, LegRole.THIRD_PARTY) or _was_asked(leg)
    zh, en = ("被咨询振铃", "rings to be asked") if asked else ("振铃", "rings")
    moments = [Moment(leg.started_us, "ringing", f"坐席 {leg.seat} {zh}", f"Seat {leg.seat} {en}", who)]
    if asked and leg.answered_us is not None:
        text = f"坐席 {leg.seat} 接受咨询", f"Seat {leg.seat} is asked"
        moments.append(Moment(leg.answered_us, "consult_answered", *text, who))
    elif leg.bridged_us is None and leg.ended_us is not None and leg.result is not None:
        zh, en = _RESULTS.get(leg.result, (leg.result, leg.result))
        moments.append(
            Moment(leg.ended_us, f"ring_{leg.result}", f"坐席 {leg.seat} {zh}", f"Seat {leg.seat}: {en}", who)
        )
    return moments


def _was_asked(leg: LegRecord) -> bool:
    """A target that answered before the caller came to it had been asked first."""
    return (
        leg.role == LegRole.TRANSFER_TARGET
        and leg.answered_us is not None
        and leg.bridged_us is not None
        and leg.bridged_us - leg.answered_us > _AT_ONCE_US
    )


def _talk(leg: LegRecord, who: Mapping[str, Any]) -> list[Moment]:
    if leg.bridged_us is None:
        return []
    kind, zh, en = _BEGINS.get(leg.role, _BEGINS[LegRole.AGENT])
    moments = [Moment(leg.bridged_us, kind, f"坐席 {leg.seat} {zh}", f"Seat {leg.seat} {en}", who)]
    if leg.unbridged_us is not None:
        if leg.lost:
            kind, zh, en = "seat_leg_lost", "坐席失联,通话中断", "Seat lost, talk broken off"
        elif leg.role == LegRole.THIRD_PARTY:
            kind, zh, en = "three_way_left", f"坐席 {leg.seat} 退出通话", f"Seat {leg.seat} leaves the talk"
        else:
            kind, zh, en = "talk_ended", "人工通话结束", "Talk ended"
        moments.append(Moment(leg.unbridged_us, kind, zh, en, who))
    return moments


_AT_ONCE_US: Final = 200_000
"""Between a target's answer and its bridge, when the caller waits for it."""
_BEGINS: Final[dict[str, tuple[str, str, str]]] = {
    LegRole.AGENT: ("answered", "人工应答", "answered"),
    LegRole.TRANSFER_TARGET: ("transfer_answered", "接手通话", "takes the call over"),
    LegRole.THIRD_PARTY: ("three_way_joined", "加入三方通话", "joins: three-way talk"),
}
_RESULTS: Final[dict[str, tuple[str, str]]] = {
    "no_answer": ("未接听", "no answer"),
    "busy": ("忙", "busy"),
    "rejected": ("拒接", "rejected"),
    "cancelled": ("振铃取消", "ring cancelled"),
    "unreachable": ("不可达", "unreachable"),
}


def moments_of_handovers(call: CallRecord) -> list[Moment]:
    moments: list[Moment] = []
    for hold in call.holds:
        moments.append(Moment(hold["from_us"], "held", "通话保持", "On hold", {}))
        if hold["to_us"] is not None:
            moments.append(Moment(hold["to_us"], "resumed", "保持结束", "Hold ended", {}))
    for transfer in call.transfers:
        moments.extend(_transfer(transfer))
    for three in call.three_ways:
        seats = [str(seat) for seat in three["seats"]]
        detail = {"seats": seats, "agents": three["agents"]}
        text = f"三方通话开始:坐席 {'、'.join(seats)}", f"Three-way talk: seats {', '.join(seats)}"
        moments.append(Moment(three["from_us"], "three_way_started", *text, detail))
        if three["to_us"] is not None:
            text = "三方通话结束", "Three-way talk ended"
            moments.append(Moment(three["to_us"], "three_way_ended", *text, detail))
    for act in call.supervisions:
        moments.extend(_supervision(act))
    return moments


def _transfer(transfer: Mapping[str, Any]) -> list[Moment]:
    zh, en = _KINDS[transfer["kind"]]
    to_zh, to_en = _to(str(transfer["to"]))
    seat, detail = transfer["from_seat"], dict(transfer)
    text = f"坐席 {seat} {zh}至{to_zh}", f"Seat {seat}: {en} to {to_en}"
    moments = [Moment(transfer["at_us"], "transferred", *text, detail)]
    if transfer["result"] == TransferResult.RETURNED:
        text = f"{to_zh}未接听,主叫回到队列", f"{to_en} did not take it, caller back in the queue"
        moments.append(Moment(transfer["settled_us"], "transfer_returned", *text, detail))
    return moments


def _to(target: str) -> tuple[str, str]:
    """What has no Chinese name here is in the details."""
    if target.isdecimal():
        return f"坐席 {target} ", f"seat {target}"
    if target == "survey":
        return "满意度评分", "the survey"
    return ("另一队列", f"queue {target}") if "-" in target else ("语音导航", f"menu {target}")


_KINDS: Final[dict[str, tuple[str, str]]] = {
    TransferKind.BLIND: ("直接转接", "blind transfer"),
    TransferKind.ATTENDED: ("咨询后转接", "attended transfer"),
}
_ACTS: Final[dict[str, tuple[str, str]]] = {
    SupervisionAct.LISTEN: ("监听", "Listening in"),
    SupervisionAct.WHISPER: ("耳语", "Whispering"),
    SupervisionAct.BARGE: ("强插", "Barging in"),
    SupervisionAct.TAKE_OVER: ("强接", "Taking over"),
}


def _supervision(act: Mapping[str, Any]) -> list[Moment]:
    zh, en = _ACTS[act["act"]]
    by, seat = act["by"], act["seat"]
    text = f"班长席{zh}坐席 {seat}", f"{en}: supervisor {by}, seat {seat}"
    moments = [Moment(act["from_us"], "supervised", *text, dict(act))]
    if act["to_us"] is not None:
        moments.append(Moment(act["to_us"], "supervision_ended", f"{zh}结束", f"{en}: ended", dict(act)))
    return moments
