"""Many stretches of time as a table that a statement joins: one bound value, so that the statement stays the
same however many there are."""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import CTE, BigInteger, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

Span = tuple[int, int]
"""From when to when; the upper bound is exclusive."""


def spans_table(session: AsyncSession, spans: Collection[Span], name: str) -> CTE:
    """With columns `from_us` and `to_us`."""
    if session.get_bind().dialect.name == "postgresql":
        ends = [literal([span[end] for span in spans], ARRAY(BigInteger)) for end in (0, 1)]
        made = func.unnest(*ends).table_valued("from_us", "to_us").render_derived()
        return select(made.c.from_us, made.c.to_us).cte(name)
    each = func.json_each(json.dumps(list(spans))).table_valued("value")
    from_us, to_us = (func.json_extract(each.c.value, f"$[{end}]") for end in (0, 1))
    return select(from_us.label("from_us"), to_us.label("to_us")).cte(name)


def joined(spans: Sequence[Span]) -> list[Span]:
    """In order, and those that touch made one."""
    found: list[Span] = []
    for from_us, to_us in sorted(spans):
        if found and found[-1][1] >= from_us:
            begun_us, ended_us = found.pop()
            found.append((begun_us, max(ended_us, to_us)))
        else:
            found.append((from_us, to_us))
    return found
