"""Notes and category of a call: who may write them, what a second editor is told, what is still missing."""

import pytest
from sqlalchemy import select, text

from callcenter.crm.contacts.categories import replace_categories, shown_plan
from callcenter.crm.contacts.errors import (
    CallUnknown,
    CategoriesUnclear,
    CategoryUnknown,
    NotYourCall,
    StaleContact,
)
from callcenter.crm.contacts.models import ContactVersion
from callcenter.crm.contacts.ports import CallInHand
from callcenter.crm.contacts.queues import QueueUnknown
from callcenter.crm.contacts.schemas import CategoryPlanForm
from callcenter.identity.models import AuditRow
from callcenter.kit.errors import NotAllowed
from callcenter.tenancy import Scope
from fakes.contact_bench import CALL, COMPLAINTS, contact_bench

pytestmark = pytest.mark.integration


@pytest.fixture
async def bench(database_url):
    async with contact_bench(database_url) as bench:
        yield bench


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

    async def test_a_queue_that_there_is_not_is_refused_by_name(self, bench):
        one = {"code": "a", "zh": "甲", "en": "A", "call_type": "other"}
        form = CategoryPlanForm.model_validate({"categories": [one], "required_queues": ["demo01-nobody"]})
        with pytest.raises(QueueUnknown, match="demo01-nobody"):
            async with bench.database.write() as session:
                await replace_categories(session, bench.audit, bench.people["admin"], form)

    async def test_one_code_twice_is_refused(self, bench):
        one = {"code": "a", "zh": "甲", "en": "A", "call_type": "other"}
        form = CategoryPlanForm.model_validate({"categories": [one, one], "required_queues": []})
        with pytest.raises(CategoriesUnclear):
            async with bench.database.write() as session:
                await replace_categories(session, bench.audit, bench.people["admin"], form)
