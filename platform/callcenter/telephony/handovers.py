"""What agents and supervisors did with a call: transfers, three-way talks, listening in."""

from collections.abc import Mapping, Sequence
from typing import Final

from callcenter.telephony.call import Leg, Supervision, ThreeWay, Transfer
from callcenter.telephony.channels import Channel, seat_of_endpoint
from callcenter.telephony.journal.rows import Row
from callcenter.telephony.outcome import LegRole, SupervisionAct, TransferKind, TransferResult
from callcenter.telephony.talks import Span, common
from callcenter.telephony.waiting import Waiting

_TRANSFERS: Final = frozenset({"BLINDTRANSFER", "ATTENDEDTRANSFER"})
_THREE_WAY: Final = "three-way"
_QUEUE: Final = "queue-"
_MENU: Final = "ivr-"
_SURVEY: Final = "survey"
_ACTS: Final = frozenset(act.value for act in SupervisionAct)


def transfers_of(
    cel: Sequence[Row],
    channels: Mapping[str, Channel],
    legs: Sequence[Leg],
    waiting: Waiting,
    *,
    ended_us: int | None,
) -> tuple[Transfer, ...]:
    rows = [row for row in cel if row.event in _TRANSFERS and _is_transfer(row, legs[0].uniqueid)]
    transfers: list[Transfer] = []
    for number, row in enumerate(rows):
        until_us = rows[number + 1].at_us if number + 1 < len(rows) else None
        if row.event == "BLINDTRANSFER":
            transfers.append(_blind(row, legs, waiting, until_us=until_us, ended_us=ended_us))
        else:
            transfers.append(_attended(row, channels, legs))
    return tuple(transfers)


def _is_transfer(row: Row, call_id: str) -> bool:
    """A consult that is sent into a three-way talk leaves as a transfer, too, and the caller goes nowhere."""
    if row.event == "BLINDTRANSFER":
        said = row.extra()
        moved = said.get("transferee_channel_uniqueid", call_id)
        return moved == call_id and said.get("extension") != _THREE_WAY
    return True


def _blind(
    row: Row, legs: Sequence[Leg], waiting: Waiting, *, until_us: int | None, ended_us: int | None
) -> Transfer:
    to = str(row.extra().get("extension", ""))
    by = _leg_named(legs, row.uniqueid)
    after = [
        leg
        for leg in legs
        if leg.role.offered
        and leg.started_us >= row.at_us
        and (until_us is None or leg.started_us < until_us)
    ]
    if to.startswith(_QUEUE):
        taken = next((leg for leg in after if leg.bridged_us is not None), None)
    else:
        taken = next((leg for leg in after if leg.bridged_us is not None and leg.seat == to), None)
    back_us = waiting.next_joined_us(row.at_us, until_us) if not to.startswith(_QUEUE) else None
    result: TransferResult | None = None
    settled_us: int | None = None
    if taken is not None:
        result, settled_us = TransferResult.ANSWERED, taken.bridged_us
    elif to.startswith(_MENU) or to == _SURVEY:
        result, settled_us = TransferResult.PASSED_ON, row.at_us
    elif back_us is not None:
        result, settled_us = TransferResult.RETURNED, back_us
    elif until_us is not None or ended_us is not None:
        result, settled_us = TransferResult.UNANSWERED, until_us or ended_us
    return Transfer(
        at_us=row.at_us,
        kind=TransferKind.BLIND,
        from_seat=by.seat if by else None,
        from_agent=by.agent if by else None,
        to=to.removeprefix(_QUEUE).removeprefix(_MENU),
        to_agent=taken.agent if taken else None,
        settled_us=settled_us,
        result=result,
    )


def _attended(row: Row, channels: Mapping[str, Channel], legs: Sequence[Leg]) -> Transfer:
    """The phone may name either of its two calls first, so either end may be the target."""
    said = row.extra()
    ids = (said.get("transfer_target_channel_uniqueid"), said.get("transferee_channel_uniqueid"))
    target = next(
        (leg for leg in legs if leg.uniqueid in ids and not leg.is_caller and leg.uniqueid in channels), None
    )
    by = _leg_named(legs, row.uniqueid)
    return Transfer(
        at_us=row.at_us,
        kind=TransferKind.ATTENDED,
        from_seat=by.seat if by else None,
        from_agent=by.agent if by else None,
        to=(target.seat if target else None) or "",
        to_agent=target.agent if target else None,
        settled_us=target.bridged_us if target and target.bridged_us else row.at_us,
        result=TransferResult.ANSWERED if target and target.bridged_us else TransferResult.UNANSWERED,
    )


def three_ways_of(talks: Mapping[str, Sequence[Span]], legs: Sequence[Leg]) -> tuple[ThreeWay, ...]:
    """`talks` are those of each leg with the caller. Two seats at the same time with the caller are three."""
    if len(talks) < 2:
        return ()
    seats = [leg for leg in legs if leg.role not in (LegRole.CALLER, LegRole.SUPERVISOR)]
    found: list[ThreeWay] = []
    for number, first in enumerate(seats):
        for second in seats[number + 1 :]:
            if first.seat == second.seat:
                continue
            for from_us, to_us in common(talks.get(first.uniqueid, ()), talks.get(second.uniqueid, ())):
                who = (first.seat, second.seat), (first.agent, second.agent)
                found.append(ThreeWay(from_us, to_us, *who))
    return tuple(sorted(found, key=lambda three: three.from_us))


def supervisions_of(cel: Sequence[Row], *, ended_us: int | None) -> tuple[Supervision, ...]:
    """An act lasts until the dial plan says that it ended, the next act of that channel, or its end."""
    found: list[Supervision] = []
    for number, row in enumerate(cel):
        if row.event != "SUPERVISED":
            continue
        said = row.extra()
        act = said.get("act", "")
        if act not in _ACTS:
            continue
        end_us = next(
            (
                later.at_us
                for later in cel[number + 1 :]
                if later.uniqueid == row.uniqueid
                and later.event in ("SUPERVISION_ENDED", "SUPERVISED", "HANGUP", "CHAN_END")
            ),
            ended_us,
        )
        found.append(
            Supervision(
                row.at_us,
                end_us,
                SupervisionAct(act),
                seat_of_endpoint(said.get("by", "")) or "",
                seat_of_endpoint(said.get("seat", "")),
            )
        )
    return tuple(found)


def _leg_named(legs: Sequence[Leg], uniqueid: str) -> Leg | None:
    return next((leg for leg in legs if leg.uniqueid == uniqueid), None)
