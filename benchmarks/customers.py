"""How fast customers are found: N customers in SQLite, every kind of search, one JSON line out.

python benchmarks/customers.py --customers 1000000 --folder /tmp/bench --searches 200

The folder is kept and used again. Names are drawn with the frequencies of real surnames and given-name signs,
because the common ones decide what a search costs.
"""

import argparse
import asyncio
import bisect
import itertools
import json
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import func, select

from callcenter.app.migrating import migrate
from callcenter.crm.customers.fields import NAME, PHONES
from callcenter.crm.customers.models import Customer
from callcenter.crm.customers.pinyin import readings
from callcenter.crm.customers.schemas import CustomerSought
from callcenter.crm.customers.seal import Seal
from callcenter.crm.customers.service import Customers
from callcenter.crm.customers.tokens import Tokens
from callcenter.crm.customers.view import CustomerView
from callcenter.crm.search.service import CustomerSearch
from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.clock import SystemClock
from callcenter.kit.db import Database, make_engine
from callcenter.kit.encryption import Keyring
from callcenter.kit.ids import new_id
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company

COMPANY = "demo01"
KEYRING = Keyring.from_secret(b"b" * 32, "sm")
# Shares in thousandths of the commonest surnames; the rest is spread over many.
SURNAMES = (
    ("王", 72), ("李", 71), ("张", 68), ("刘", 52), ("陈", 46), ("杨", 31), ("黄", 22), ("赵", 21),
    ("周", 20), ("徐", 14), ("孙", 14), ("马", 13), ("朱", 13), ("胡", 12), ("郭", 11), ("何", 11),
    ("高", 10), ("罗", 9), ("郑", 9), ("梁", 8), ("谢", 7), ("宋", 7), ("唐", 7), ("许", 6), ("韩", 6),
)  # fmt: skip
RARE_SURNAMES = (
    "邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范"
    "汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文建国小玉志春梅红金海兰生永林晓玲新宇峰波斌辉东云燕"
    "鹏飞龙雪莉萍佳嘉欣怡子涵梓轩浩然俊雨晨思语诗琪慧颖琳珊璐婷倩颜凯毅坤安宁乐天成康晶莹洁琴凤翠荣福贵"
)
COMPOUND = ("欧阳", "司马", "上官", "诸葛")


def people(rng: random.Random) -> Iterator[str]:
    surnames = [surname for surname, _ in SURNAMES] + list(RARE_SURNAMES) + list(COMPOUND)
    rest = (1000 - sum(share for _, share in SURNAMES)) / (len(RARE_SURNAMES) + len(COMPOUND))
    shares = list(itertools.accumulate([*(share for _, share in SURNAMES), *itertools.repeat(rest, 500)]))
    shares = shares[: len(surnames)]
    # A sign of a given name is the commoner the earlier it stands (Zipf).
    signs = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(GIVEN))))

    def drawn(values: list[str] | str, upto: list[float]) -> str:
        return values[bisect.bisect(upto, rng.random() * upto[-1])]

    while True:
        given = drawn(GIVEN, signs) + (drawn(GIVEN, signs) if rng.random() < 0.78 else "")
        yield drawn(surnames, shares) + given


def fill(file: Path, count: int, keyring: Keyring = KEYRING) -> float:
    """Straight into the file, keys in order: the way of a restored backup, not of the API."""
    began = time.perf_counter()
    rng, seal, tokens = random.Random(7), Seal(keyring), Tokens(keyring, COMPANY)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-200000")
    connection.execute("CREATE TEMP TABLE made (kind, token, customer_id)")
    names, at_us = people(rng), 1_700_000_000_000_000
    for start in range(0, count, 20_000):
        rows: tuple[list[tuple], ...] = ([], [], [], [])
        for _ in range(start, min(start + 20_000, count)):
            at_us += 2000
            key = new_id(at_us)
            phones = [f"+861{rng.choice('3589')}{rng.randrange(10**9):09d}"]
            values = {NAME: next(names), PHONES: phones}
            rows[0].append((key, COMPANY, "active", 1, 0, "import", 0, at_us, at_us))
            for field, value in values.items():
                rows[1].append((key, field, COMPANY, seal.close(key, field, value)))
            rows[2].extend((token.kind, token.value, key) for token in tokens.of(values))
            rows[3].append((key, 1, COMPANY, at_us, '["name","phones"]'))
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO customer (id, client_company_id, state, version, vip, source, demo, created_us,"
            " changed_us) VALUES (?,?,?,?,?,?,?,?,?)",
            rows[0],
        )
        connection.executemany(
            "INSERT INTO customer_value (customer_id, field, client_company_id, cipher) VALUES (?,?,?,?)",
            rows[1],
        )
        connection.executemany("INSERT INTO made VALUES (?,?,?)", rows[2])
        connection.executemany(
            "INSERT INTO customer_change (customer_id, version, client_company_id, at_us, fields)"
            " VALUES (?,?,?,?,?)",
            rows[3],
        )
        connection.execute("COMMIT")
    connection.execute(
        "INSERT INTO customer_token (client_company_id, kind, token, customer_id)"
        " SELECT ?, kind, token, customer_id FROM made ORDER BY kind, token, customer_id",
        (COMPANY,),
    )
    connection.close()
    return time.perf_counter() - began


