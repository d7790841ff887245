"""Notes and category of a call: who may write them, what a second editor is told, what is still missing."""

import asyncio
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select, text, update

from callcenter.crm.contacts.categories import ensure_categories, replace_categories, shown_plan
from callcenter.crm.contacts.errors import (
    CallUnknown,
    CategoriesUnclear,
    CategoryUnknown,
    NotYourCall,
    StaleContact,
)
from callcenter.crm.contacts.models import ContactVersion
from callcenter.crm.contacts.ports import CallInHand
from callcenter.crm.contacts.schemas import CategoryPlanForm, ContactSent
from callcenter.crm.contacts.service import Contacts
from callcenter.crm.customers.customer import CustomerNotActive, NoSuchCustomer
from callcenter.crm.customers.models import Customer
from callcenter.identity.audit import AuditTrail
from callcenter.identity.models import AuditRow
from callcenter.identity.person import SYSTEM, CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.clock import SECOND
from callcenter.kit.db import Database, make_engine
from callcenter.kit.encryption import Keyring
from callcenter.kit.errors import NotAllowed
from callcenter.kit.ids import new_id
from callcenter.seats.staffing import ensure_agent
from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from fakes.people import add_people, person
from integration.postgres_server import PostgresServer, somebody_waits

pytestmark = pytest.mark.integration

CALL = "zz1-1763764000.1"
COMPLAINTS = "demo01-complaint"
NOW_US = 1_763_764_000 * SECOND


class HandClock:
    def __init__(self) -> None:
        self.at_us = NOW_US

    def now_us(self) -> int:
        self.at_us += SECOND
        return self.at_us


@dataclass
class Floor:
    calls: dict[str, CallInHand] = field(default_factory=dict)

    def of(self, call_id: str) -> CallInHand | None:
        return self.calls.get(call_id)


@dataclass
class Bench:
    database: Database
    contacts: Contacts
    audit: AuditTrail
    floor: Floor
    people: dict[str, CurrentPerson]

    async def write(self, who: str, call_id: str = CALL, **sent):
        async with self.database.write() as session:
            return await self.contacts.write(session, self.people[who], call_id, ContactSent(**sent))

    async def read(self, who: str, call_id: str = CALL):
        async with self.database.read() as session:
            return await self.contacts.read(session, self.people[who], call_id)

    async def missing(self, who: str, *, mine: bool = True, limit: int = 50):
        async with self.database.read() as session:
            found = await self.contacts.unfinished(session, self.people[who], mine=mine, limit=limit)
        return [(each.call_id, each.missing.value) for each in found.items]

    async def customer(self, company_id: str = "demo01", **given) -> str:
        customer_id = new_id(NOW_US)
        merged = {"state": "merged"} if "merged_into" in given else {}
        plain = {"state": "active", "version": 1, "vip": 0, "source": "manual", "demo": False}
        async with self.database.write() as session:
            session.add(
                Customer(
                    id=customer_id,
                    client_company_id=company_id,
                    created_us=1,
                    changed_us=1,
                    **plain | merged | given,
                )
            )
        return customer_id

    async def record(self, call_id: str, agent: str, *, queue: str = COMPLAINTS, talked: bool = True):
        """The call as the journal would have told it."""
        async with self.database.write() as session:
            session.add(ended_call(call_id, queue))
            await session.flush()
            session.add(leg(call_id, agent, talked=talked))


def ended_call(call_id: str, queue: str) -> CallRecord:
    values = {
        column.key: None for column in CallRecord.__table__.columns if column.nullable and not column.default
    }
    return CallRecord(
        **values
        | {
            "call_id": call_id,
            "client_company_id": "demo01",
            "hotline": "4000000001",
            "trunk": "main",
            "demo": True,
            "caller_token": "",
            "arrived_us": NOW_US,
            "ended_us": NOW_US + 60 * SECOND,
            "queue": queue,
        }
        | {
            column.key: {"INTEGER": 0, "BIGINT": 0, "BOOLEAN": False, "JSON": []}.get(str(column.type), "")
            for column in CallRecord.__table__.columns
            if not column.nullable
            and column.key
            not in {"call_id", "client_company_id", "hotline", "trunk", "demo", "caller_token", "arrived_us"}
        }
    )


