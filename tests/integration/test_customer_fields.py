"""Fields of the installation: each with a purpose, kept when no longer asked for."""

import pytest

from callcenter.identity import Role
from fakes.customer_desk import CustomerDesk
from fakes.platform_app import running_app

pytestmark = pytest.mark.integration

PLATE = {
    "code": "plate",
    "zh": "车牌",
    "en": "plate",
    "purpose_zh": "停车优惠",
    "purpose_en": "parking",
    "sensitivity": "sensitive",
}
LEVEL = {
    **PLATE,
    "code": "level",
    "zh": "会员等级",
    "kind": "choice",
    "choices": ["金卡", "银卡"],
    "sensitivity": "plain",
}


@pytest.fixture
async def running(tmp_path, database_url):
    async with running_app(tmp_path, database_url=database_url) as running:
        yield running


@pytest.fixture
async def desk(running):
    async with running.signed_in(Role.AGENT) as client:
        yield CustomerDesk(client)


async def put(running, *fields):
    async with running.signed_in(Role.SYSTEM_ADMIN) as client:
        return await client.put("/api/customer-fields", json={"items": list(fields)})


async def test_a_field_of_the_installation_is_filled_masked_and_revealed(running, desk: CustomerDesk):
    assert (await put(running, PLATE, LEVEL)).status_code == 200
    customer = await desk.add(name="王小明", custom={"plate": "京A12345", "level": "金卡"})
    assert customer["custom"] == {"plate": "****", "level": "金卡"}
    assert customer["revealable"] == ["name", "level"]
    async with running.signed_in(Role.SUPERVISOR) as client:
        answer = await CustomerDesk(client).post(
            f"/customers/{customer['id']}/reveal", field="plate", reason="核对车辆"
        )
    assert answer.json()["values"] == ["京A12345"]


async def test_left_out_it_is_no_longer_asked_for_and_its_values_stay(running, desk: CustomerDesk):
    await put(running, PLATE, LEVEL)
    customer = await desk.add(name="王小明", custom={"level": "金卡"})
    fields = (await put(running, PLATE)).json()["items"]
    assert {field["code"]: field["active"] for field in fields if not field["built_in"]} == {
        "plate": True,
        "level": False,
    }
    assert (await desk.get(customer["id"]))["custom"] == {"plate": "", "level": "金卡"}
    answer = await desk.post("/customers", name="x", custom={"level": "金卡"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "钻石"},
        {"unknown": "x"},
        {"phones": "13900004321"},
    ],
)
async def test_values_that_do_not_fit_are_refused_and_not_repeated(running, desk: CustomerDesk, wrong):
    await put(running, LEVEL)
    answer = await desk.post("/customers", name="x", custom=wrong)
    assert answer.status_code == 422
    assert not set(wrong.values()) & {answer.text}


async def test_fields_that_make_no_sense_are_refused(running):
    for fields in (
        [{**PLATE, "code": "name"}],
        [PLATE, PLATE],
        [{**PLATE, "purpose_zh": ""}],
        [{**PLATE, "kind": "choice"}],
        [{**PLATE, "kind": "list"}],
    ):
        assert (await put(running, *fields)).status_code == 422
    await put(running, PLATE)
    assert (await put(running, {**PLATE, "kind": "number"})).json()["code"] == "FieldInUse"