class Bench:
    def __init__(self, file: Path, keyring: Keyring = KEYRING) -> None:
        self.database = Database(make_engine(f"sqlite+aiosqlite:///{file}"))
        self.customers = Customers(keyring, AuditTrail(SystemClock(), "sm"), SystemClock())
        view = CustomerView(self.customers, mask_names=False)
        self.search = CustomerSearch(self.customers, view)
        self.person = CurrentPerson("p", "p", "p", frozenset({Role.SUPERVISOR}), COMPANY, b"")

    async def prepare(self) -> None:
        await migrate(self.database)
        async with self.database.write() as session:
            await ensure_company(session, company_id=COMPANY, name="bench", at_us=0)

    async def count(self) -> int:
        async with self.database.read() as session:
            return await session.scalar(select(func.count()).select_from(Customer)) or 0

    async def somebody(self, rng: random.Random, count: int) -> list[dict[str, object]]:
        async with self.database.read() as session:
            scope = Scope.of(COMPANY)
            found: list[dict[str, object]] = []
            for _ in range(count):
                at_us = 1_700_000_000_000_000 + rng.randrange(await self._span())
                customer = (
                    await session.scalars(
                        select(Customer)
                        .where(Customer.id >= new_id(at_us)[:10])
                        .order_by(Customer.id)
                        .limit(1)
                    )
                ).first()
                if customer is not None:
                    found.append(await self.customers.values(session, scope, customer))
            return found

    async def _span(self) -> int:
        if not hasattr(self, "_many"):
            self._many = await self.count()
        return self._many * 2000

    async def timed(self, typed: str, cursor: str | None = None) -> tuple[float, int, str | None]:
        began = time.perf_counter()
        async with self.database.read() as session:
            answer = await self.search.page(session, self.person, CustomerSought(q=typed, cursor=cursor))
        return (time.perf_counter() - began) * 1000, len(answer.items), answer.next_cursor


def figures(times: list[float], hits: list[int]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "p50_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2),
        "max_ms": round(ordered[-1], 2),
        "mean_hits": round(statistics.mean(hits), 1),
    }


async def measure(folder: Path, customers: int, searches: int) -> dict[str, object]:
    file = folder / "customers.sqlite3"
    bench = Bench(file)
    await bench.prepare()
    filled = None
    if await bench.count() < customers:
        await bench.database.close()
        filled = round(fill(file, customers), 1)
        bench = Bench(file)
    rng = random.Random(11)
    drawn = await bench.somebody(rng, searches)

    def name(values: dict[str, object]) -> str:
        return str(values[NAME])

    kinds: dict[str, Callable[[dict[str, object]], str]] = {
        "whole_phone": lambda values: str(values[PHONES][0]),  # type: ignore[index]
        "last_four": lambda values: str(values[PHONES][0])[-4:],  # type: ignore[index]
        "whole_name": name,
        "two_neighbours": lambda values: name(values)[-2:],
        "three_signs_of_no_name": lambda values: name(values)[-2:] + rng.choice(GIVEN[:10]),
        "three_common_signs": lambda _: "".join(rng.sample(GIVEN[:12], 3)),
        "pinyin": lambda values: "".join(readings(name(values))[0]),
        "initials": lambda values: "".join(part[0] for part in readings(name(values))[0]),
        "nobody": lambda _: f"139{rng.randrange(10**8):08d}",
    }
    answer: dict[str, object] = {"customers": await bench.count(), "fill_seconds": filled}
    answer["file_mb"] = round(file.stat().st_size / 2**20)
    for kind, typed in kinds.items():
        times, hits = [], []
        for values in drawn:
            took, found, _ = await bench.timed(typed(values))
            times.append(took)
            hits.append(found)
        answer[kind] = figures(times, hits)
    times, hits, cursor = [], [], None
    for _ in range(min(searches, 100)):
        took, found, cursor = await bench.timed("王伟", cursor)
        times.append(took)
        hits.append(found)
        if cursor is None:
            break
    answer["pages_of_one_common_name"] = figures(times, hits)
    await bench.database.close()
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--folder", type=Path, help="kept and used again; a temporary one when not given")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(json.dumps(asyncio.run(measure(folder, chosen.customers, chosen.searches)), ensure_ascii=False))


if __name__ == "__main__":
    main()
