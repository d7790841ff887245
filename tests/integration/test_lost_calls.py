"""Lost calls over HTTP: one line for each caller, where they gave up, what came later, what was done."""

import asyncio

import pytest
from sqlalchemy import select

from callcenter.identity import Role
from callcenter.identity.models import AuditRow
from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.tenancy.service import ensure_company
from fakes.customer_desk import ARRIVED, SECOND, a_call, an_agent
from fakes.lost_calls import CONSULT, PERIOD, a_lost_call
from fakes.platform_app import RunningApp, running_app

pytestmark = pytest.mark.integration

LI, WANG, ZHAO = "+8613900004321", "+8613800000000", "+8613700001111"


@pytest.fixture
async def running(tmp_path, database_url):
    async with running_app(tmp_path, database_url=database_url) as running:
        yield running


@pytest.fixture
async def desk(running: RunningApp):
    async with running.signed_in(Role.SUPERVISOR) as client:
        yield client


async def page(client, **query):
    answer = await client.get("/api/lost-calls", params=PERIOD | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def lines(client, **query):
    return (await page(client, **query))["items"]


async def counts(client):
    answer = await client.get("/api/lost-calls/counts", params=PERIOD)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def handle(client, call_id: str, *, note: str = "", handled: bool = True, version: int = 0):
    body = {"handled": handled, "note": note, "version": version}
    return await client.put(f"/api/lost-calls/{call_id}/handling", json=body)


class TestTheLines:
    async def test_a_caller_has_one_line_however_often_they_tried(self, running, desk):
        await a_lost_call(running, "zz1-1.1", LI)
        await a_lost_call(running, "zz1-2.1", WANG, after_s=30, queue="demo01-complaint")
        await a_lost_call(running, "zz1-3.1", LI, after_s=60, wait_s=20, queue="demo01-complaint")

        li, wang = await lines(desk)

        assert (li["call_id"], li["tries"], li["wait_us"]) == ("zz1-3.1", 2, 20 * SECOND)
        assert (li["first_us"], li["last_us"]) == (ARRIVED, ARRIVED + 60 * SECOND)
        assert (li["caller_masked"], li["queue"], li["state"]) == ("139****4321", "demo01-complaint", "open")
        assert (wang["call_id"], wang["tries"], wang["later"]) == ("zz1-2.1", 1, None)
        # Within one queue its own tries count, and the last of them stands for the caller.
        [line] = await lines(desk, queue=CONSULT)
        assert (line["call_id"], line["tries"]) == ("zz1-1.1", 1)

    async def test_only_offered_calls_without_an_answer_are_lost(self, running, desk):
        for number, outcome in enumerate(("ivr_ended", "closed", "answered")):
            await a_lost_call(running, f"zz1-{number}.1", LI, outcome=outcome)
        assert await lines(desk) == []
        for number, outcome in enumerate(("timed_out", "refused", "left_by_key", "cut", "overflowed")):
            await a_lost_call(running, f"zz1-{number}.2", f"+861390000000{number}", outcome=outcome)
        assert len(await lines(desk)) == 5

    async def test_withheld_numbers_stand_each_for_itself(self, running, desk):
        await a_lost_call(running, "zz1-1.1", LI, caller_token="")
        await a_lost_call(running, "zz1-2.1", LI, after_s=30, caller_token="")
        await a_call(running, "zz1-3.1", LI, arrived_us=ARRIVED + 60 * SECOND, caller_token="")

        second, first = await lines(desk)

        assert [line["tries"] for line in (second, first)] == [1, 1]
        assert (first["caller"], first["caller_masked"], first["state"]) == (None, "", "open")
        assert (await handle(desk, "zz1-1.1")).status_code == 200
        assert [line["state"] for line in await lines(desk)] == ["open", "handled"]

    async def test_say_how_far_the_caller_had_come(self, running, desk):
        await a_lost_call(running, "zz1-1.1", LI, queued_us=None)
        await a_lost_call(running, "zz1-2.1", WANG, after_s=30)
        await a_lost_call(running, "zz1-3.1", ZHAO, after_s=60, rings=1)
        async with running.platform.database.write() as session:
            session.add(a_ring("zz1-3.1", "cancelled"))
            session.add(a_ring("zz1-2.1", "no_answer"))

        assert [line["gave_up_at"] for line in await lines(desk)] == ["ringing", "queue", "ivr"]

    async def test_pages_show_every_caller_once(self, running, desk):
        for number in range(7):
            # Two of the same microsecond, and everybody twice.
            await a_lost_call(running, f"zz1-{number}.1", f"+861390000100{number}", after_s=number // 2)
            await a_lost_call(running, f"zz1-{number}.2", f"+861390000100{number}", after_s=60 + number // 2)
        seen, cursor = [], None
        while True:
            found = await page(desk, limit=2, **({"cursor": cursor} if cursor else {}))
            seen += [line["call_id"] for line in found["items"]]
            cursor = found["next_cursor"]
            if cursor is None:
                break
        assert seen == [f"zz1-{number}.2" for number in (6, 5, 4, 3, 2, 1, 0)]

        ever = await page(desk, limit=7, from_us=0, to_us=2**53)
        assert [line["call_id"] for line in ever["items"]] == seen
        answer = await desk.get("/api/lost-calls", params=PERIOD | {"cursor": "WyJ4Il0"})
        assert (answer.status_code, answer.json()["code"]) == (422, "BadCursor")


async def test_a_known_customer_stands_there_for_those_who_meet_customers(running, desk):
    await a_lost_call(running, "zz1-1.1", LI)
    body = {"name": "李小明", "phones": ["13900004321"], "vip": 2}
    assert (await desk.post("/api/customers", json=body)).status_code == 201

    [line] = await lines(desk)
    assert line["customer"].items() >= {"name": "李小明", "vip": 2, "others": 0}.items()
    async with running.signed_in(Role.INSPECTOR) as inspector:
        assert [each["customer"] for each in await lines(inspector)] == [None]


async def test_an_answered_later_call_settles_the_line_and_nothing_else_does(running, desk):
    agent = await an_agent(running)
    await a_call(running, "zz1-0.1", WANG, arrived_us=ARRIVED - 300 * SECOND)
    for number, caller in enumerate((LI, WANG, ZHAO), start=1):
        await a_lost_call(running, f"zz1-{number}.1", caller, after_s=number)
    await a_lost_call(running, "zz1-4.1", WANG, after_s=300, outcome="closed", human_requested_us=None)
    await a_call(running, "zz1-5.1", LI, arrived_us=ARRIVED + 300 * SECOND, agent=agent)
    await a_call(running, "zz1-6.1", LI, arrived_us=ARRIVED + 900 * SECOND)
    await handle(desk, "zz1-3.1")

    zhao, wang, li = await lines(desk)

    assert [line["state"] for line in (li, wang, zhao)] == ["called_again", "open", "handled"]
    assert li["later"].items() >= {"call_id": "zz1-5.1", "answered": True, "agent_name": "Agent"}.items()
    assert (wang["later"]["call_id"], wang["later"]["answered"]) == ("zz1-4.1", False)
    for state in ("called_again", "open", "handled"):
        assert [line["state"] for line in await lines(desk, state=state)] == [state]
    assert await counts(desk) == {"open": 1, "called_again": 1, "handled": 1}


async def test_the_export_holds_what_the_filters_show_and_no_number(running, desk):
    await a_lost_call(running, "zz1-1.1", LI)
    await a_lost_call(running, "zz1-2.1", WANG, after_s=30)
    await handle(desk, "zz1-1.1", note="=HYPERLINK(1) 电话 13900004321")

    answer = await desk.post("/api/lost-calls/export", json=PERIOD | {"state": "handled"})

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    heading, line = answer.text.removeprefix("\ufeff").splitlines()
    assert heading.startswith('"主叫(脱敏)","客户"')
    assert line.startswith('"139****4321","","","1","2026-')
    assert '"业务咨询","排队中","放弃","12.0"' in line
    assert "\"'=HYPERLINK(1) 电话 139****" in line
    assert "13900004321" not in answer.text


class TestHandling:
    async def test_covers_the_tries_up_to_it_and_can_be_taken_back(self, running, desk):
        await a_lost_call(running, "zz1-1.1", LI)
        await a_lost_call(running, "zz1-2.1", LI, after_s=30)
        answer = await handle(desk, "zz1-2.1", note="已电话说明")
        assert (answer.status_code, answer.json()["version"]) == (200, 1)

        [line] = await lines(desk, state="handled")
        assert (line["handling"]["note"], line["handling"]["by"]["name"]) == ("已电话说明", "Supervisor")
        assert await lines(desk, state="open") == []
        answer = await handle(desk, "zz1-2.1", handled=False, note="客户仍未联系上", version=1)
        assert answer.json()["version"] == 2
        [line] = await lines(desk, state="open")
        assert (line["handling"]["handled"], line["handling"]["note"]) == (False, "客户仍未联系上")

        await handle(desk, "zz1-2.1", version=2)
        await a_lost_call(running, "zz1-3.1", LI, after_s=60)
        [line] = await lines(desk)
        assert (line["call_id"], line["state"], line["handling"]) == ("zz1-3.1", "open", None)

    async def test_a_second_writer_is_told_who_wrote_and_what(self, running, desk):
        await a_lost_call(running, "zz1-1.1", LI)
        note = "已回访,电话 13900004321"
        for _ in range(2):
            # The same again changes nothing.
            assert (await handle(desk, "zz1-1.1", note=note)).json()["version"] == 1
        async with running.platform.database.read() as session:
            row = (await session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(1))).one()
        assert (row.tag, row.subject, row.person_name) == ("calls:caller:handled", "zz1-1.1", "supervisor")
        assert "回访" not in row.detail

        answer = await handle(desk, "zz1-1.1", note="另一个说法")

        assert (answer.status_code, answer.json()["code"]) == (409, "StaleHandling")
        assert "Supervisor 已在" in answer.json()["detail"]
        assert "标记为已处理,备注“已回访,电话 139****" in answer.json()["detail"]
        assert "13900004321" not in answer.text + (await desk.get("/api/lost-calls", params=PERIOD)).text

    async def test_what_was_written_is_part_of_what_a_person_is_handed(self, running, desk):
        await a_lost_call(running, "zz1-1.1", LI)
        await handle(desk, "zz1-1.1", note="已向本人说明")
        assert (await desk.post("/api/customers", json={"name": "李小明", "phones": [LI]})).status_code == 201
        body = {"reason": "本人申请", "phone": LI}
        copy = (await desk.post("/api/personal-data/export", json=body | {"whole": True})).json()
        assert copy["holds"]["notes"] == 1
        assert "已向本人说明" in [entry["zh"] for entry in copy["history"]]

    async def test_of_two_at_once_one_writes_and_the_other_is_told(self, running, desk):
        await a_lost_call(running, "zz1-1.1", LI)
        answers = await asyncio.gather(*(handle(desk, "zz1-1.1", note=note) for note in ("甲", "乙")))
        assert sorted(answer.status_code for answer in answers) == [200, 409]

    async def test_is_for_the_companys_own_lost_calls_only(self, running, desk):
        await a_call(running, "zz1-1.1", LI)
        await a_lost_call(running, "zz1-2.1", LI)
        async with running.platform.database.write() as session:
            await ensure_company(session, company_id="other01", name="别家", at_us=1)
            call = await session.get(CallRecord, "zz1-2.1")
            assert call is not None
            call.client_company_id = "other01"

        assert await lines(desk) == []
        for call_id in ("zz1-1.1", "zz1-2.1", "zz1-9.9"):
            assert (await handle(desk, call_id)).status_code == 404


def a_ring(call_id: str, result: str) -> LegRecord:
    return LegRecord(
        call_id=call_id,
        number=1,
        client_company_id="demo01",
        uniqueid=f"{call_id}-1",
        channel="PJSIP/demo01-101-web-00000001",
        started_us=ARRIVED,
        talk_us=0,
        result=result,
        lost=False,
        is_caller=False,
        role="agent",
        hold_us=0,
        consult_us=0,
    )