def leg(call_id: str, agent: str, *, talked: bool) -> LegRecord:
    return LegRecord(
        call_id=call_id,
        number=1,
        client_company_id="demo01",
        uniqueid=call_id,
        channel="PJSIP/demo01-1001-desk-1",
        seat="1001",
        agent=agent,
        queue=COMPLAINTS,
        started_us=NOW_US,
        answered_us=NOW_US,
        bridged_us=NOW_US if talked else None,
        unbridged_us=NOW_US,
        ended_us=NOW_US,
        talk_us=0,
        result="answered",
        cause=16,
        lost=False,
        is_caller=False,
        role="agent",
        hold_us=0,
        consult_us=0,
    )


@pytest.fixture
async def bench(database_url):
    database = Database(make_engine(database_url))
    clock, floor = HandClock(), Floor()
    audit = AuditTrail(clock, "sm")
    people = {
        "alice": person("alice", Role.AGENT),
        "bob": person("bob", Role.AGENT),
        "carol": person("carol", Role.SUPERVISOR),
        "irene": person("irene", Role.INSPECTOR),
        "admin": person("admin", Role.SYSTEM_ADMIN),
        "stranger": person("stranger", Role.SUPERVISOR, "other"),
    }
    async with database.write() as session:
        for company in ("demo01", "other"):
            await ensure_company(session, company_id=company, name=company, at_us=1)
        await add_people(session, people.values())
        for number, name in enumerate(("alice", "bob")):
            await ensure_agent(
                session,
                audit,
                "demo01",
                people[name].id,
                work_number=str(8001 + number),
                queues={COMPLAINTS: 0},
                by=SYSTEM,
                at_us=1,
            )
        for company in ("demo01", "other"):
            await ensure_categories(session, audit, company, required_queues=[COMPLAINTS], by=SYSTEM)
    keyring = Keyring.from_secret(b"k" * 32, "sm")
    yield Bench(database, Contacts(keyring, clock, floor), audit, floor, people)
    await database.close()


class TestWriting:
    async def test_is_for_who_talks_now_before_the_record_knows_the_call(self, bench):
        bench.floor.calls[CALL] = CallInHand(frozenset({"A00001"}), COMPLAINTS)
        shown = await bench.write("alice", category="complaint", notes="要求退款")
        assert (shown.version, shown.call_type_zh, shown.missing) == (1, "投诉呼入", None)
        assert (shown.updated_by, shown.work_number, shown.required) == ("Alice", "8001", True)
        with pytest.raises(NotYourCall):
            await bench.write("bob", notes="不是我的")
        bench.floor.calls.clear()
        assert (await bench.write("alice", notes="改了", version=1)).version == 2

    async def test_is_for_who_talked_by_the_record_and_for_supervisors(self, bench):
        await bench.record(CALL, "A00001")
        assert (await bench.write("alice", category="consult")).version == 1
        assert (await bench.write("carol", category="suggestion", version=1)).updated_by == "Carol"
        with pytest.raises(NotAllowed):
            await bench.read("bob")
        assert (await bench.read("irene")).category_zh == "建议与表扬"

    async def test_is_not_for_whose_phone_only_rang(self, bench):
        await bench.record(CALL, "A00001", talked=False)
        with pytest.raises(NotYourCall):
            await bench.write("alice", notes="没接到")

    async def test_a_call_that_nobody_knows_is_refused(self, bench):
        with pytest.raises(CallUnknown):
            await bench.write("carol", notes="?")

    async def test_another_company_sees_nothing(self, bench):
        await bench.record(CALL, "A00001")
        await bench.write("alice", notes="机密")
        with pytest.raises(CallUnknown):
            await bench.read("stranger")

    async def test_a_category_must_be_on_the_list(self, bench):
        await bench.record(CALL, "A00001")
        with pytest.raises(CategoryUnknown):
            await bench.write("alice", category="no-such")


