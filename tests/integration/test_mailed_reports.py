"""Links to reports by mail: due, written down, sent once through a real mail server, tried again, told."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from structlog.testing import capture_logs

from callcenter.identity.models import AuditRow, Person, PersonRole
from callcenter.identity.roles import Role
from callcenter.kit.clock import SHANGHAI, to_us
from callcenter.kit.mail import MailFailed, MailTrouble
from callcenter.reporting.reports.mail.due import Rhythm
from callcenter.reporting.reports.mail.models import ReportMail, ReportSchedule
from callcenter.reporting.reports.mail.schemas import ScheduleSent
from callcenter.reporting.reports.views.models import ReportView
from fakes.mail_bench import VIEW, Bench, mail_bench
from fakes.platform_app import RunningApp, running_app

pytestmark = pytest.mark.integration


@pytest.fixture
async def bench(database_url: str, tmp_path: Path) -> AsyncIterator[Bench]:
    async with mail_bench(database_url, tmp_path) as bench:
        yield bench


async def test_a_due_mail_is_sent_once_and_of_missed_ones_the_newest(bench: Bench) -> None:
    await bench.add("li@example.com", "13800138000@139.com", "LI@example.com")
    assert await bench.pass_by("2026-11-22T08:29") == []
    both = ["13800138000@139.com", "LI@example.com"]
    mails = bench.mails()
    bench.clock.set("2026-11-22T08:31")
    await mails.plan()
    await mails.plan()
    await mails.send_waiting()
    [mail] = [mail for address, mail in bench.office.mails if address.startswith("LI")]
    assert mail["Subject"] == "报表 日报 Bcc: x@example.com 2026-11-21 – 2026-11-21 · 照章公司"
    assert (mail["To"], mail["Bcc"]) == ("LI@example.com", None)
    link = f"https://cc.example.com/reports?view={VIEW}&first=2026-11-21&last=2026-11-21"
    assert mail.get_content().count(link) == 2
    assert bench.office.taken() == both

    # The same program goes on, or another begins: what was sent is sent.
    assert await bench.pass_by("2026-11-22T23:00", mails) == []
    assert await bench.pass_by("2026-11-23T08:29") == []
    # Away for a week: one mail, of the newest due time.
    assert await bench.pass_by("2026-11-29T12:00") == both
    last = await bench.last()
    assert (last.sent, last.waiting, last.failed, last.failure) == (2, 0, 0, None)
    assert last.due_us == to_us(datetime(2026, 11, 29, 8, 30, tzinfo=SHANGHAI))

    async with bench.database.read() as session:
        rows = (await session.scalars(select(AuditRow).where(AuditRow.tag == "report:mail:sent"))).all()
        assert len(rows) == 4
        assert {"13800138000"} & {word for row in rows for word in (row.detail, row.subject)} == set()
        assert all("1***@139.com" in row.detail or "L***@example.com" in row.detail for row in rows)
        stored = [*await session.scalars(select(ReportSchedule.recipients))]
        stored += await session.scalars(select(ReportMail.address))
        assert all(b"13800138000" not in blob for blob in stored)


async def test_a_server_that_fails_is_said_once_and_the_mail_tried_again(bench: Bench) -> None:
    await bench.add("li@example.com", "zhao@example.com")
    mails = bench.mails()
    await bench.office.close()
    with capture_logs() as logs:
        assert await bench.pass_by("2026-11-22T08:30", mails) == []
        last = await bench.last()
        assert (last.waiting, last.failure, last.to) == (2, MailTrouble.UNREACHABLE, "l***@example.com")
        assert await bench.pass_by("2026-11-22T08:32", mails) == []
        await bench.office.open()
        assert await bench.pass_by("2026-11-22T08:40", mails) == ["li@example.com", "zhao@example.com"]
    assert [entry["event"] for entry in logs] == ["mail server fails", "mail server works again"]
    assert "example.com" not in str(logs)


async def test_an_address_that_is_refused_fails_alone_and_in_vain_ends_after_a_day(bench: Bench) -> None:
    await bench.add("gone@example.com", "li@example.com", rhythm=Rhythm.WEEK, weekday=1)
    bench.office.refused.add("gone@example.com")
    assert await bench.pass_by("2026-11-23T08:30") == ["li@example.com"]
    last = await bench.last()
    assert (last.sent, last.failed, last.failure, last.code) == (1, 1, MailTrouble.RECIPIENT_REFUSED, 550)
    assert await bench.pass_by("2026-11-23T12:00") == []

    wrong = bench.mails(host="127.0.0.1", port=bench.office.port, authority=None)
    assert await bench.pass_by("2026-11-30T08:30", wrong) == []
    assert (await bench.last()).failure is MailTrouble.NOT_TRUSTED
    assert await bench.pass_by("2026-12-01T08:31", wrong) == []
    assert (await bench.last()).failed == 2
    assert await bench.pass_by("2026-12-02T09:00") == []


async def test_a_mail_that_was_perhaps_taken_is_sent_once_more_and_never_again(bench: Bench) -> None:
    await bench.add("li@example.com")
    bench.office.silent.add("li@example.com")
    mails = bench.mails(after_the_mail=0.2)
    assert await bench.pass_by("2026-11-22T08:30", mails) == ["li@example.com"]
    last = await bench.last()
    assert (last.waiting, last.failure) == (1, MailTrouble.PERHAPS_TAKEN)
    # That the server cannot be reached between the two does not make it a third time.
    away = bench.mails(encryption="tls")
    assert await bench.pass_by("2026-11-22T08:32", away) == []
    assert (await bench.last()).failure is MailTrouble.PERHAPS_TAKEN
    assert await bench.pass_by("2026-11-22T08:40", mails) == ["li@example.com"]
    last = await bench.last()
    assert (last.waiting, last.failed, last.failure) == (0, 1, MailTrouble.PERHAPS_TAKEN)
    assert await bench.pass_by("2026-11-22T12:00") == []


async def test_a_server_is_named_by_what_is_wrong_with_it(bench: Bench) -> None:
    def trouble(**changed: Any) -> MailTrouble:
        with pytest.raises(MailFailed) as failed:
            bench.office.reached(**changed).send(_mail(), "li@example.com")
        return failed.value.trouble

    wrong = bench.office.folder / "wrong"
    wrong.write_text("not this one")
    for changed, word in (
        ({"password_file": wrong}, MailTrouble.SIGN_IN_REFUSED),
        ({"password_file": bench.office.folder / "none"}, MailTrouble.PASSWORD_UNREADABLE),
        ({"user": ""}, MailTrouble.SENDER_REFUSED),
        ({"encryption": "off"}, MailTrouble.SIGN_IN_REFUSED),
        ({"encryption": "tls"}, MailTrouble.NOT_TRUSTED),
        ({"authority": wrong}, MailTrouble.NOT_TRUSTED),
    ):
        assert await asyncio.to_thread(trouble, **changed) is word, changed


async def test_whose_rights_ended_or_whose_view_is_gone_sends_nothing(bench: Bench) -> None:
    await bench.add("li@example.com")
    async with bench.database.write() as session:
        await session.execute(update(Person).values(active=False))
    assert await bench.pass_by("2026-11-22T08:30") == []
    async with bench.database.write() as session:
        await session.execute(update(Person).values(active=True))
    assert await bench.pass_by("2026-11-22T08:31") == ["li@example.com"]

    # Written down while all was well, and put off: it waits no longer.
    bench.office.refused_for_now.add("li@example.com")
    assert await bench.pass_by("2026-11-23T08:30") == []
    bench.office.refused_for_now.clear()
    async with bench.database.write() as session:
        await session.execute(delete(PersonRole))
    bench.clock.set("2026-11-23T08:40")
    await bench.mails().send_waiting()
    assert bench.office.taken() == []
    assert await bench.pass_by("2026-11-23T08:40") == []
    assert (await bench.last()).waiting == 0
    async with bench.database.write() as session:
        session.add(PersonRole(person_id=bench.wang.id, role=Role.SUPERVISOR.value))
    assert await bench.pass_by("2026-11-23T08:41") == []
    async with bench.database.write() as session:
        view = await session.get(ReportView, VIEW)
        assert view is not None
        await session.delete(view)
    assert await bench.pass_by("2026-11-24T08:31") == []
    async with bench.database.read() as session:
        assert (await session.scalars(select(ReportSchedule))).all() == []
        assert (await session.scalars(select(ReportMail))).all() == []


async def test_a_schedule_that_is_changed_is_planned_before_or_after(bench: Bench) -> None:
    changed = await bench.add("old@example.com")
    bench.clock.set("2026-11-22T08:31")
    mails = bench.mails()
    async with bench.database.write() as session:
        sent = ScheduleSent.model_validate(
            {"view": VIEW, "rhythm": "day", "at": "08:30", "period": "yesterday", "recipients": ["li@e.cn"]}
        )
        await bench.schedules.change(session, bench.wang, changed, sent)
        await session.flush()
        planning = asyncio.create_task(mails.plan())
        # Time enough to plan the old words, were it let to.
        await asyncio.wait({planning}, timeout=0.3)
    await planning
    await mails.send_waiting()
    assert bench.office.taken() == []
    assert await bench.pass_by("2026-11-23T08:30") == ["li@e.cn"]


async def test_recipients_that_cannot_be_read_stop_no_other_schedule(bench: Bench) -> None:
    broken = await bench.add("gone@example.com")
    await bench.add("li@example.com")
    async with bench.database.write() as session:
        wrong = update(ReportSchedule).where(ReportSchedule.id == broken).values(recipients=b"x" * 40)
        await session.execute(wrong)
    assert await bench.pass_by("2026-11-22T08:30") == ["li@example.com"]
    async with bench.database.write() as session:
        [shown] = [
            each for each in (await bench.schedules.own(session, bench.wang)).items if each.id == broken
        ]
        assert shown.recipients == []
        await bench.schedules.drop(session, bench.wang, broken)


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path, demo=False) as running:
        yield running


async def test_schedules_are_ones_own_and_kept_without_a_mail_server(running: RunningApp) -> None:
    view = {"name": "日报", "what": "table", "query": {"rows": "queue"}}
    async with running.signed_in(Role.SUPERVISOR) as client, running.signed_in(Role.INSPECTOR) as other:
        mine = (await client.post("/api/reports/views", json=view)).json()["id"]
        others = (await other.post("/api/reports/views", json=view)).json()["id"]
        wanted: dict[str, Any] = {"view": mine, "rhythm": "month", "month_day": 31, "at": "08:30"}
        wanted |= {"period": "last_month", "recipients": ["li@example.com"], "weekday": 3}
        kept = (await client.post("/api/reports/schedules", json=wanted)).json()
        assert (kept["month_day"], kept["weekday"], kept["at"], kept["last"]) == (31, None, "08:30", None)
        listed = (await client.get("/api/reports/schedules")).json()
        assert (listed["mail_ready"], listed["items"]) == (False, [kept])
        for changed, code in (
            ({"month_day": None}, "ScheduleIncomplete"),
            ({"recipients": ["li@example.com\r\nBcc: x@example.com"]}, "InvalidInput"),
            ({"recipients": []}, "InvalidInput"),
            ({"at": "24:00"}, "InvalidInput"),
            ({"view": others}, "NoSuchView"),
        ):
            answer = await client.post("/api/reports/schedules", json={**wanted, **changed})
            assert answer.json()["code"] == code, changed
            assert "example.com" not in answer.text
        address = f"/api/reports/schedules/{kept['id']}"
        assert (await other.put(address, json=wanted)).status_code == 403
        off = (await client.put(address, json={**wanted, "active": False})).json()
        assert (off["active"], off["next_us"]) == (False, None)
        assert (await client.delete(address)).status_code == 204
        assert (await client.delete(address)).json()["code"] == "NoSuchSchedule"


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "x", "reports@cc.example.com", "li@example.com"
    mail.set_content("x")
    return mail


async def test_anothers_schedule_ends_with_the_sharing(running: RunningApp) -> None:
    view: dict[str, Any] = {"name": "日报", "what": "table", "query": {"rows": "queue"}, "shared": True}
    async with running.signed_in(Role.INSPECTOR) as owner, running.signed_in(Role.SUPERVISOR) as other:
        shared = (await owner.post("/api/reports/views", json=view)).json()["id"]
        wanted = {"view": shared, "rhythm": "day", "at": "08:30", "period": "yesterday"}
        await other.post("/api/reports/schedules", json={**wanted, "recipients": ["li@example.com"]})
        address = f"/api/reports/views/{shared}"
        for sharing, left in ((True, 1), (False, 0), (True, 0)):
            assert (await owner.put(address, json={**view, "shared": sharing})).status_code == 200
            assert len((await other.get("/api/reports/schedules")).json()["items"]) == left
