"""Whose call it was, and what happens when two write about it at the same time."""

import asyncio

import pytest
from sqlalchemy import update

from callcenter.crm.contacts.errors import (
    StaleContact,
)
from callcenter.crm.contacts.schemas import ContactSent
from callcenter.crm.customers.customer import CustomerNotActive, NoSuchCustomer
from callcenter.crm.customers.models import Customer
from fakes.contact_bench import CALL, Bench, contact_bench
from integration.postgres_server import PostgresServer, somebody_waits

pytestmark = pytest.mark.integration


@pytest.fixture
async def bench(database_url):
    async with contact_bench(database_url) as bench:
        yield bench


class TestTheCustomerOfACall:
    async def test_is_one_of_the_company_that_is_in_use(self, bench):
        await bench.record(CALL, "A00001")
        known, theirs = await bench.customer(), await bench.customer("other")
        frozen = await bench.customer(state="frozen")
        for nobody in ("0" * 26, theirs, frozen):
            with pytest.raises(NoSuchCustomer):
                await bench.write("alice", customer_id=nobody)
        with pytest.raises(CustomerNotActive):
            await bench.write("carol", customer_id=frozen)
        assert (await bench.write("alice", customer_id=known)).customer_id == known

    async def test_is_whom_a_merged_one_went_into(self, bench):
        await bench.record(CALL, "A00001")
        keeper = await bench.customer()
        between = await bench.customer(merged_into=keeper)
        merged = await bench.customer(merged_into=between)
        assert (await bench.write("alice", customer_id=merged)).customer_id == keeper
        assert (await bench.write("alice", customer_id=merged, version=1)).version == 1

    async def test_stays_when_it_is_merged_later(self, bench):
        await bench.record(CALL, "A00001")
        known, keeper = await bench.customer(), await bench.customer()
        await bench.write("alice", customer_id=known)
        async with bench.database.write() as session:
            await session.execute(
                update(Customer).where(Customer.id == known).values(state="merged", merged_into=keeper)
            )
        shown = await bench.write("alice", customer_id=known, notes="补记", version=1)
        assert (shown.customer_id, shown.notes) == (known, "补记")


class TestAtTheSameTime:
    """PostgreSQL alone has several writers; there the second one waits until the first has committed."""

    @pytest.fixture
    async def database_url(self, postgres: PostgresServer):
        url = await postgres.migrated_database()
        yield url
        await postgres.drop(url)

    async def second_of_two(self, bench: Bench, *, seen: int):
        alice = bench.people["alice"]
        async with bench.database.write() as session:
            await bench.contacts.write(session, alice, CALL, ContactSent(notes="一", version=seen))
            second = asyncio.create_task(bench.write("carol", notes="二", version=seen))
            await somebody_waits(bench.database)
        return await second

    @pytest.mark.parametrize("seen", [0, 1])
    async def test_the_second_is_refused_by_name(self, bench, seen: int):
        await bench.record(CALL, "A00001")
        if seen:
            await bench.write("alice", notes="零")
        with pytest.raises(StaleContact) as stale:
            await self.second_of_two(bench, seen=seen)
        assert "Alice" in stale.value.zh
        shown = await bench.read("carol")
        assert (shown.notes, shown.version) == ("一", seen + 1)
