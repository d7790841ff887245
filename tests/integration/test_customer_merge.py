"""Duplicates: found by what they share, merged, and taken apart again."""

import asyncio

import pytest

from callcenter.identity import Role
from fakes.customer_desk import CustomerDesk, a_call
from fakes.platform_app import running_app

pytestmark = pytest.mark.integration


@pytest.fixture
async def running(tmp_path, database_url):
    async with running_app(tmp_path, database_url=database_url) as running:
        yield running


@pytest.fixture
async def desk(running):
    async with running.signed_in(Role.SUPERVISOR) as client:
        yield CustomerDesk(client)


@pytest.fixture
async def pair(desk: CustomerDesk):
    kept = await desk.add(name="王小明", phones=["13900004321"], tags=["老客户"])
    dropped = await desk.add(
        name="王晓明", phones=["13900004321", "13800001111"], tags=["老客户", "团购"], address="北京市海淀区"
    )
    return kept, dropped


async def test_who_shares_a_number_is_listed(desk: CustomerDesk, pair):
    await desk.add(name="别人", phones=["13700000000"], identity_number="110101199003071234")
    await desk.add(name="别人乙", phones=["13700000001"], identity_number="11010119900307123 4")
    listed = (await desk.client.get("/api/customers/duplicates")).json()
    assert [(item["by"], [row["name"] for row in item["customers"]]) for item in listed["items"]] == [
        ("phone", ["王小明", "王晓明"]),
        ("identity", ["别人", "别人乙"]),
    ]
    first = (await desk.client.get("/api/customers/duplicates", params={"limit": 1})).json()
    rest = (
        await desk.client.get("/api/customers/duplicates", params={"cursor": first["next_cursor"]})
    ).json()
    assert [item["by"] for item in (*first["items"], *rest["items"])] == ["phone", "identity"]


async def test_a_merge_keeps_one_with_everything(running, desk: CustomerDesk, pair):
    kept, dropped = pair
    await a_call(running, "zz1-1.1", "+8613800001111")
    await desk.post(f"/customers/{dropped['id']}/notes", text="并入前的备注")

    answer = await desk.post("/customers/merge", keep=kept["id"], drop=dropped["id"])

    assert answer.status_code == 200, answer.text
    merged = await desk.get(kept["id"])
    assert [phone["masked"] for phone in merged["phones"]] == ["139****4321", "138****1111"]
    assert (merged["name"], merged["address"], merged["tags"]) == ("王小明", "北京市****", ["老客户", "团购"])
    assert await desk.names("13800001111") == ["王小明"]
    assert await desk.names("王晓明") == []
    assert (await desk.get(dropped["id"]))["merged_into"] == kept["id"]
    told = [entry["zh"] for entry in (await desk.history(kept["id"]))["items"]]
    assert told == ["并入前的备注", "来电(人工接通,通话 1:00)"]
    assert (await desk.client.get("/api/customers/duplicates")).json()["items"] == []


async def test_undone_both_stand_as_before_and_later_words_stay(desk: CustomerDesk, pair):
    kept, dropped = pair
    merge = (await desk.post("/customers/merge", keep=kept["id"], drop=dropped["id"])).json()
    version = (await desk.get(kept["id"]))["version"]
    await desk.client.patch(
        f"/api/customers/{kept['id']}",
        json={"version": version, "needs": "要发票", "address": "上海市浦东新区"},
    )

    answer = await desk.post(f"/customers/merges/{merge['id']}/undo")

    assert answer.status_code == 200, answer.text
    one, other = await desk.get(kept["id"]), await desk.get(dropped["id"])
    assert [phone["masked"] for phone in one["phones"]] == ["139****4321"]
    assert (one["tags"], one["needs"], one["address"]) == (["老客户"], "要发票", "上海市****")
    assert (other["state"], other["address"]) == ("active", "北京市****")
    assert await desk.names("王晓明") == ["王晓明"]
    assert sorted(await desk.names("13900004321")) == ["王小明", "王晓明"]
    again = await desk.post(f"/customers/merges/{merge['id']}/undo")
    assert again.json()["code"] == "MergeUndone"
    assert (await desk.client.get(f"/api/customers/{kept['id']}/merges")).json()["items"] == []


async def test_chains_are_undone_from_their_end(desk: CustomerDesk, pair):
    kept, dropped = pair
    third = await desk.add(name="王小名", phones=["13900004321"])
    first = (await desk.post("/customers/merge", keep=kept["id"], drop=dropped["id"])).json()
    second = (await desk.post("/customers/merge", keep=third["id"], drop=kept["id"])).json()
    assert (await desk.post(f"/customers/merges/{first['id']}/undo")).json()["code"] == "CustomerNotActive"
    for merge in (second, first):
        assert (await desk.post(f"/customers/merges/{merge['id']}/undo")).status_code == 200
    assert len((await desk.found("13900004321"))["items"]) == 3


async def test_what_cannot_be_merged_is_refused_by_name(desk: CustomerDesk, pair):
    kept, dropped = pair
    for keep, drop, code in (
        (kept["id"], kept["id"], "SameCustomer"),
        (kept["id"], "0" * 26, "NoSuchCustomer"),
    ):
        assert (await desk.post("/customers/merge", keep=keep, drop=drop)).json()["code"] == code
    await desk.post("/customers/merge", keep=kept["id"], drop=dropped["id"])
    again = await desk.post("/customers/merge", keep=dropped["id"], drop=kept["id"])
    assert again.json()["code"] == "CustomerNotActive"
    answer = await desk.client.patch(
        f"/api/customers/{dropped['id']}", json={"version": dropped["version"] + 1, "name": "x"}
    )
    assert answer.json()["code"] == "CustomerNotActive"


async def test_of_two_merges_at_once_one_is_refused(desk: CustomerDesk, pair):
    kept, dropped = pair
    answers = await asyncio.gather(
        desk.post("/customers/merge", keep=kept["id"], drop=dropped["id"]),
        desk.post("/customers/merge", keep=dropped["id"], drop=kept["id"]),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
