"""Customers over HTTP: added, found, shown masked, changed, revealed."""

import asyncio
import json

import httpx
import pytest
from sqlalchemy import select

from callcenter.identity import Role
from callcenter.identity.models import AuditRow
from fakes.platform_app import RunningApp, running_app

pytestmark = pytest.mark.integration

WANG = {
    "name": "王小明",
    "phones": ["139 0000 4321", "010-55501234"],
    "identity_number": "110101199003071234",
    "bank_account": "6222020200011112222",
    "address": "浙江省杭州市西湖区文三路90号",
    "preferences": "下午联系,备用 13900005678",
    "tags": ["老客户"],
    "vip": 3,
}


@pytest.fixture
async def running(tmp_path, database_url):
    async with running_app(tmp_path, database_url=database_url) as running:
        yield running


@pytest.fixture
async def agent(running: RunningApp):
    async with running.signed_in(Role.AGENT) as client:
        yield client


async def add(client: httpx.AsyncClient, **fields):
    answer = await client.post("/api/customers", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def found(client: httpx.AsyncClient, q: str, **more):
    answer = await client.post("/api/customers/search", json={"q": q, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def names(client: httpx.AsyncClient, q: str) -> list[str]:
    return [row["name"] for row in (await found(client, q))["items"]]


class TestACustomer:
    async def test_is_shown_masked(self, agent):
        shown = await add(agent, **WANG)
        assert [phone["masked"] for phone in shown["phones"]] == ["139****4321", "010****1234"]
        assert shown["identity_number"] == "1101**********1234"
        assert shown["bank_account"] == "6222 **** 2222"
        assert shown["address"] == "浙江省杭州市****"
        assert shown["preferences"] == "下午联系,备用 139****78"
        assert (shown["name"], shown["vip"], shown["version"]) == ("王小明", 3, 1)
        assert shown == (await agent.get(f"/api/customers/{shown['id']}")).json()

    @pytest.mark.parametrize(
        "typed",
        [
            *("13900004321", "+86 139-0000-4321", "01055501234", "4321", "1234"),
            *("王小明", "王小", "小明", "wangxiaoming", "Wang Xiao Ming", "wxm"),
            *("110101199003071234", "6222 0202 0001 1112 222"),
        ],
    )
    async def test_is_found_by(self, agent, typed):
        await add(agent, name="李四", phones=["13800001111"])
        await add(agent, **WANG)
        assert await names(agent, typed) == ["王小明"]

    @pytest.mark.parametrize("typed", ["王", "1", "900", "明"])
    async def test_is_not_searched_by_what_has_no_token(self, agent, typed):
        await add(agent, **WANG)
        answer = await found(agent, typed)
        assert (answer["items"], answer["searched"]) == ([], [])
        assert "相邻两字" in answer["hint"]["zh"]

    @pytest.mark.parametrize("typed", ["王明", "390000", "xiaoming", "wx", "0000"])
    async def test_is_not_found_by(self, agent, typed):
        await add(agent, **WANG)
        answer = await found(agent, typed)
        assert (answer["items"], answer["hint"]) == ([], None)

    async def test_is_changed_field_by_field(self, agent):
        shown = await add(agent, **WANG)
        drop = shown["phones"][0]["token"]
        answer = await agent.patch(
            f"/api/customers/{shown['id']}",
            json={"version": 1, "name": "曾小明", "add_phones": ["13800009999"], "drop_phones": [drop]},
        )
        assert answer.status_code == 200, answer.text
        changed = answer.json()
        assert [phone["masked"] for phone in changed["phones"]] == ["010****1234", "138****9999"]
        assert (changed["name"], changed["version"]) == ("曾小明", 2)
        assert changed["bank_account"] == shown["bank_account"]
        assert await names(agent, "zengxiaoming") == ["曾小明"]
        assert await names(agent, "wangxiaoming") == []
        assert await names(agent, "13900004321") == []
        assert await names(agent, "13800009999") == ["曾小明"]

    async def test_a_second_editor_is_told_what_changed_and_by_whom(self, running, agent):
        shown = await add(agent, **WANG)
        path = f"/api/customers/{shown['id']}"
        async with running.signed_in(Role.SUPERVISOR) as supervisor:
            answers = await asyncio.gather(
                agent.patch(path, json={"version": 1, "name": "王大明"}),
                supervisor.patch(path, json={"version": 1, "address": "北京市海淀区"}),
            )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        [stale] = [answer.json() for answer in answers if answer.status_code == 409]
        assert stale["code"] == "StaleCustomer"
        [told] = stale["errors"]
        winner = "Agent" if told["field"] == "name" else "Supervisor"
        assert told["code"] == "changed"
        assert winner in told["zh"]
        assert winner in stale["detail"]
        assert (await agent.get(path)).json()["version"] == 2


class TestRevealing:
    async def test_is_written_down_with_its_reason_and_without_the_value(self, running, agent):
        shown = await add(agent, **WANG)
        answer = await agent.post(
            f"/api/customers/{shown['id']}/reveal",
            json={"field": "phones", "reason": "回电 13900004321 核实"},
        )
        assert answer.json()["values"] == ["+8613900004321", "+861055501234"]
        assert answer.json()["until_us"] > 0
        async with running.platform.database.read() as session:
            last = (await session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(1))).one()
        assert (last.tag, last.subject) == ("customer:field:revealed", shown["id"])
        assert json.loads(last.detail) == {"field": "phones", "reason": "回电 139****21 核实"}

    async def test_of_a_sensitive_field_is_for_supervisors(self, running, agent):
        shown = await add(agent, **WANG)
        asked = {"field": "identity_number", "reason": "核验身份"}
        path = f"/api/customers/{shown['id']}/reveal"
        assert "identity_number" not in shown["revealable"]
        assert (await agent.post(path, json=asked)).status_code == 403
        async with running.signed_in(Role.SUPERVISOR) as supervisor:
            answer = await supervisor.post(path, json=asked)
        assert answer.json()["values"] == ["110101199003071234"]

    async def test_without_a_reason_is_refused(self, agent):
        shown = await add(agent, **WANG)
        answer = await agent.post(
            f"/api/customers/{shown['id']}/reveal", json={"field": "name", "reason": " "}
        )
        assert answer.status_code == 422


class TestPages:
    async def test_show_every_customer_once(self, agent):
        for number in range(7):
            await add(agent, name="张伟", phones=[f"1390000{number:04d}"])
        seen: list[str] = []
        cursor = None
        while True:
            page = await found(agent, "张伟", limit=2, cursor=cursor)
            seen += [row["phone_masked"] for row in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert sorted(seen) == [f"139****{number:04d}" for number in range(7)]
        assert len((await found(agent, ""))["items"]) == 7
