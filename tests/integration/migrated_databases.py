"""Databases at the newest revision, each a copy of one that was migrated once in this run."""

import asyncio
from pathlib import Path

from callcenter.app.migrating import migrate
from callcenter.kit.db import Database, make_engine

_migrated: list[bytes] = []


async def bring_up_to_date(url: str) -> None:
    database = Database(make_engine(url))
    await migrate(database)
    await database.close()


async def migrated_sqlite(file: Path) -> str:
    url = f"sqlite+aiosqlite:///{file}"
    if not _migrated:
        await bring_up_to_date(url)
        _migrated.append(await asyncio.to_thread(file.read_bytes))
    await asyncio.to_thread(file.write_bytes, _migrated[0])
    return url
