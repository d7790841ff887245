"""How fast customers are imported, how much memory it takes, and how long others wait for the loop meanwhile.

    python benchmarks/customer_import.py [--rows 100000] [--format csv|xlsx]

Its last line is JSON. A fresh SQLite database in a folder that is thrown away; keys and tokens are real.
Numbers are made up from the row's own number.
"""

import argparse
import asyncio
import csv
import io
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from callcenter.crm.transfer.schemas import ColumnMapped, ImportAsked
from callcenter.identity.roles import Role
from fakes.platform_app import RunningApp, running_app

MAPPING = ("name", "phones", "identity_number", "address", "needs")
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋"


def rows(count: int):
    yield ("姓名", "电话", "证件号码", "地址", "需求")
    for number in range(count):
        name = SURNAMES[number % 10] + GIVEN[number // 10 % 10] + GIVEN[number // 100 % 10]
        identity = f"11010119900{number // 9 * 10 + number % 9 + 1:07}"
        yield (name, f"139{number:08}", identity, f"示例市示例路 {number} 号", "希望周末回访")


def made(count: int, format_: str) -> bytes:
    if format_ == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(rows(count))
        return text.getvalue().encode()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows(count):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


async def longest_wait(stop: asyncio.Event) -> float:
    """The longest time that the loop kept somebody waiting who asked for a hundredth of a second."""
    longest = 0.0
    while not stop.is_set():
        began = time.perf_counter()
        await asyncio.sleep(0.01)
        longest = max(longest, time.perf_counter() - began - 0.01)
    return longest


async def measured(running: RunningApp, data: bytes, *, dry_run: bool) -> dict[str, float]:
    imports = running.platform.transfer_parts.imports
    async with running.signed_in(Role.SUPERVISOR) as client:
        answer = await client.post("/api/customer-imports", content=data)
        import_id = answer.json()["id"]
        asked = ImportAsked(
            mapping=[ColumnMapped(column=column, field=field) for column, field in enumerate(MAPPING)],
            dry_run=dry_run,
        )
        stop = asyncio.Event()
        waiting = asyncio.create_task(longest_wait(stop))
        began = time.perf_counter()
        await client.post(f"/api/customer-imports/{import_id}/run", json=asked.model_dump(mode="json"))
        shown = {"state": "queued"}
        while shown["state"] in {"queued", "running"}:
            await asyncio.sleep(0.25)
            shown = (await client.get(f"/api/customer-imports/{import_id}")).json()
        seconds = time.perf_counter() - began
        stop.set()
        progress = shown["progress"]
        assert shown["state"] in {"checked", "done"}, shown
        assert imports.most_bytes >= len(data)
        return {
            "rows": progress["added"],
            "wrong": progress["wrong"],
            "seconds": round(seconds, 2),
            "rows_per_second": round(progress["read"] / seconds),
            "longest_wait_of_the_loop_ms": round((await waiting) * 1000),
        }


async def main(count: int, format_: str) -> None:
    data = made(count, format_)
    with tempfile.TemporaryDirectory() as folder:
        async with running_app(Path(folder), import_limit_mb=256) as running:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            dry = await measured(running, data, dry_run=True)
            real = await measured(running, data, dry_run=False)
    told = {
        "format": format_,
        "file_megabytes": round(len(data) / 2**20, 1),
        "dry_run": dry,
        "import": real,
        "memory_before_mb": before // 1024,
        "memory_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--format", choices=["csv", "xlsx"], default="csv")
    arguments = parser.parse_args()
    asyncio.run(main(arguments.rows, arguments.format))
