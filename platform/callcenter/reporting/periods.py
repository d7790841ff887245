"""A period as the roll-ups can answer it: whole Shanghai days by day, what is left at its ends by quarter."""

from collections.abc import Collection

from callcenter.kit.periods import day_of, quarter_of
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.months import few_stretches
from callcenter.reporting.rollups.repository import Span


def spans_of(period: Period, kept: Collection[int] = ()) -> tuple[Span, ...]:
    """Cells of the quarters that begin in the period; `to_us` in the midst of a quarter takes all of it.

    `kept`: where the months begin that may be read whole.
    """
    first = day_of(period.from_us)
    begin = period.from_us if first[0] == period.from_us else first[1]
    end = day_of(period.to_us)[0]
    if begin >= end:
        return (Span(quarter_of(period.from_us), period.to_us, days=False),)
    spans = [
        Span(quarter_of(period.from_us), begin, days=False),
        *(
            Span(each.from_us, each.to_us, days=not each.months, months=each.months)
            for each in few_stretches(Period(from_us=begin, to_us=end), kept)
        ),
        Span(end, period.to_us, days=False),
    ]
    return tuple(span for span in spans if span.from_us < span.to_us)
