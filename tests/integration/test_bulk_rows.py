"""Rows by the thousand: all of them or none, however many a statement takes."""

from typing import cast

import pytest
from sqlalchemy import Table, select
from sqlalchemy.exc import IntegrityError

from callcenter.kit.db import Database, make_engine
from callcenter.telephony.journal.bulk import copy_rows
from callcenter.telephony.models import Phone
from callcenter.tenancy.service import ensure_company

pytestmark = pytest.mark.integration

PHONES = cast("Table", Phone.__table__)
COLUMNS = ("token", "client_company_id", "cipher")


@pytest.fixture
async def database(database_url):
    database = Database(make_engine(database_url))
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="示范", at_us=0)
    yield database
    await database.close()


def rows(many):
    return [(f"{number:032d}", "demo01", bytes([number % 256])) for number in range(many)]


async def kept(database):
    async with database.read() as session:
        found = await session.execute(select(Phone.token, Phone.cipher).order_by(Phone.token))
        return [tuple(row) for row in found]


async def test_every_row_arrives_as_it_was_and_of_a_refused_lot_none(database):
    given = rows(1 + 64 + 65)
    async with database.write() as session:
        await copy_rows(session, PHONES, COLUMNS, given[:1])
        await copy_rows(session, PHONES, COLUMNS, given[1:65])
        await copy_rows(session, PHONES, COLUMNS, given[65:])
    assert await kept(database) == [(token, cipher) for token, _, cipher in given]

    with pytest.raises(IntegrityError):
        async with database.write() as session:
            await copy_rows(session, PHONES, COLUMNS, [*rows(300)[130:], *given[:1]])
    assert len(await kept(database)) == len(given)
