"""Shifts as clients send and see them."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from callcenter.kit.schemas import Sent, Shown

AgentId = Annotated[str, StringConstraints(min_length=1, max_length=16, pattern=r"^[A-Za-z0-9]+$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class ShiftSent(Sent):
    """Of Shanghai; an end before the begin is of the next day."""

    agent: AgentId
    day: date
    begins: Annotated[Clock, Field(alias="from")]
    ends: Annotated[Clock, Field(alias="to")]


class ShiftShown(Shown):
    id: str
    agent: str
    label: str
    day: date
    begins: Annotated[str, Field(serialization_alias="from")]
    ends: Annotated[str, Field(serialization_alias="to")]
    from_us: int
    to_us: int


class ShiftsShown(Shown):
    items: list[ShiftShown]


class ShiftProblemShown(Shown):
    """`row` as a spreadsheet program counts."""

    row: int
    column: str | None
    zh: str
    en: str


class ShiftImportShown(Shown):
    """What a file did, or with `dry_run` would do; `problems` are the first hundred."""

    read: int
    added: int
    unchanged: int
    wrong: int
    dry_run: bool
    problems: list[ShiftProblemShown]