class TestTwoEditors:
    async def test_the_second_is_told_what_changed_and_by_whom(self, bench):
        await bench.record(CALL, "A00001")
        await bench.write("alice", category="consult", notes="一")
        await bench.write("carol", category="complaint", notes="一", version=1)
        with pytest.raises(StaleContact) as stale:
            await bench.write("alice", category="consult", notes="二", version=1)
        assert "Carol" in stale.value.zh
        assert "分类" in stale.value.zh
        assert "备注" not in stale.value.zh
        assert (await bench.read("alice")).notes == "一"

    async def test_the_same_content_again_changes_nothing(self, bench):
        await bench.record(CALL, "A00001")
        await bench.write("alice", category="consult", notes="一")
        again = await bench.write("alice", category="consult", notes="一 ", version=0)
        assert again.version == 1

    async def test_every_version_is_kept_and_none_is_readable(self, bench):
        await bench.record(CALL, "A00001")
        await bench.write("alice", notes="手机尾号一二三四")
        await bench.write("alice", notes="改期", version=1)
        async with bench.database.read() as session:
            rows = (await session.scalars(select(ContactVersion).order_by(ContactVersion.version))).all()
            assert [row.version for row in rows] == [1, 2]
            stored = (await session.execute(text("SELECT * FROM contact_version"))).all()
        assert "尾号" not in str(stored)
        assert all("尾号".encode() not in bytes(row.notes_cipher) for row in rows if row.notes_cipher)


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


class TestWhatIsMissing:
    async def test_is_listed_until_it_is_there(self, bench):
        await bench.record(CALL, "A00001")
        await bench.record("zz1-1763764000.2", "A00001", queue="demo01-consult")
        assert await bench.missing("alice") == [(CALL, "category")]
        assert await bench.missing("bob") == []
        assert await bench.missing("carol") == []
        assert await bench.missing("carol", mine=False) == [(CALL, "category")]
        assert await bench.missing("stranger", mine=False) == []
        assert (await bench.write("alice", category="complaint")).missing == "notes"
        assert await bench.missing("alice") == [(CALL, "notes")]
        await bench.write("alice", category="complaint", notes="退款", version=1)
        assert await bench.missing("alice") == []

    async def test_the_list_says_that_there_is_more(self, bench):
        for number in range(3):
            await bench.record(f"zz1-1763764000.{number}", "A00001")
        async with bench.database.read() as session:
            found = await bench.contacts.unfinished(session, bench.people["alice"], mine=True, limit=2)
        assert (len(found.items), found.more) == (2, True)


async def test_a_time_line_shows_no_number_of_the_notes(bench):
    await bench.record(CALL, "A00001")
    await bench.write("alice", category="consult", notes="回电 13900001234")
    async with bench.database.read() as session:
        told = await bench.contacts.for_time_line(session, Scope.of("demo01"), [CALL])
        assert "13900001234" not in told[CALL].notes
        assert told[CALL].notes.startswith("回电 139")
        assert await bench.contacts.for_time_line(session, Scope.of("other"), [CALL]) == {}


class TestCategories:
    async def test_what_is_taken_off_the_list_stays_with_old_contacts(self, bench):
        await bench.record(CALL, "A00001")
        await bench.write("alice", category="consult")
        form = CategoryPlanForm.model_validate(
            {
                "categories": [
                    {"code": "refund", "zh": "退款", "en": "Refund", "call_type": "complaint", "queues": []},
                    {
                        "code": "visit",
                        "zh": "上门",
                        "en": "Visit",
                        "call_type": "after_sales",
                        "queues": ["demo01-aftersales"],
                    },
                ],
                "required_queues": ["demo01-consult"],
            }
        )
        async with bench.database.write() as session:
            await replace_categories(session, bench.audit, bench.people["admin"], form)
        async with bench.database.read() as session:
            plan = await shown_plan(session, bench.people["alice"])
            other = await shown_plan(session, bench.people["stranger"])
            tags = set(await session.scalars(select(AuditRow.tag)))
        assert [each.code for each in plan.categories] == ["refund", "visit"]
        assert plan.required_queues == ["demo01-consult"]
        assert len(other.categories) > 2
        assert "system:contact_categories:changed" in tags
        assert (await bench.read("alice")).category_zh == "业务咨询"
        with pytest.raises(CategoryUnknown):
            await bench.write("alice", category="visit", version=1)
        assert (await bench.write("alice", category="refund", version=1)).call_type_zh == "投诉呼入"

    async def test_one_code_twice_is_refused(self, bench):
        one = {"code": "a", "zh": "甲", "en": "A", "call_type": "other"}
        form = CategoryPlanForm.model_validate({"categories": [one, one], "required_queues": []})
        with pytest.raises(CategoriesUnclear):
            async with bench.database.write() as session:
                await replace_categories(session, bench.audit, bench.people["admin"], form)
