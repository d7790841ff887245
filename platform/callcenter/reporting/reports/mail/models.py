"""Schedules of saved views, and the mails that were due: written down before any is sent."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds
from callcenter.reporting.reports.mail.delivery import MailState
from callcenter.reporting.reports.mail.due import Rhythm, ToldPeriod


def _one_of(column: str, values: type[Rhythm | ToldPeriod | MailState]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class ReportSchedule(Base):
    """`recipients` is a sealed list: an address may hold a telephone number. Goes with its view."""

    __tablename__ = "report_schedule"
    __table_args__ = (
        CheckConstraint(_one_of("rhythm", Rhythm), name="known_rhythm"),
        CheckConstraint(_one_of("period", ToldPeriod), name="known_period"),
        CheckConstraint("minute BETWEEN 0 AND 1439", name="minute_of_a_day"),
        Index("ix_report_schedule_company", "client_company_id", "person_id"),
        Index("ix_report_schedule_view", "view_id"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    view_id: Mapped[str] = mapped_column(ForeignKey("report_view.id", ondelete="CASCADE"))
    rhythm: Mapped[str] = mapped_column(String(8))
    weekday: Mapped[int | None]
    month_day: Mapped[int | None]
    minute: Mapped[int]
    period: Mapped[str] = mapped_column(String(16))
    recipients: Mapped[bytes] = mapped_column(LargeBinary)
    active: Mapped[bool]
    planned_us: Mapped[int] = mapped_column(Microseconds)
    """Due times after this one are still to be written down."""
    changed_us: Mapped[int] = mapped_column(Microseconds)


class ReportMail(Base):
    """One mail to one address; `place` is the address's in the schedule's list."""

    __tablename__ = "report_mail"
    __table_args__ = (
        CheckConstraint(_one_of("state", MailState), name="known_state"),
        UniqueConstraint("schedule_id", "due_us", "place", name="uq_report_mail_due"),
        Index("ix_report_mail_state", "client_company_id", "state", "try_us"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    schedule_id: Mapped[str] = mapped_column(ForeignKey("report_schedule.id", ondelete="CASCADE"))
    due_us: Mapped[int] = mapped_column(Microseconds)
    place: Mapped[int]
    address: Mapped[bytes] = mapped_column(LargeBinary)
    first: Mapped[str] = mapped_column(String(10))
    last: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(8))
    tries: Mapped[int]
    try_us: Mapped[int] = mapped_column(Microseconds)
    """Not tried before."""
    ended_us: Mapped[int | None] = mapped_column(Microseconds)
    failure: Mapped[str | None] = mapped_column(String(20))
    code: Mapped[int | None]
    """What the mail server answered."""
