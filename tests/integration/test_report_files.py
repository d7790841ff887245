"""Exports, saved views and shifts over HTTP, on the whole platform."""

import asyncio
import io
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import httpx
import openpyxl
import pypdf
import pytest
from sqlalchemy import select

from callcenter.identity.models import Person
from callcenter.identity.roles import Role
from callcenter.reporting.reports.exports.font import paper_font
from callcenter.reporting.rollups.keeping import make_anew
from callcenter.seats.models import Agent
from fakes.platform_app import RunningApp, running_app

pytestmark = pytest.mark.integration

DAY = {"first": "2026-11-20", "last": "2026-11-21"}


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path, demo=False) as running:
        async with running.platform.database.write() as session:
            person = await session.scalar(select(Person).where(Person.name == "agent"))
            assert person is not None
            person.display_name = '=HYPERLINK("http://x")'
            company = running.settings.company_id
            session.add(
                Agent(
                    id="A00001",
                    client_company_id=company,
                    work_number="8001",
                    person_id=person.id,
                    created_us=1,
                )
            )
        yield running


async def exported(client: httpx.AsyncClient, what: str, format_: str, **query: str) -> bytes:
    asked = {"what": what, "format": format_, "query": {**DAY, **query}}
    answer = await client.post("/api/reports/exports", json=asked)
    assert answer.status_code == 202, answer.text
    address = f"/api/reports/exports/{answer.json()['id']}"
    async with asyncio.timeout(60):
        while (shown := (await client.get(address)).json())["state"] in ("queued", "running"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)  # as a page asks again
    assert (shown["state"], shown["done"]) == ("done", shown["total"]), shown
    assert shown["file"].endswith(format_)
    return (await client.get(f"{address}/file")).content


async def planned(client: httpx.AsyncClient, **changed: str) -> httpx.Response:
    shift = {"agent": "A00001", "day": "2026-11-20", "from": "09:00", "to": "18:00"}
    return await client.post("/api/shifts", json={**shift, **changed})


