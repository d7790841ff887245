"""Channels → legs: which part each had in the call, who was behind it, how long it talked, held, asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.telephony.call import Hold, Leg
from callcenter.telephony.channels import Channel, Stay
from callcenter.telephony.journal.rows import Row
from callcenter.telephony.outcome import LegRole, RingResult
from callcenter.telephony.talks import Span, common, holds_of, length_us, spans_of, talks_between
from callcenter.telephony.waiting import Waiting

LOST: Final = 44
"""Hang-up cause of a leg whose audio stopped (facts: rtp_timeout); its source is empty."""
_LEFT_TOGETHER: Final = SECOND // 5
"""The order of the hang-ups of two legs that end together varies by milliseconds."""


@dataclass(frozen=True, slots=True)
class Legs:
    """The caller's leg first, then the others in the order in which they began. `talks` are each leg's with
    the caller; in a hold the caller hears music."""

    legs: tuple[Leg, ...]
    talks: Mapping[str, Sequence[Span]]
    holds: tuple[Hold, ...]

    def talk_us(self, *, ended_us: int | None) -> int:
        """How long the caller talked with anybody; while two talk with one caller it is counted once."""
        spans = [span for talks in self.talks.values() for span in talks]
        held = common(spans, [(hold.from_us, hold.to_us) for hold in self.holds])
        return length_us(spans, ended_us=ended_us) - length_us(held, ended_us=ended_us)


@dataclass(slots=True)
class _Part:
    """A channel beside what it had to do with the caller."""

    channel: Channel
    role: LegRole
    talks: list[Stay] = field(default_factory=list[Stay])


def legs_of(
    channels: Mapping[str, Channel],
    call_id: str,
    *,
    waiting: Waiting,
    cel: Sequence[Row],
    queue_log: Sequence[Row],
    ended_us: int | None,
) -> Legs:
    caller = channels[call_id]
    others = sorted(
        (channel for channel in channels.values() if channel is not caller),
        key=lambda channel: (channel.started_us, channel.uniqueid),
    )
    parts = [_part(channel, caller, channels) for channel in others]
    _join_three_ways(parts)
    holds = holds_of(cel, call_id, [span for part in parts for span in spans_of(part.talks)])
    agents = _agents_of(others, queue_log)
    held: list[Span] = [(hold.from_us, hold.to_us) for hold in holds]
    whole = _Part(caller, LegRole.CALLER)
    legs = [_leg(whole, agent=None, queue=None, result=None, held=(), asked=(), ended_us=ended_us)]
    legs += (
        _leg(
            part,
            agent=agents.get(part.channel.uniqueid),
            queue=waiting.queue_at(part.channel.started_us) if part.role is LegRole.AGENT else None,
            result=_result(part, caller, channels, waiting, ended_us=ended_us),
            held=held,
            asked=_asked(part, parts),
            ended_us=ended_us,
        )
        for part in parts
    )
    talks = {part.channel.uniqueid: spans_of(part.talks) for part in parts if part.talks}
    return Legs(_known_by_seat(legs), talks, holds)


def _part(channel: Channel, caller: Channel, channels: Mapping[str, Channel]) -> _Part:
    talks = talks_between(channel, caller)
    if channel.supervises or channel.exten.startswith("act-"):
        role = LegRole.SUPERVISOR
    elif channel.dialled:
        role = LegRole.CONSULT
    elif channel.born_into != caller.uniqueid and channel.born_into in channels:
        role = LegRole.TRANSFER_TARGET if talks else LegRole.CONSULTED
    elif channel.offered_by == "AppDial":
        role = LegRole.TRANSFER_TARGET
    else:
        role = LegRole.AGENT
    return _Part(channel, role, talks)


def _join_three_ways(parts: Sequence[_Part]) -> None:
    """Who was asked first, and then talked with the caller while somebody else did, is the third."""
    for part in parts:
        if part.role is LegRole.TRANSFER_TARGET:
            others = [span for other in parts if other is not part for span in spans_of(other.talks)]
            if common(spans_of(part.talks), others):
                part.role = LegRole.THIRD_PARTY


def _leg(
    part: _Part,
    *,
    agent: str | None,
    queue: str | None,
    result: RingResult | None,
    held: Sequence[Span],
    asked: Sequence[Span],
    ended_us: int | None,
) -> Leg:
    channel, talks = part.channel, part.talks
    spans = spans_of(talks)
    hold_us = length_us(common(spans, held), ended_us=ended_us)
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
        talk_us=length_us(spans, ended_us=ended_us) - hold_us,
        result=result,
        cause=channel.cause,
        lost=bool(talks) and channel.cause == LOST and not channel.source,
        is_caller=part.role is LegRole.CALLER,
        role=part.role,
        hold_us=hold_us,
        consult_us=length_us(common(spans, asked), ended_us=ended_us),
    )


def _asked(part: _Part, parts: Sequence[_Part]) -> list[Span]:
    """When the seat of a leg had colleagues on another; such a leg itself asks nobody."""
    if part.role is LegRole.CONSULT:
        return []
    seat = part.channel.seat
    return [
        (other.channel.started_us, other.channel.ended_us)
        for other in parts
        if other.role is LegRole.CONSULT and other.channel.seat == seat and seat is not None
    ]


def _result(
    part: _Part,
    caller: Channel,
    channels: Mapping[str, Channel],
    waiting: Waiting,
    *,
    ended_us: int | None,
) -> RingResult | None:
    """None while it rings. Cause 0 is a ring time-out or somebody who left: the end of whoever rang tells."""
    channel = part.channel
    if part.role in (LegRole.CONSULT, LegRole.SUPERVISOR):
        return RingResult.ANSWERED if channel.answered_us is not None else None
    asker = channels.get(channel.born_into, caller) if part.role is LegRole.CONSULTED else caller
    if part.talks or talks_between(channel, asker):
        return RingResult.ANSWERED
    if channel.ended_us is None:
        return None if ended_us is None else RingResult.CANCELLED
    told = RingResult.from_cause(channel.cause or 0)
    if told is not None:
        return told
    asker_left = asker.ended_us is not None and asker.ended_us <= channel.ended_us + _LEFT_TOGETHER
    left_by_key = asker is caller and waiting.left_by_key_at(channel.ended_us, within_us=_LEFT_TOGETHER)
    return RingResult.CANCELLED if asker_left or left_by_key else RingResult.NO_ANSWER


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
        if channel.uniqueid in agents or channel.ended_us is None or channel.offered_by == "AppDial":
            continue
        row = next((row for row in unanswered if _same_second(row.at_us, channel.ended_us)), None)
        if row is not None:
            unanswered.remove(row)
            agents[channel.uniqueid] = row.text("agent")
    return agents


def _known_by_seat(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """Who is not named on a leg is who was named on another of the same seat."""
    found: list[Leg] = []
    for leg in legs:
        if leg.agent is None and leg.seat is not None:
            known = [each for each in legs if each.seat == leg.seat and each.agent is not None]
            before = [each for each in known if each.started_us <= leg.started_us]
            if before or known:
                found.append(replace(leg, agent=(before[-1] if before else known[0]).agent))
                continue
        found.append(leg)
    return tuple(found)


def _same_second(second_us: int, at_us: int) -> bool:
    return -SECOND // 2 <= at_us - second_us < SECOND * 3 // 2
