"""What happened with a customer in one line, and what was promised."""

import pytest

from callcenter.identity import Role
from fakes.customer_desk import ARRIVED, SECOND, CustomerDesk, a_call, an_agent
from fakes.platform_app import RunningApp, running_app

pytestmark = pytest.mark.integration


@pytest.fixture
async def running(tmp_path, database_url):
    async with running_app(tmp_path, database_url=database_url) as running:
        yield running


@pytest.fixture
async def desk(running: RunningApp):
    async with running.signed_in(Role.AGENT) as client:
        yield CustomerDesk(client)


class TestTheTimeLine:
    async def test_tells_calls_notes_surveys_and_follow_ups(self, running, desk: CustomerDesk):
        agent = await an_agent(running)
        await a_call(running, "zz1-1.1", "+8613900004321", agent=agent, survey_score=5)
        await a_call(running, "zz1-2.1", "+8613800000000")
        customer = await desk.add(name="王小明", phones=["13900004321"])
        path = f"/customers/{customer['id']}"
        assert (await desk.post(f"{path}/notes", text="喜欢下午接电话,备用 13911112222")).status_code == 201
        assert (await desk.post(f"{path}/follow-ups", text="回访", due_us=ARRIVED)).status_code == 201

        told = await desk.history(customer["id"])

        assert [(entry["kind"], entry["zh"]) for entry in told["items"]] == [
            ("follow_up", "待跟进:回访"),
            ("note", "喜欢下午接电话,备用 139****22"),
            ("survey", "满意度 5 分"),
            ("call", "来电(人工接通,通话 1:00)"),
        ]
        assert [entry["agent_name"] for entry in told["items"]] == ["Agent"] * 4
        assert (told["before_us"], told["open_tickets"]) == (None, [])

    async def test_goes_back_page_by_page(self, running, desk: CustomerDesk):
        for number in range(5):
            await a_call(
                running, f"zz1-{number}.1", "+8613900004321", arrived_us=ARRIVED + number * 100 * SECOND
            )
        customer = await desk.add(name="王小明", phones=["13900004321"])
        seen: list[str] = []
        before: dict[str, int] = {}
        while True:
            page = await desk.history(customer["id"], limit=2, **before)
            seen += [entry["call_id"] for entry in page["items"]]
            if page["before_us"] is None:
                break
            before = {"before_us": page["before_us"]}
        assert seen == [f"zz1-{number}.1" for number in (4, 3, 2, 1, 0)]

    async def test_a_customer_is_made_from_a_call_whose_number_nobody_saw(self, running, desk: CustomerDesk):
        token = await a_call(running, "zz1-1.1", "+8613900004321")
        customer = await desk.add(name="新客户", caller_token=token)
        assert [phone["masked"] for phone in customer["phones"]] == ["139****4321"]
        assert await desk.names("13900004321") == ["新客户"]
        answer = await desk.post("/customers", name="x", caller_token="0" * 32)
        assert answer.status_code == 422


class TestFollowUps:
    async def test_are_listed_when_due_and_done_once(self, running, desk: CustomerDesk):
        customer = await desk.add(name="王小明", phones=["13900004321"])
        path = f"/customers/{customer['id']}/follow-ups"
        late = (await desk.post(path, text="早就该做", due_us=1)).json()
        await desk.post(path, text="以后再做", due_us=2**52)

        answer = await desk.client.get("/api/follow-ups", params={"due": "true"})
        [item] = answer.json()["items"]
        assert (item["text"], item["overdue"], item["customer_name"]) == ("早就该做", True, "王小明")
        assert len((await desk.client.get("/api/follow-ups")).json()["items"]) == 2

        done = f"/follow-ups/{late['id']}/done"
        assert (await desk.post(done)).json()["done_us"] is not None
        assert (await desk.post(done)).json()["code"] == "FollowUpDone"
        assert (await desk.client.get("/api/follow-ups", params={"due": "true"})).json()["items"] == []

    async def test_of_others_are_for_supervisors(self, running, desk: CustomerDesk):
        async with running.signed_in(Role.SUPERVISOR) as client:
            boss = CustomerDesk(client)
            customer = await boss.add(name="王小明")
            theirs = (
                await boss.post(f"/customers/{customer['id']}/follow-ups", text="班长的事", due_us=1)
            ).json()
            assert (await desk.client.get("/api/follow-ups", params={"mine": "false"})).json()["items"] == []
            assert (await desk.post(f"/follow-ups/{theirs['id']}/done")).status_code == 404
            assert len((await client.get("/api/follow-ups", params={"mine": "false"})).json()["items"]) == 1

    async def test_that_fall_due_are_said_once_on_the_page_of_who_has_to_do_them(
        self, running, desk: CustomerDesk
    ):
        platform = running.platform
        person_id = (await desk.client.get("/api/session")).json()["person"]["id"]
        await platform.seating.stations.open("station/" + person_id)
        customer = await desk.add(name="王小明")
        now_us = platform.clock.now_us()
        for due_us in (1, now_us, 2**52):
            await desk.post(f"/customers/{customer['id']}/follow-ups", text="回访", due_us=due_us)

        for _ in range(2):
            await platform.crm.reminder.remind()

        said = [notice["zh"] for notice in platform.seating.stations.entries(person_id)["notices"]]
        assert said == ["1 项客户跟进已到期"]
