"""Conditions on many numbers or stretches of time: both databases follow the index of each of them."""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Integer,
    any_,
    func,
    inspect,
    join,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from callcenter.kit.db import Base

Span = tuple[int, int]
"""From when to when; the upper bound is exclusive."""

_MOST_WRITTEN_OUT: Final = 200


def is_one_of(
    session: AsyncSession, column: InstrumentedAttribute[int], numbers: Sequence[int], *, step: int = 1
) -> ColumnElement[bool]:
    """`column` holds multiples of `step` only.

    One bound value, so that the statement stays the same however many there are; but where they follow each
    other PostgreSQL is told from where to where: it would look for each of thousands by itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        spans = joined((number, number + step) for number in numbers)
        if len(spans) <= _MOST_WRITTEN_OUT:
            return _written_out(column, spans)
        return column == any_(literal(numbers, ARRAY(BigInteger)))
    each = func.json_each(json.dumps(numbers)).table_valued("value")
    return column.in_(select(each.c.value))


def in_one_of(
    session: AsyncSession,
    model: type[Base],
    index: tuple[str, Collection[str], str],
    spans: Sequence[Span],
) -> ColumnElement[bool]:
    """Rows in any of the spans, for a model with one key. `index`: its first column with the values wanted,
    and the column of the moment.

    Of many ranges SQLite makes one, but joins them one by one. PostgreSQL knows only of bounds written out
    how many rows lie between them.
    """
    first, wanted, moment = index
    if session.get_bind().dialect.name == "postgresql":
        return _written_out(getattr(model, moment), spans)
    [key] = inspect(model).primary_key
    row: Any = aliased(model)
    span = func.json_each(json.dumps(list(spans))).table_valued("value", name="span")
    from_us, to_us = (func.json_extract(span.c.value, f"$[{end}]", type_=Integer) for end in (0, 1))
    at_us = getattr(row, moment)
    found = select(getattr(row, key.name)).select_from(join(span, row, true()))
    found = found.where(getattr(row, first).in_(sorted(wanted)), at_us >= from_us, at_us < to_us)
    return getattr(model, key.name).in_(found)


def _written_out(moment: InstrumentedAttribute[Any], spans: Sequence[Span]) -> ColumnElement[bool]:
    name = f"{moment.class_.__tablename__}.{moment.key}"
    told = " OR ".join(f"{name} >= {from_us} AND {name} < {to_us}" for from_us, to_us in spans)
    return literal_column(f"({told or 'false'})", Boolean)


def joined(spans: Iterable[Span]) -> list[Span]:
    """In order, and those that touch made one."""
    found: list[Span] = []
    for from_us, to_us in sorted(spans):
        if found and found[-1][1] >= from_us:
            begun_us, ended_us = found.pop()
            found.append((begun_us, max(ended_us, to_us)))
        else:
            found.append((from_us, to_us))
    return found
