"""When a report is due, which days it tells of, what its mail says, and what becomes of the mail."""

from calendar import monthrange
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from callcenter.kit.clock import SHANGHAI, to_datetime, to_us
from callcenter.reporting.reports.mail.delivery import MailFact, MailState, advance, wait_us
from callcenter.reporting.reports.mail.due import Rhythm, Rule, ToldPeriod, days_told, newest_due, next_due
from callcenter.reporting.reports.mail.letter import letter, link_to, mask_mail_address
from callcenter.reporting.reports.mail.schemas import MailAddress

pytestmark = pytest.mark.unit

MINUTE = 60_000_000


def at(text: str) -> int:
    return to_us(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


def shown(at_us: int) -> str:
    return f"{to_datetime(at_us).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


rules = st.builds(
    Rule,
    rhythm=st.sampled_from(Rhythm),
    minute=st.integers(0, 1439),
    weekday=st.integers(1, 7),
    month_day=st.integers(1, 31),
)
times = st.integers(at("2024-01-01T00:00"), at("2032-01-01T00:00"))


def dues(rule: Rule, first: date, days: int) -> list[int]:
    """Counted by hand, day after day."""
    found: list[int] = []
    for number in range(days):
        day = first + timedelta(days=number)
        last = monthrange(day.year, day.month)[1]
        matches = {
            Rhythm.DAY: True,
            Rhythm.WEEK: day.weekday() + 1 == rule.weekday,
            Rhythm.MONTH: day.day == rule.month_day or (day.day == last and (rule.month_day or 0) > last),
        }
        if matches[rule.rhythm]:
            found.append(at(f"{day}T{rule.minute // 60:02d}:{rule.minute % 60:02d}"))
    return found


@given(rules, times)
def test_the_next_due_time_is_the_first_of_all_after_now(rule: Rule, now_us: int) -> None:
    day = to_datetime(now_us).astimezone(SHANGHAI).date()
    assert next_due(rule, now_us) == next(due for due in dues(rule, day, 70) if due > now_us)


@given(rules, times, st.integers(0, 100 * 1440))
def test_the_newest_due_time_is_the_last_of_those_missed(rule: Rule, now_us: int, minutes: int) -> None:
    after_us = now_us - minutes * MINUTE
    first = to_datetime(after_us).astimezone(SHANGHAI).date()
    missed = [due for due in dues(rule, first, 110) if after_us < due <= now_us]
    assert newest_due(rule, after_us=after_us, until_us=now_us) == (missed[-1] if missed else None)
    # Whoever comes back at once finds nothing twice.
    if missed:
        assert newest_due(rule, after_us=missed[-1], until_us=now_us) is None


@pytest.mark.parametrize(
    ("rule", "now", "due"),
    [
        (Rule(Rhythm.DAY, 510), "2026-11-22T08:30", "2026-11-23 08:30"),
        (Rule(Rhythm.DAY, 510), "2026-11-22T08:29", "2026-11-22 08:30"),
        (Rule(Rhythm.WEEK, 0, weekday=1), "2026-11-22T12:00", "2026-11-23 00:00"),
        (Rule(Rhythm.MONTH, 1439, month_day=31), "2026-02-01T00:00", "2026-02-28 23:59"),
        (Rule(Rhythm.MONTH, 0, month_day=30), "2028-02-01T00:00", "2028-02-29 00:00"),
        (Rule(Rhythm.MONTH, 0, month_day=29), "2026-12-29T00:00", "2027-01-29 00:00"),
    ],
)
def test_due_times_by_the_calendar_of_shanghai(rule: Rule, now: str, due: str) -> None:
    assert shown(next_due(rule, at(now))) == due


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (ToldPeriod.YESTERDAY, ("2026-02-28", "2026-02-28")),
        (ToldPeriod.LAST_7_DAYS, ("2026-02-22", "2026-02-28")),
        (ToldPeriod.LAST_WEEK, ("2026-02-16", "2026-02-22")),
        (ToldPeriod.LAST_MONTH, ("2026-02-01", "2026-02-28")),
    ],
)
def test_periods_end_before_the_day_they_are_told_on(period: ToldPeriod, days: tuple[str, str]) -> None:
    first, last = days_told(period, at("2026-03-01T00:00"))  # A Sunday.
    assert (str(first), str(last)) == days


def test_a_mail_names_the_report_and_holds_neither_numbers_nor_headers_of_its_name() -> None:
    days = (date(2026, 11, 21), date(2026, 11, 21))
    message = letter(
        mail_id="M1",
        sender="reports@cc.example.com",
        to="wang@example.com",
        company="照章\u2028公司",
        report="日报\r\nBcc: evil@example.com 13800138000",
        days=days,
        link=link_to("https://cc.example.com", "V1", days),
        at_us=at("2026-11-22T08:30"),
        demo=True,
    )
    raw = message.as_bytes()
    assert message["Subject"] == (
        "【演示 DEMO】报表 日报 Bcc: evil@example.com 138****00 2026-11-21 – 2026-11-21 · 照章 公司"
    )
    assert message["Bcc"] is None
    assert b"\r\nBcc:" not in raw
    assert message["Message-ID"] == "<M1@cc.example.com>"
    text = message.get_content()
    assert "https://cc.example.com/reports?view=V1&first=2026-11-21&last=2026-11-21" in text
    assert "13800138000" not in text
    assert mask_mail_address("13800138000@139.com") == "1***@139.com"


@pytest.mark.parametrize(
    "address",
    [
        *("", "wang", "wang@", "@example.com", "wang@example", "wang@@example.com", "w ang@example.com"),
        *("wang@example.com\r\nBcc: x@example.com", "Wang <wang@example.com>", "wang@example.com,x@e.com"),
        *(
            "王@example.com",
            "wang@-example.com",
            ".wang@example.com",
            "wang@example..com",
            "w" * 250 + "@e.cn",
        ),
    ],
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(MailAddress).validate_python(address)


def test_a_mail_waits_longer_each_time_and_ends_once() -> None:
    assert [wait_us(tries) // MINUTE for tries in (1, 2, 3, 6, 7, 50)] == [1, 2, 4, 32, 60, 60]
    ended = (MailState.SENT, MailState.FAILED)
    assert {advance(state, fact) for state in ended for fact in MailFact} == {None}
    assert advance(MailState.WAITING, MailFact.PUT_OFF) is MailState.WAITING
