"""Files of customers sent to a running platform and fetched from it."""

import asyncio
import csv
import io
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from callcenter.identity.roles import Role
from fakes.platform_app import RunningApp, running_app

DEADLINE_SECONDS = 60
MAPPING = [{"column": 0, "field": "name"}, {"column": 1, "field": "phones"}]
RUNNING = {"queued", "running"}


@asynccontextmanager
async def platform(folder: Path, database_url: str, **given):
    async with (
        running_app(folder, database_url=database_url, **given) as running,
        running.signed_in(Role.SUPERVISOR) as client,
    ):
        yield running, client


def table(*rows: tuple[str, ...], encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([("姓名", "电话", "备注"), *rows])
    return text.getvalue().encode(encoding)


async def upload(client: httpx.AsyncClient, data: bytes) -> dict[str, Any]:
    answer = await client.post(
        "/api/customer-imports", content=data, headers={"X-File-Name": "%E5%AE%A2%E6%88%B7.csv"}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def ended(client: httpx.AsyncClient, address: str) -> dict[str, Any]:
    async with asyncio.timeout(DEADLINE_SECONDS):
        while True:
            shown = (await client.get(address)).json()
            if shown["state"] not in RUNNING:
                return shown
            await asyncio.sleep(0.05)


async def run(client: httpx.AsyncClient, import_id: str, **asked) -> dict[str, Any]:
    body = {"mapping": MAPPING, "dry_run": False} | asked
    answer = await client.post(f"/api/customer-imports/{import_id}/run", json=body)
    assert answer.status_code == 200, answer.text
    return await ended(client, f"/api/customer-imports/{import_id}")


async def found(client: httpx.AsyncClient, q: str) -> list[dict[str, Any]]:
    return (await client.post("/api/customers/search", json={"q": q})).json()["items"]


def progress(shown: dict[str, Any]) -> tuple[int, int, int, int]:
    return tuple(shown["progress"][name] for name in ("added", "updated", "skipped", "wrong"))


def assert_nothing_readable(running: RunningApp, *secrets: bytes) -> None:
    """Not in the database's files, where it is in files, nor in those of the transfers."""
    for path in running.settings.data_dir.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert all(secret not in content for secret in secrets), path.name