async def paid(client: httpx.AsyncClient, first: str = "2026-11-20", last: str = "2026-11-21") -> list[int]:
    told = await client.get("/api/reports/timesheet", params={"first": first, "last": last})
    return [row["paid_us"] // 3_600_000_000 for row in told.json()["rows"]]


async def test_a_report_goes_into_a_spreadsheet_with_real_numbers_and_no_formula(running: RunningApp) -> None:
    async with running.signed_in(Role.SUPERVISOR) as client:
        assert (await planned(client)).status_code == 201
        data = await exported(client, "table", "xlsx", rows="agent", compare="previous")
        sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
        header = [cell.value for cell in sheets[0][1]]
        assert header[:3] == ["坐席", "振铃量", "振铃量(上期)"]
        name = sheets[0].cell(2, 1)
        assert (name.value, name.data_type) == ('=HYPERLINK("http://x") 8001', "s")
        assert (sheets[0].cell(2, 2).value, sheets[0].cell(2, 2).number_format) == (0, "#,##0")
        about = {row[0].value: row[1].value for row in sheets[-1].iter_rows(min_row=2)}
        assert about["时段"] == "2026-11-20 – 2026-11-21 (Asia/Shanghai)"
        assert any(str(item).endswith("[occupancy v1]") for item in about)

        days = openpyxl.load_workbook(io.BytesIO(await exported(client, "table", "xlsx", rows="day")))
        assert days.worksheets[0].cell(2, 1).value == datetime(2026, 11, 20)  # noqa: DTZ001 - as Excel has it
        text = (await exported(client, "timesheet", "csv")).decode("utf-8-sig")
        assert '"\'=HYPERLINK(""http://x"") 8001"' in text
        assert '"32400.000"' in text
        # Nobody watched on either day.
        of_days, sums = (
            [line.rpartition(",")[2] for line in part.splitlines()] for part in text.split("\r\n\r\n")[:2]
        )
        assert (of_days, sums) == (['"数据完整性"', '"未知"'], ['"数据完整性"', '"未知"', '"未知"'])
        assert (await exported(client, "heat", "csv", figure="offered")).count(b"\r\n") > 24
        young = (await exported(client, "contacts", "csv")).decode("utf-8-sig").splitlines()
        assert young[0].endswith(',"数据完整性"')
        assert young[1].startswith('"2026-11-20","—","—","—",')


async def test_a_report_on_paper_carries_its_font_and_says_what_it_is(
    running: RunningApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running.signed_in(Role.SUPERVISOR) as client:
        assert (await planned(client)).status_code == 201
        data = await exported(client, "table", "pdf", rows="agent", compare="previous")
        paper = pypdf.PdfReader(io.BytesIO(data))
        for number, page in enumerate(paper.pages, start=1):
            text = page.extract_text()
            assert running.settings.company_name in text
            assert running.settings.licence_number in text
            assert "2026-11-20 – 2026-11-21 (Asia/Shanghai)" in text
            assert f"第 {number} 页 / 共 {len(paper.pages)} 页" in text
            assert page.mediabox.width > page.mediabox.height
        assert '=HYPERLINK("http://x") 8001' in paper.pages[0].extract_text()
        assert "[occupancy v1]" in paper.pages[-1].extract_text()
        fonts: Any = paper.pages[0]["/Resources"]
        for font in fonts["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
        assert (await exported(client, "heat", "pdf", figure="offered")).startswith(b"%PDF-")
        for what in ("timesheet", "contacts"):
            assert (await exported(client, what, "pdf")).startswith(b"%PDF-")

        asked = {"what": "table", "format": "pdf", "query": {**DAY, "rows": "day"}}
        monkeypatch.setattr("callcenter.reporting.reports.exports.service.MOST_PDF_ROWS", 1)
        answer = await client.post("/api/reports/exports", json=asked)
        assert (answer.status_code, answer.json()["code"]) == (422, "PdfTooLong")
        monkeypatch.undo()
        monkeypatch.setattr("callcenter.reporting.reports.exports.font.FILE", Path("/no/such/font.ttc"))
        paper_font.cache_clear()
        answer = await client.post("/api/reports/exports", json=asked)
        assert (answer.status_code, answer.json()["code"]) == (409, "FontMissing")
        assert "fonts-wqy-microhei" in answer.json()["detail"]


async def test_an_export_that_is_removed_while_it_is_drawn_is_given_up(
    running: RunningApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed = threading.Event()

    def slowly(file: BinaryIO, *_: Any) -> Iterator[float]:
        yield 0.5
        assert removed.wait(60)
        file.write(b"%PDF-")
        yield 1.0

    monkeypatch.setattr("callcenter.reporting.reports.exports.service.NOTED_EACH_SECONDS", -1.0)
    monkeypatch.setattr("callcenter.reporting.reports.exports.service.draw", slowly)
    async with running.signed_in(Role.SUPERVISOR) as client:
        asked = {"what": "table", "format": "pdf", "query": {**DAY, "rows": "day"}}
        address = (
            f"/api/reports/exports/{(await client.post('/api/reports/exports', json=asked)).json()['id']}"
        )
        async with asyncio.timeout(60):
            while (shown := (await client.get(address)).json())["done"] == 0:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert (shown["state"], shown["done"], shown["total"]) == ("running", 1, 2)
        assert (await client.delete(address)).status_code == 204
        removed.set()
        await exported(client, "table", "csv", rows="day")
        assert (await client.get(f"{address}/file")).status_code == 404
        assert len(list((running.settings.data_dir / "reports").iterdir())) == 1


async def test_what_cannot_be_exported_is_refused_at_once_and_files_are_for_who_asked(
    running: RunningApp,
) -> None:
    async with running.signed_in(Role.SUPERVISOR) as client, running.signed_in(Role.INSPECTOR) as other:
        for query, code in (
            ({**DAY}, "QueryIncomplete"),
            ({**DAY, "rows": "queue", "figures": "no_such"}, "FigureUnknown"),
            ({"first": "2026-11-21", "last": "2026-11-20", "rows": "queue"}, "DaysWrong"),
        ):
            asked = {"what": "table", "format": "csv", "query": query}
            answer = await client.post("/api/reports/exports", json=asked)
            assert (answer.status_code, answer.json()["code"]) == (422, code)
        await exported(client, "table", "csv", rows="queue")
        [shown] = (await other.get("/api/reports/exports")).json()["items"]
        assert (shown["mine"], shown["by"]) == (False, "Supervisor")
        address = f"/api/reports/exports/{shown['id']}"
        assert (await other.get(f"{address}/file")).status_code == 404
        assert (await other.delete(address)).status_code == 404
        assert (await client.delete(address)).status_code == 204
        assert (await client.get(f"{address}/file")).status_code == 404


async def test_views_are_ones_own_or_shared(running: RunningApp) -> None:
    view: dict[str, Any] = {"name": "上周", "what": "table", "query": {"rows": "queue"}, "shared": False}
    async with running.signed_in(Role.SUPERVISOR) as client, running.signed_in(Role.INSPECTOR) as other:
        kept = (await client.post("/api/reports/views", json=view)).json()
        assert (kept["query"], kept["mine"]) == ({"rows": "queue"}, True)
        assert (await other.get("/api/reports/views")).json() == {"items": []}
        address = f"/api/reports/views/{kept['id']}"
        shared = {**view, "shared": True}
        assert (await other.put(address, json=shared)).status_code == 404
        assert (await client.put(address, json=shared)).json()["shared"] is True
        [seen] = (await other.get("/api/reports/views")).json()["items"]
        assert (seen["name"], seen["mine"], seen["by"]) == ("上周", False, "Supervisor")
        assert (await other.delete(address)).status_code == 404
        assert (await client.delete(address)).status_code == 204


async def test_shifts_are_what_utilisation_is_divided_by(running: RunningApp) -> None:
    async with running.signed_in(Role.SUPERVISOR) as client:
        shift = (await planned(client)).json()
        assert (shift["from"], shift["to"], shift["label"].split()[-1]) == ("09:00", "18:00", "8001")
        assert (await planned(client, **{"from": "17:00", "to": "20:00"})).json()["code"] == "ShiftsOverlap"
        assert (await planned(client, agent="A00009")).json()["code"] == "AgentUnknown"
        assert (await planned(client, day="2026-11-19", to="08:00")).json()["code"] == "ShiftWrong"
        night = await planned(client, day="2026-11-20", **{"from": "22:00", "to": "06:00"})
        assert night.status_code == 201
        assert await paid(client) == [11, 6]
        changed = {"agent": "A00001", "day": "2026-11-20", "from": "10:00", "to": "18:00"}
        assert (await client.put(f"/api/shifts/{shift['id']}", json=changed)).status_code == 200
        assert (await client.put(f"/api/shifts/{shift['id']}", json=changed)).json()["code"] == "NoSuchShift"
        assert await paid(client) == [10, 6]
        await make_anew(running.platform.database)
        assert await paid(client) == [10, 6]
        assert (await client.delete(f"/api/shifts/{night.json()['id']}")).status_code == 204
        assert await paid(client) == [8]
        [left] = (await client.get("/api/shifts", params=DAY)).json()["items"]
        assert (left["day"], left["from"]) == ("2026-11-20", "10:00")
        tomorrow = (datetime.now() + timedelta(days=2)).date().isoformat()  # noqa: DTZ005 - any day to come
        assert (await planned(client, day=tomorrow)).status_code == 201
        assert await paid(client, tomorrow, tomorrow) == []


async def test_shifts_come_from_a_file(running: RunningApp) -> None:
    table = (
        "工号,日期,开始,结束\n"
        "8001,2026-11-20,9:00,18:00\n8001,2026/11/21,22:00,24:00\n8009,2026-11-20,9:00,18:00\n"
        "8001,2026-11-20,17:00,19:00\n8001,2026-11-22,25:00,26:00\n8001,2026-11-20,9:00,18:00\n"
    ).encode("gb18030")
    async with running.signed_in(Role.SUPERVISOR) as client:
        for dry_run, added, unchanged in ((True, 2, 1), (False, 2, 1), (False, 0, 3)):
            answer = await client.post("/api/shifts/import", params={"dry_run": dry_run}, content=table)
            told = answer.json()
            assert (told["read"], told["added"], told["unchanged"], told["wrong"]) == (6, added, unchanged, 3)
            assert [problem["row"] for problem in told["problems"]] == [4, 6, 5]
            assert await paid(client) == ([] if dry_run else [9, 2])
        wrong = await client.post("/api/shifts/import", content="姓名,日期\n张三,今天\n".encode())
        assert (wrong.status_code, wrong.json()["code"]) == (422, "FileUnreadable")
