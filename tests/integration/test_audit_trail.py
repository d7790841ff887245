"""The audit trail: what was written stays, and a change shows at its row."""

import asyncio

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from callcenter.identity import SYSTEM, AuditTag, AuditTrail
from callcenter.identity.audit import IdentityTag, first_broken_row
from callcenter.identity.models import AuditRow
from callcenter.kit.clock import SystemClock
from callcenter.kit.db import Database, make_engine

pytestmark = pytest.mark.integration


@pytest.fixture
async def database(database_url):
    database = Database(make_engine(database_url))
    yield database
    await database.close()


@pytest.fixture
async def written(database):
    trail = AuditTrail(SystemClock(), "sm")
    for number in range(5):
        async with database.write() as session:
            await trail.record(
                session, IdentityTag.PROGRAM_STARTED, by=SYSTEM, detail={"number": number, "字": "中"}
            )
    return trail


async def broken(database):
    async with database.read() as session:
        return await first_broken_row(session)


async def tamper(database, *statements):
    """What somebody with the file in hand can do: the guards are gone first."""
    async with database.write() as session:
        if database.engine.dialect.name == "postgresql":
            await session.execute(text("ALTER TABLE audit_row DISABLE TRIGGER ALL"))
        else:
            for trigger in ("update", "delete", "replace"):
                await session.execute(text(f"DROP TRIGGER audit_row_no_{trigger}"))
        for statement in statements:
            await session.execute(text(statement))


async def test_an_honest_trail_has_no_broken_row(database, written):
    assert await broken(database) is None


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE audit_row SET person_name = 'somebody' WHERE number = 3", 3),
        ("UPDATE audit_row SET detail = replace(detail, '1', '1 ') WHERE number = 2", 2),
        ("UPDATE audit_row SET detail = 'x' WHERE number = 2", 2),
        ("UPDATE audit_row SET at_us = at_us + 1 WHERE number = 1", 1),
        ("UPDATE audit_row SET suite = 'aes' WHERE number = 4", 4),
        ("DELETE FROM audit_row WHERE number = 4", 4),
        ("DELETE FROM audit_row WHERE number = 1", 1),
    ],
)
async def test_a_change_behind_its_back_shows_at_its_row(database, written, statement, row):
    await tamper(database, statement)
    assert await broken(database) == row


REFUSED = {
    "sqlite": ["INSERT OR REPLACE INTO audit_row SELECT * FROM audit_row WHERE number = 2"],
    "postgresql": [
        "TRUNCATE audit_row",
        "INSERT INTO audit_row SELECT * FROM audit_row WHERE number = 2 "
        "ON CONFLICT (number) DO UPDATE SET detail = 'x'",
    ],
}


async def test_the_database_itself_refuses_a_change(database, written):
    async def change(statement):
        async with database.write() as session:
            await session.execute(text(statement))

    for statement in [
        "UPDATE audit_row SET person_name = 'x'",
        "DELETE FROM audit_row WHERE number = 5",
        *REFUSED[database.engine.dialect.name],
    ]:
        with pytest.raises(DBAPIError, match="never changed"):
            await change(statement)
    async with database.read() as session:
        assert len((await session.scalars(select(AuditRow.number))).all()) == 5
    assert await broken(database) is None


async def test_writers_at_once_link_one_behind_the_other(database, written):
    async def write(number):
        async with database.write() as session:
            await written.record(session, IdentityTag.PROGRAM_STARTED, by=SYSTEM, detail={"number": number})

    await asyncio.gather(*map(write, range(12)))
    async with database.read() as session:
        assert await session.scalar(select(func.max(AuditRow.number))) == 17
    assert await broken(database) is None


async def test_a_row_shares_the_fate_of_what_it_records(database, written):
    async def record_and_fail():
        async with database.write() as session:
            await written.record(session, IdentityTag.PROGRAM_STOPPED, by=SYSTEM)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await record_and_fail()
    async with database.read() as session:
        numbers = (await session.scalars(select(AuditRow.number).order_by(AuditRow.number))).all()
    assert numbers == [1, 2, 3, 4, 5]


async def test_a_change_of_suite_goes_on_in_the_same_chain(database, written):
    async with database.write() as session:
        await AuditTrail(SystemClock(), "aes").record(session, IdentityTag.PROGRAM_STARTED, by=SYSTEM)
    assert await broken(database) is None


def test_a_tag_outside_the_grammar_cannot_be_written_down():
    with pytest.raises(ValueError, match="source:subject:action"):
        AuditTag("Wrong", {"STARTED": "program started"})
