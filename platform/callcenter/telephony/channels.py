"""Channels of one call and the talks between them, from CEL; queue_log adds who was offered a ring."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from callcenter.kit.clock import SECOND
from callcenter.telephony.call import Hold, Leg
from callcenter.telephony.journal.rows import Row
from callcenter.telephony.outcome import RingResult
from callcenter.telephony.waiting import Waiting

SEAT_CHANNEL: Final = re.compile(r"PJSIP/(?P<company>[a-z0-9]{2,12})-(?P<seat>\w+)-(?:desk|web)-[0-9a-f]+")
_DIGITS: Final = 9
LOST: Final = 44
"""Hang-up cause of a leg whose audio stopped (facts: rtp_timeout); its source is empty."""


@dataclass(slots=True)
class Stay:
    """One channel's time in one bridge."""

    bridge: str
    from_us: int
    to_us: int | None = None


@dataclass(slots=True)
class Channel:
    uniqueid: str
    name: str
    exten: str
    context: str
    company_id: str | None
    started_us: int
    answered_us: int | None = None
    ended_us: int | None = None
    cause: int | None = None
    source: str = ""
    agent: str | None = None
    stays: list[Stay] = field(default_factory=list[Stay])

    @property
    def hung_up_itself(self) -> bool:
        return bool(self.source) and self.source == self.name

    @property
    def seat(self) -> str | None:
        found = SEAT_CHANNEL.fullmatch(self.name)
        return found["seat"] if found else None


def channels_of(cel: Sequence[Row]) -> dict[str, Channel]:
    channels: dict[str, Channel] = {}
    for row in cel:
        channel = channels.get(row.uniqueid)
        if channel is None:
            if row.event == "LINKEDID_END":
                continue
            channel = Channel(
                uniqueid=row.uniqueid,
                name=row.channel,
                exten=row.text("exten"),
                context=row.text("context"),
                company_id=row.text("tenantid") or None,
                started_us=row.at_us,
            )
            channels[row.uniqueid] = channel
        _tell(channel, row)
    return channels


def _tell(channel: Channel, row: Row) -> None:
    match row.event:
        case "ANSWER":
            channel.answered_us = channel.answered_us or row.at_us
        case "HANGUP":
            extra = row.extra()
            channel.cause = number(extra.get("hangupcause"))
            channel.source = str(extra.get("hangupsource", ""))
            channel.ended_us = row.at_us
            _leave(channel, row.at_us)
        case "CHAN_END":
            channel.ended_us = channel.ended_us or row.at_us
            _leave(channel, row.at_us)
        case "BRIDGE_ENTER":
            channel.stays.append(Stay(str(row.extra().get("bridge_id", "")), row.at_us))
        case "BRIDGE_EXIT":
            _leave(channel, row.at_us)
        case "SEAT_NUMBER_ANNOUNCED":
            channel.agent = row.extra().get("agent")
        case _:
            return


def _leave(channel: Channel, at_us: int) -> None:
    if channel.stays and channel.stays[-1].to_us is None:
        channel.stays[-1].to_us = at_us


def number(value: Any) -> int | None:
    """A number of few digits; what Asterisk never writes must not be more than a column can hold."""
    written = str(value)
    return int(written) if written.isdecimal() and len(written) <= _DIGITS else None


def legs_of(
    channels: Mapping[str, Channel],
    call_id: str,
    *,
    waiting: Waiting,
    queue_log: Sequence[Row],
    ended_us: int | None,
) -> tuple[Leg, ...]:
    """The caller's leg first, then the legs to seats in the order in which they were offered."""
    caller = channels[call_id]
    offered = sorted(
        (channel for channel in channels.values() if channel is not caller),
        key=lambda channel: (channel.started_us, channel.uniqueid),
    )
    agents = _agents_of(offered, queue_log)
    legs = [_leg(caller, caller, agent=None, queue=None, result=None, ended_us=ended_us)]
    legs.extend(
        _leg(
            channel,
            caller,
            agent=agents.get(channel.uniqueid),
            queue=waiting.queue_at(channel.started_us),
            result=_ring_result(channel, caller, ended_us=ended_us),
            ended_us=ended_us,
        )
        for channel in offered
    )
    return tuple(legs)


