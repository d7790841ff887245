"""Customers exported through the whole application: what is searched, masked or whole, for who asked."""

import csv
import io
from typing import Any

import httpx
import openpyxl
import pytest
from sqlalchemy import select

from callcenter.crm.transfer import table_writer
from callcenter.identity.models import AuditRow
from callcenter.identity.roles import Role
from fakes.customer_files import MAPPING, assert_nothing_readable, ended, platform, run, table, upload

pytestmark = pytest.mark.integration


@pytest.fixture
async def supervisor(tmp_path, database_url):
    async with platform(tmp_path, database_url, import_limit_mb=1) as started:
        yield started


class TestExporting:
    async def add(self, client: httpx.AsyncClient) -> None:
        rows = (("王小明", "13900001234", "要发票"), ("李四", "13900002345", "=1+1"))
        mapping = [*MAPPING, {"column": 2, "field": "needs"}]
        await run(client, (await upload(client, table(*rows)))["id"], mapping=mapping)

    async def export(self, client: httpx.AsyncClient, **asked) -> tuple[dict[str, Any], bytes]:
        answer = await client.post("/api/customer-exports", json=asked)
        assert answer.status_code == 201, answer.text
        address = f"/api/customer-exports/{answer.json()['id']}"
        shown = await ended(client, address)
        assert shown["state"] == "done", shown
        return shown, (await client.get(f"{address}/file")).content

    async def test_is_masked_unless_a_reason_is_given(self, supervisor):
        running, client = supervisor
        await self.add(client)
        shown, masked = await self.export(client, format="csv")
        lines = list(csv.reader(io.StringIO(masked.decode("utf-8-sig"))))
        assert lines[0][:2] == ["姓名", "电话"]
        assert sorted(line[1] for line in lines[1:]) == ["139****1234", "139****2345"]
        assert "'=1+1" in {cell for line in lines for cell in line}
        assert b"13900001234" not in masked
        assert (shown["rows"], shown["whole"]) == (2, False)
        refused = await client.post("/api/customer-exports", json={"whole": True})
        assert refused.json()["code"] == "ReasonMissing"
        _, whole = await self.export(client, format="csv", whole=True, reason="年度核对")
        assert b"13900001234" in whole
        assert_nothing_readable(running, b"13900001234", "要发票".encode())
        async with running.platform.database.read() as session:
            audited = (await session.execute(select(AuditRow.tag, AuditRow.detail))).all()
        assert sum(tag == "customer:export:fetched" for tag, _ in audited) == 2
        assert any("年度核对" in detail for tag, detail in audited if tag == "customer:export:asked")

    async def test_is_exactly_what_is_searched(self, supervisor):
        _, client = supervisor
        await self.add(client)
        shown, data = await self.export(client, format="xlsx", q="李四")
        rows = list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))
        assert (shown["rows"], len(rows), rows[1][1]) == (1, 2, "139****2345")
        nobody, _ = await self.export(client, format="csv", q="没有的人")
        assert nobody["rows"] == 0

    async def test_of_more_than_a_sheet_holds_is_refused_by_name(self, supervisor, monkeypatch):
        _, client = supervisor
        await self.add(client)
        monkeypatch.setattr(table_writer, "MOST_ROWS", 2)
        asked = (await client.post("/api/customer-exports", json={"format": "xlsx"})).json()
        shown = await ended(client, f"/api/customer-exports/{asked['id']}")
        assert (shown["state"], shown["file_name"]) == ("failed", None)
        assert "CSV" in shown["failure_zh"]
        assert "CSV" in shown["failure_en"]
        whole, _ = await self.export(client, format="csv")
        assert whole["rows"] == 2

    async def test_is_for_who_asked(self, supervisor):
        running, client = supervisor
        shown, _ = await self.export(client, format="csv")
        async with running.signed_in(Role.AGENT) as agent:
            assert (await agent.get(f"/api/customer-exports/{shown['id']}/file")).status_code == 403


async def test_demo_data_is_marked_in_the_file_and_its_name(tmp_path):
    async with platform(tmp_path, "", demo=True) as (_, client):
        await run(client, (await upload(client, table(("王小明", "13900001234", ""))))["id"])
        shown, data = await TestExporting().export(client, format="csv")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert lines[0][0].startswith("演示数据")
    assert lines[2][-1] == "演示"
    assert shown["file_name"].startswith("演示-")
