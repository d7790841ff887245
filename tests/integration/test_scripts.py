"""Scripts on both databases: found by any part of a word, never stored with a forbidden one."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from callcenter.crm.contacts.queues import QueueUnknown
from callcenter.crm.scripts.schemas import PhraseForm, ScriptChanged, ScriptNew
from callcenter.crm.scripts.script import ScriptKind
from callcenter.crm.scripts.service import ForbiddenWords, NoSuchScript, PhraseUnheard, Scripts, StaleScript
from callcenter.identity.audit import AuditTrail
from callcenter.identity.models import AuditRow
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.roles import Role
from callcenter.kit.clock import SECOND
from callcenter.kit.db import Database, make_engine
from callcenter.tenancy.service import ensure_company
from fakes.people import add_people, person

pytestmark = pytest.mark.integration


class HandClock:
    def __init__(self) -> None:
        self.at_us = 1_763_764_000 * SECOND

    def now_us(self) -> int:
        self.at_us += SECOND
        return self.at_us


@dataclass
class Bench:
    database: Database
    scripts: Scripts
    carol: CurrentPerson
    stranger: CurrentPerson

    async def add(self, title: str, body: str, *, queues=(), kind=ScriptKind.SCRIPT):
        new = ScriptNew(kind=kind, title=title, body=body, queues=list(queues))
        async with self.database.write() as session:
            return await self.scripts.add(session, self.carol, new)

    async def change(self, script_id: str, **changed):
        values = {"kind": "script", "title": "标题", "body": "正文", "queues": [], "version": 1} | changed
        async with self.database.write() as session:
            return await self.scripts.change(
                session, self.carol, script_id, ScriptChanged.model_validate(values)
            )

    async def found(self, q: str = "", *, queue=None, who=None, archived=False, limit=50) -> list[str]:
        async with self.database.read() as session:
            page = await self.scripts.search(
                session, scope_of(who or self.carol), q=q, queue=queue, archived=archived, limit=limit
            )
        return [each.title for each in page.items]


@pytest.fixture
async def bench(database_url):
    database = Database(make_engine(database_url))
    clock = HandClock()
    carol, stranger = person("carol", Role.SUPERVISOR), person("stranger", Role.SUPERVISOR, "other")
    async with database.write() as session:
        for each in (carol, stranger):
            await ensure_company(session, company_id=each.company_id, name=each.company_id, at_us=1)
        await add_people(session, (carol, stranger))
    yield Bench(database, Scripts(AuditTrail(clock, "sm"), clock), carol, stranger)
    await database.close()


class TestSearching:
    async def test_finds_any_part_of_the_text_and_the_title_first(self, bench):
        await bench.add("开场白", "您好,请问有什么可以帮您?退款请转售后。")
        await bench.add("退款流程", "核对订单后提交申请,百分号 50% 与下划线 a_b")
        assert await bench.found() == ["退款流程", "开场白"]
        assert await bench.found("退款") == ["退款流程", "开场白"]
        assert await bench.found("对订") == ["退款流程"]
        assert await bench.found("退款 提交") == ["退款流程"]
        assert await bench.found("50%") == ["退款流程"]
        assert await bench.found("A_B") == ["退款流程"]
        assert await bench.found("aXb") == []
        assert await bench.found("%") == ["退款流程"]
        assert await bench.found(limit=1) == ["退款流程"]

    async def test_keeps_to_the_queue_and_to_the_company(self, bench):
        await bench.add("通用", "所有队列")
        await bench.add("售后", "只给售后", queues=["demo01-aftersales"])
        with pytest.raises(QueueUnknown, match="demo01-nobody"):
            await bench.add("无人", "没有这个队列", queues=["demo01-aftersales", "demo01-nobody"])
        assert await bench.found(queue="demo01-aftersales") == ["售后", "通用"]
        assert await bench.found(queue="demo01-after") == ["通用"]
        assert await bench.found(who=bench.stranger) == []


class TestSaving:
    async def test_a_forbidden_word_is_refused_with_its_place(self, bench):
        with pytest.raises(ForbiddenWords) as refused:
            await bench.add("我们第一", "放心,包 过。")
        assert [error.field for error in refused.value.errors] == ["title:2-4", "body:3-6"]
        assert "“第一”" in refused.value.zh
        assert await bench.found() == []
        kept = await bench.add("标题", "正文")
        with pytest.raises(ForbiddenWords):
            await bench.change(kept.id, body="100%通过")
        assert (await bench.change(kept.id, body="100%通过", archived=True)).archived

    async def test_every_version_is_kept_with_who_wrote_it(self, bench):
        first = await bench.add("标题", "一")
        await bench.change(first.id, body="二")
        with pytest.raises(StaleScript, match="Carol"):
            await bench.change(first.id, body="三", version=1)
        await bench.change(first.id, body="二", version=2, archived=True)
        async with bench.database.read() as session:
            kept = await bench.scripts.versions(session, scope_of(bench.carol), first.id)
            tags = list(await session.scalars(select(AuditRow.tag)))
            with pytest.raises(NoSuchScript):
                await bench.scripts.one(session, scope_of(bench.stranger), first.id)
        assert [(each.version, each.body, each.by, each.archived) for each in kept.items] == [
            (3, "二", "Carol", True),
            (2, "二", "Carol", False),
            (1, "一", "Carol", False),
        ]
        assert tags == ["script:script:saved"] * 3
        assert await bench.found() == []
        assert await bench.found(archived=True) == ["标题"]


class TestPhrasesOfTheCompany:
    async def put(self, bench, *phrases: str, except_in=()):
        forms = [
            PhraseForm(phrase=each, reason_zh="本公司规定", reason_en="our rule", except_in=list(except_in))
            for each in phrases
        ]
        async with bench.database.write() as session:
            await bench.scripts.replace_phrases(session, bench.carol, forms)

    async def test_are_forbidden_besides_those_of_the_house(self, bench):
        await self.put(bench, "秒批", "加急", except_in=["不加急"])
        with pytest.raises(ForbiddenWords, match="秒-批"):
            await bench.add("标题", "贷款秒-批")
        await bench.add("标题", "我们不加急处理")
        async with bench.database.read() as session:
            shown = await bench.scripts.phrases(session, scope_of(bench.carol))
            other = await bench.scripts.phrases(session, scope_of(bench.stranger))
        assert [each.phrase for each in shown.own] == ["秒批", "加急"]
        assert len(shown.of_the_house) > 100
        assert other.own == []

    async def test_one_without_a_word_is_refused(self, bench):
        with pytest.raises(PhraseUnheard):
            await self.put(bench, "…!")