def _leg(
    channel: Channel,
    caller: Channel,
    *,
    agent: str | None,
    queue: str | None,
    result: RingResult | None,
    ended_us: int | None,
) -> Leg:
    talks = [] if channel is caller else _talks(channel, caller)
    return Leg(
        uniqueid=channel.uniqueid,
        channel=channel.name,
        seat=channel.seat,
        agent=agent,
        queue=queue,
        started_us=channel.started_us,
        answered_us=channel.answered_us,
        bridged_us=talks[0].from_us if talks else None,
        unbridged_us=(talks[-1].to_us or ended_us) if talks else None,
        ended_us=channel.ended_us or ended_us,
        talk_us=sum(max(0, (talk.to_us or ended_us or talk.from_us) - talk.from_us) for talk in talks),
        result=result,
        cause=channel.cause,
        lost=bool(talks) and channel.cause == LOST and not channel.source,
        is_caller=channel is caller,
    )


def _talks(channel: Channel, caller: Channel) -> list[Stay]:
    """When both were in one bridge. A talk begins when the later of the two has entered."""
    talks: list[Stay] = []
    for stay in channel.stays:
        for other in caller.stays:
            if stay.bridge != other.bridge:
                continue
            from_us = max(stay.from_us, other.from_us)
            ends = [end for end in (stay.to_us, other.to_us) if end is not None]
            to_us = min(ends, default=None)
            if to_us is None or to_us >= from_us:
                talks.append(Stay(stay.bridge, from_us, to_us))
    return sorted(talks, key=lambda talk: talk.from_us)


def _ring_result(channel: Channel, caller: Channel, *, ended_us: int | None) -> RingResult | None:
    """None while it rings. Cause 0 is a ring time-out or a caller who left: the caller's end tells."""
    if _talks(channel, caller):
        return RingResult.ANSWERED
    if channel.ended_us is None:
        return None if ended_us is None else RingResult.CANCELLED
    told = RingResult.from_cause(channel.cause or 0)
    if told is not None:
        return told
    caller_left = caller.ended_us is not None and caller.ended_us <= channel.ended_us + _LEFT_TOGETHER
    return RingResult.CANCELLED if caller_left else RingResult.NO_ANSWER


_LEFT_TOGETHER: Final = SECOND // 5
"""The order of the hang-ups of two legs that end together varies by milliseconds."""


def _agents_of(offered: Sequence[Channel], queue_log: Sequence[Row]) -> dict[str, str]:
    """Who was behind each leg: said on the leg itself, by CONNECT (it names the leg), else by RINGNOANSWER.

    RINGNOANSWER and RINGCANCELED name no leg; they are written within a second of its end.
    """
    agents = {channel.uniqueid: channel.agent for channel in offered if channel.agent}
    unanswered: list[Row] = []
    for row in queue_log:
        match row.event:
            case "CONNECT":
                agents[row.text("data2")] = row.text("agent")
            case "RINGNOANSWER" | "RINGCANCELED":
                unanswered.append(row)
            case _:
                continue
    for channel in offered:
        if channel.uniqueid in agents or channel.ended_us is None:
            continue
        row = next((row for row in unanswered if _same_second(row.at_us, channel.ended_us)), None)
        if row is not None:
            unanswered.remove(row)
            agents[channel.uniqueid] = row.text("agent")
    return agents


def _same_second(second_us: int, at_us: int) -> bool:
    return -SECOND // 2 <= at_us - second_us < SECOND * 3 // 2


def holds_of(cel: Sequence[Row], legs: Sequence[Leg]) -> tuple[Hold, ...]:
    """Music on hold while somebody talks; the same music before the talk is the queue's."""
    talks = [(leg.bridged_us, leg.unbridged_us) for leg in legs if leg.bridged_us is not None]
    holds: list[Hold] = []
    open_holds: dict[str, int] = {}
    for row in cel:
        if row.event == "STREAM_BEGIN" and _is_music(row):
            if any(start <= row.at_us and (end is None or row.at_us < end) for start, end in talks):
                open_holds.setdefault(row.uniqueid, row.at_us)
        elif row.event == "STREAM_END" and _is_music(row) and row.uniqueid in open_holds:
            holds.append(Hold(open_holds.pop(row.uniqueid), row.at_us))
    holds += [Hold(from_us, None) for from_us in open_holds.values()]
    return tuple(sorted(holds, key=lambda hold: hold.from_us))


def _is_music(row: Row) -> bool:
    """The end of a stream has no extra; only the sort of stream tells music from a prompt."""
    return row.text("userdeftype").startswith("MOH_")
