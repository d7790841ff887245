"""Customers imported through the whole application, on both databases."""

import asyncio
import csv
import io
import os
from contextlib import asynccontextmanager
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select, update

from callcenter.crm.customers.schemas import CustomerPatch
from callcenter.crm.transfer.models import CustomerImport
from callcenter.identity.models import Person
from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from fakes.customer_files import (
    DEADLINE_SECONDS,
    MAPPING,
    assert_nothing_readable,
    ended,
    found,
    platform,
    progress,
    run,
    table,
    upload,
)
from fakes.platform_app import RunningApp
from integration.postgres_server import PostgresServer, somebody_waits

pytestmark = pytest.mark.integration


@pytest.fixture
async def supervisor(tmp_path, database_url):
    async with platform(tmp_path, database_url, import_limit_mb=1) as started:
        yield started


async def gone(file: Path) -> None:
    async with asyncio.timeout(DEADLINE_SECONDS):
        while True:
            if not await asyncio.to_thread(file.exists):
                return
            await asyncio.sleep(0.05)


class TestImporting:
    async def test_looks_first_then_tries_then_writes(self, supervisor):
        running, client = supervisor
        data = table(
            ("王小明", "13900001234", "甲"),
            ("李四", "1.39E+10", ""),
            ("=cmd|' /C calc'!A0", "13900002345", ""),
            ("王小明", "139-0000-1234", "同一人"),
            ("", "", ""),
            encoding="gb18030",
        )
        seen = await upload(client, data)
        assert (seen["state"], seen["encoding"], seen["file_name"]) == ("uploaded", "gb18030", "客户.csv")
        assert [column["field"] for column in seen["columns"]] == ["name", "phones", "needs"]
        assert seen["columns"][1]["samples"][0] == "139****1234"
        assert "13900001234" not in str(seen)
        assert seen["columns"][0]["samples"][0].startswith("王*")

        tried = await run(client, seen["id"], dry_run=True)
        assert (tried["state"], progress(tried)) == ("checked", (2, 0, 0, 2))
        assert [(each["row"], each["code"]) for each in tried["problems"]] == [
            (3, "scientific"),
            (5, "twice"),
        ]
        assert await found(client, "13900001234") == []

        done = await run(client, seen["id"])
        assert (done["state"], progress(done)) == ("done", (2, 0, 0, 2))
        assert done["progress"]["read"] == done["progress"]["total"] == 6
        [row] = await found(client, "13900001234")
        assert row["phone_masked"] == "139****1234"
        assert len(await found(client, "13900002345")) == 1
        told = (await client.get(f"/api/customer-imports/{seen['id']}/problems")).content.decode("utf-8-sig")
        assert [line[0] for line in csv.reader(io.StringIO(told))] == ["行 row", "3", "5"]
        again = await client.post(f"/api/customer-imports/{seen['id']}/run", json={"mapping": MAPPING})
        assert again.json()["code"] == "ImportBusy"
        assert_nothing_readable(running, b"13900001234", "王小明".encode(), "王小明".encode("gb18030"))

    async def test_known_customers_are_skipped_or_updated(self, supervisor):
        _, client = supervisor
        first = await upload(client, table(("王小明", "13900001234", "")))
        await run(client, first["id"])
        rows = (("王小明", "13900001234;13900003456", ""), ("赵六", "13900004567", ""))
        skipped = await run(client, (await upload(client, table(*rows)))["id"])
        assert progress(skipped) == (1, 0, 1, 0)
        assert await found(client, "13900003456") == []
        updated = await run(client, (await upload(client, table(*rows)))["id"], on_duplicate="update")
        assert progress(updated) == (0, 1, 1, 0)
        [row] = await found(client, "13900003456")
        assert (row["phones"], row["version"]) == (2, 2)

    @pytest.mark.parametrize(("on_duplicate", "expected"), [("skip", (0, 0, 3, 0)), ("update", (0, 1, 2, 0))])
    async def test_what_a_row_tells_of_a_known_customer_is_theirs_in_later_rows(
        self, supervisor, on_duplicate: str, expected: tuple[int, ...]
    ):
        _, client = supervisor
        await run(client, (await upload(client, table(("王小明", "13900001234", ""))))["id"])
        rows = (("", "13900001234;13900003456", ""), ("", "13900003456", ""), ("", "13900001234", ""))
        for dry_run in (True, False):
            seen = await upload(client, table(*rows))
            shown = await run(client, seen["id"], on_duplicate=on_duplicate, dry_run=dry_run)
            if not dry_run:
                assert progress(shown) == expected
        assert len(await found(client, "13900001234")) == 1
        assert len(await found(client, "")) == 1

    async def test_rows_that_hang_together_over_a_third_are_one_customer(self, supervisor):
        _, client = supervisor
        rows = (("甲", "13900001234", ""), ("甲", "13900001234;13900003456", ""), ("甲", "13900003456", ""))
        shown = await run(client, (await upload(client, table(*rows)))["id"])
        assert progress(shown) == (1, 0, 0, 2)
        assert [each["row"] for each in shown["problems"]] == [3, 4]

    async def test_a_frozen_customer_is_not_made_a_second_time(self, supervisor):
        _, client = supervisor
        await run(client, (await upload(client, table(("王小明", "13900001234", ""))))["id"])
        [row] = await found(client, "13900001234")
        frozen = {"customer_id": row["id"], "reason": "争议处理中"}
        assert (await client.post("/api/personal-data/freeze", json=frozen)).status_code == 200
        shown = await run(client, (await upload(client, table(("王小明", "13900001234", ""))))["id"])
        assert [each["code"] for each in shown["problems"]] == ["frozen"]
        assert await found(client, "13900001234") == []

    async def test_a_row_that_two_customers_fit_is_wrong(self, supervisor):
        _, client = supervisor
        await run(
            client,
            (await upload(client, table(("甲一", "13900001234", ""), ("乙一", "13900002345", ""))))["id"],
        )
        shown = await run(client, (await upload(client, table(("丙", "13900001234;13900002345", ""))))["id"])
        assert [each["code"] for each in shown["problems"]] == ["ambiguous"]

    async def test_a_workbook_is_read_too(self, supervisor):
        _, client = supervisor
        book = openpyxl.Workbook()
        for row in (["姓名", "电话"], ["王小明", 13900001234]):
            book.worksheets[0].append(row)
        made = io.BytesIO()
        book.save(made)
        seen = await upload(client, made.getvalue())
        assert seen["format"] == "xlsx"
        assert progress(await run(client, seen["id"])) == (1, 0, 0, 0)
        assert len(await found(client, "13900001234")) == 1

    async def test_the_mapping_must_be_clear(self, supervisor):
        _, client = supervisor
        seen = await upload(client, table(("王小明", "13900001234", "")))
        for mapping in (
            [{"column": 0, "field": "name"}, {"column": 1, "field": "name"}],
            [{"column": 0, "field": "nothing"}],
            [{"column": 0, "field": "phones"}, {"column": 0, "field": "name"}],
        ):
            answer = await client.post(f"/api/customer-imports/{seen['id']}/run", json={"mapping": mapping})
            assert answer.json()["code"] == "MappingUnclear"

    async def test_too_large_a_file_leaves_nothing(self, supervisor):
        running, client = supervisor
        announced = await client.post("/api/customer-imports", content=b"x" * (2**20 + 1))
        assert announced.status_code == 413

        async def unannounced():
            for _ in range(200):
                yield b"x" * 2**20

        assert (await client.post("/api/customer-imports", content=unannounced())).status_code == 413
        assert (await client.get("/api/customer-imports")).json()["items"] == []
        assert list((running.settings.data_dir / "transfers").glob("*")) == []

    async def test_what_is_no_table_leaves_nothing(self, supervisor):
        running, client = supervisor
        refused = await client.post("/api/customer-imports", content=b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
        assert refused.json()["code"] == "FileUnreadable"
        assert list((running.settings.data_dir / "transfers").iterdir()) == []

    async def test_a_file_that_no_job_needs_goes_when_its_time_is_over(self, supervisor):
        running, client = supervisor
        folder = running.settings.data_dir / "transfers"
        needed = await upload(client, table(("王小明", "13900001234", "")))
        for name in ("0" * 26, "1" * 26):
            (folder / f"{name}.sealed").write_bytes(b"left behind")
        for file in folder.iterdir():
            if "1" * 26 not in file.name:
                os.utime(file, (1, 1))
        # Whatever is done wakes the jobs, and they clear up when nothing is left to do.
        await run(client, (await upload(client, table(("李四", "13900002345", ""))))["id"])
        await gone(folder / f"{'0' * 26}.sealed")
        assert {file.stem for file in folder.iterdir()} == {needed["id"], "1" * 26}

    async def test_a_file_can_be_taken_back(self, supervisor):
        running, client = supervisor
        seen = await upload(client, table(("王小明", "13900001234", "")))
        assert len(list((running.settings.data_dir / "transfers").iterdir())) == 1
        assert (await client.delete(f"/api/customer-imports/{seen['id']}")).status_code == 204
        assert list((running.settings.data_dir / "transfers").iterdir()) == []
        shown = (await client.get(f"/api/customer-imports/{seen['id']}")).json()
        assert (shown["state"], shown["columns"]) == ("removed", [])


async def test_an_update_waits_for_an_editor_and_keeps_what_they_wrote(tmp_path, postgres: PostgresServer):
    """PostgreSQL alone has several writers."""
    url = await postgres.migrated_database()
    async with platform(tmp_path, url) as (running, client):
        await run(client, (await upload(client, table(("王小明", "13900001234", ""))))["id"])
        [row] = await found(client, "13900001234")
        seen = await upload(client, table(("", "13900001234;13900003456", "")))
        customers = running.platform.crm.customers
        async with running.platform.database.write() as session:
            asked = select(Person).where(Person.name == Role.SUPERVISOR.value)
            known = (await session.scalars(asked)).one()
            editor = CurrentPerson(
                known.id, known.name, "", frozenset({Role.SUPERVISOR}), known.client_company_id, b""
            )
            change = {"version": 1, "address": "珙县紫荆路", "add_phones": ["13900007890"]}
            patch = CustomerPatch.model_validate(change)
            await customers.change(session, editor, row["id"], patch)
            imported = asyncio.create_task(run(client, seen["id"], on_duplicate="update"))
            await somebody_waits(running.platform.database)
        shown = await imported
        assert (shown["state"], progress(shown)) == ("done", (0, 1, 0, 0))
        known = (await client.get(f"/api/customers/{row['id']}")).json()
        assert (known["version"], len(known["phones"])) == (3, 3)
        assert known["address"]
    await postgres.drop(url)


async def test_an_import_goes_on_where_the_platform_stopped(tmp_path, database_url):
    rows = [(f"客户{number}", f"1390000{number:04}", "") for number in range(1000, 1600)]
    async with platform(tmp_path, database_url) as (running, client):
        seen = await upload(client, table(*rows))
        sealed = next((running.settings.data_dir / "transfers").iterdir())
        kept = sealed.read_bytes()
        assert progress(await run(client, seen["id"])) == (600, 0, 0, 0)
        # As if it had been ended after the first 250 rows: progress and customers are of one transaction.
        sealed.write_bytes(kept)
        async with running.platform.database.write() as session:
            await session.execute(
                update(CustomerImport).values(state="running", rows_read=251, rows_added=250)
            )
    async with platform_again(tmp_path, database_url) as client:
        shown = await ended(client, f"/api/customer-imports/{seen['id']}")
        assert (shown["state"], shown["progress"]["read"]) == ("done", 601)
        # The rest was there already in this test, so going on skips it: nothing is written twice.
        assert progress(shown) == (250, 0, 350, 0)


@asynccontextmanager
async def platform_again(folder: Path, database_url: str):
    """A second start on the same database, whose people are there already."""
    from argon2 import PasswordHasher

    from callcenter.app.settings_loading import load_settings
    from callcenter.app.web import create_app
    from callcenter.app.wiring import Platform
    from callcenter.identity.passwords import Passwords
    from fakes.free_ports import free_port

    settings = load_settings(data_dir=folder, database_url=database_url, ami_port=free_port(), _env_file=None)
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    made = Platform(settings, passwords=cheap)
    app = create_app(settings, platform=made)
    async with app.router.lifespan_context(app):
        running = RunningApp(app, made, settings)
        async with running.signed_in(Role.SUPERVISOR) as client:
            yield client
