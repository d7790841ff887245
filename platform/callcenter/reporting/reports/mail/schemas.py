"""Schedules as clients send and see them."""

from typing import Annotated, Final

from pydantic import Field, StringConstraints

from callcenter.kit.mail import MailTrouble
from callcenter.kit.schemas import Sent, Shown
from callcenter.reporting.reports.mail.due import Rhythm, ToldPeriod

_LABEL: Final = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
MailAddress = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=254,
        pattern=rf"^[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+)*@({_LABEL}\.)+{_LABEL}$",
    ),
]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{26}$")]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class ScheduleSent(Sent):
    """A week needs `weekday` (Monday is 1), a month `month_day`; where the month is shorter, its last day."""

    view: Id
    rhythm: Rhythm
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    month_day: Annotated[int, Field(ge=1, le=31)] | None = None
    at: TimeOfDay
    period: ToldPeriod
    recipients: Annotated[list[MailAddress], Field(min_length=1, max_length=20)]
    active: bool = True


class LastMailsShown(Shown):
    """The newest due time: how many of its mails were taken on by the mail server, wait, or failed for good.

    `failure` and `code` (the server's answer) are of one that waits or failed; `to` is its address, masked.
    """

    due_us: int
    sent: int
    waiting: int
    failed: int
    at_us: int | None
    failure: MailTrouble | None
    code: int | None
    to: str | None


class ScheduleShown(Shown):
    id: str
    view: str
    view_name: str
    rhythm: Rhythm
    weekday: int | None
    month_day: int | None
    at: str
    period: ToldPeriod
    recipients: list[str]
    active: bool
    next_us: int | None
    last: LastMailsShown | None
    changed_us: int


class SchedulesShown(Shown):
    """`mail_ready`: a mail server is set; without one schedules are kept, and nothing is sent."""

    mail_ready: bool
    items: list[ScheduleShown]
