"""A mail that gets no answer holds up neither the others nor the end; what nobody sees is not kept."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from callcenter.identity.roles import Role
from callcenter.kit.mail import MailTrouble
from callcenter.reporting.reports.mail import sending
from callcenter.reporting.reports.mail.models import ReportMail, ReportSchedule
from callcenter.reporting.reports.views.models import ReportView
from fakes.mail_bench import Bench, mail_bench
from fakes.people import add_people, person

pytestmark = pytest.mark.integration


@pytest.fixture
async def bench(database_url: str, tmp_path: Path) -> AsyncIterator[Bench]:
    async with mail_bench(database_url, tmp_path) as bench:
        yield bench


async def test_a_silent_server_does_not_hold_up_the_end(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_PARTING_SECONDS", 0.1)
    await bench.add("li@example.com")
    bench.office.silent.add("li@example.com")
    bench.clock.set("2026-11-22T08:30")
    running = asyncio.create_task(bench.mails().run())
    async with asyncio.timeout(60):
        await bench.office.came.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    last = await bench.last()
    assert (last.waiting, last.failure) == (1, MailTrouble.PERHAPS_TAKEN)


async def test_a_mail_without_an_answer_lets_the_others_go(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_PARTING_SECONDS", 0.1)
    others = {f"agent{number}@example.com" for number in range(sending.AT_ONCE)}
    await bench.add("li@example.com", *sorted(others))
    bench.office.silent.add("li@example.com")
    bench.clock.set("2026-11-22T08:30")
    running = asyncio.create_task(bench.mails().run())
    async with asyncio.timeout(60):
        while {address for address, _ in bench.office.mails} != others | {"li@example.com"}:
            bench.office.came.clear()
            await bench.office.came.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_what_nobody_sees_any_more_is_not_kept(bench: Bench) -> None:
    """Schedules of a view that is no longer shared with who made them, and mails of long ago."""
    mine = await bench.add("li@example.com")
    assert await bench.pass_by("2026-11-22T08:30") == ["li@example.com"]
    async with bench.database.write() as session:
        await session.execute(update(ReportSchedule).values(active=False))
    assert await bench.pass_by("2027-02-19T08:30") == []
    assert (await bench.last()).sent == 1
    assert await bench.pass_by("2027-02-21T08:30") == []
    async with bench.database.read() as session:
        assert (await session.scalars(select(ReportMail))).all() == []
        assert (await session.scalars(select(ReportSchedule.id))).all() == [mine]
    async with bench.database.write() as session:
        zhao = person("ZHAO", Role.SUPERVISOR)
        await add_people(session, [zhao])
        await session.execute(update(ReportView).values(person_id=zhao.id))
    assert await bench.pass_by("2027-02-22T08:30") == []
    async with bench.database.read() as session:
        assert (await session.scalars(select(ReportSchedule.id))).all() == []
