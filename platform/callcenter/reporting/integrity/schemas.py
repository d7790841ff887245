"""How whole the record is, as it goes over the wire."""

from datetime import date

from callcenter.kit.schemas import Shown
from callcenter.reporting.figures import Completeness
from callcenter.reporting.integrity.marks import Band, Mark
from callcenter.reporting.schemas import FigureOut, PeriodOut
from callcenter.telephony.clock_offset import ClockState


class LengthsOut(Shown):
    """They add up to the period. `before`: before the platform first watched; `ahead`: still to come."""

    live_us: int
    recovered_us: int
    unknown_us: int
    before_us: int
    ahead_us: int


class MarkOut(Shown):
    """`recorded_calls` arrived in it by the record, `seen_calls` were seen over AMI; null: nobody counted.

    Without `link_held` nobody heard AMI all the time, and there may have been more.
    """

    from_us: int
    to_us: int
    state: Completeness
    reason: str
    seen_calls: int | None
    recorded_calls: int | None
    link_held: bool

    @classmethod
    def of(cls, mark: Mark, *, seen: int | None, recorded: int | None) -> "MarkOut":
        return cls(
            from_us=mark.from_us,
            to_us=mark.to_us,
            state=mark.state,
            reason=mark.reason,
            seen_calls=seen,
            recorded_calls=recorded,
            link_held=mark.link_held,
        )


class BandOut(Shown):
    """Marks of one state that lie together, of which there may be more than are listed."""

    from_us: int
    to_us: int
    state: Completeness
    reasons: list[str]

    @classmethod
    def of(cls, band: Band) -> "BandOut":
        return cls(from_us=band.from_us, to_us=band.to_us, state=band.state, reasons=list(band.reasons))


class DayOut(Shown):
    """`bands` as they are drawn, from the bottom up: unknown lies upon recovered, and both upon live."""

    day: date
    period: PeriodOut
    completeness: Completeness
    lengths: LengthsOut
    reasons: list[str]
    bands: list[BandOut]


class ClockOut(Shown):
    """`asked`, `answered` and `largest_us` are of the days that were chosen, the rest is of now."""

    state: ClockState
    servers: list[str]
    limit_us: int
    measured_us: int | None
    server: str | None
    offset_us: int | None
    asked: int
    answered: int
    largest_us: int | None


class ServiceOut(Shown):
    """系统可用率 with its parts; outages newest first."""

    figures: list[FigureOut]
    outages: list[PeriodOut]


class IntegrityOut(Shown):
    """`since_us`: when the platform first watched; `left_out`: marks beyond the newest, which are listed."""

    first: date
    last: date
    period: PeriodOut
    as_of_us: int
    demo: bool
    completeness: Completeness
    since_us: int | None
    lengths: LengthsOut
    days: list[DayOut]
    marks: list[MarkOut]
    left_out: int
    service: ServiceOut
    clock: ClockOut
