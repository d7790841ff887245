"""What people and machines send by mistake or on purpose: taken or refused by name, never a 500."""

import pytest

from callcenter.app.demo_customers import DEMO_CUSTOMERS, ensure_customers
from callcenter.identity import Role
from fakes.customer_desk import CustomerDesk
from fakes.platform_app import running_app

pytestmark = pytest.mark.integration


@pytest.fixture
async def running(tmp_path, database_url):
    async with running_app(tmp_path, database_url=database_url) as running:
        yield running


@pytest.fixture
async def desk(running):
    async with running.signed_in(Role.AGENT) as client:
        yield CustomerDesk(client)


async def test_thirty_digits_are_kept_masked_and_found(desk: CustomerDesk):
    number = "123456789012345678901234567890"
    customer = await desk.add(name="长号码", phones=[number])
    assert customer["phones"][0]["masked"] == "123****7890"
    assert await desk.names(number) == ["长号码"]


@pytest.mark.parametrize("number", ["1" * 33, "12", "anonymous", "0000", "", "1" * 4000, "号码"])
async def test_what_is_no_number_is_refused_and_not_repeated(desk: CustomerDesk, number: str):
    answer = await desk.post("/customers", name="x", phones=[number])
    assert answer.status_code == 422
    assert len(number) < 3 or number not in answer.text


@pytest.mark.parametrize(
    "name",
    [
        "😀😃",
        "👨‍👩‍👧‍👦家",
        "Ünal O'Neil",
        "=cmd|' /C calc'!A0",
        "<b>王</b>",
        "'; DROP TABLE customer; --",
        "𠮷野家",
    ],
)
async def test_any_name_is_kept_as_it_is_and_found(desk: CustomerDesk, name: str):
    customer = await desk.add(name=name)
    assert customer["name"] == name
    assert await desk.names(name) == [name]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "x" * 81},
        {"name": "a\x00b"},
        {"name": "a\nb"},
        {"preferences": "x" * 2001},
        {"tags": ["x"] * 21},
        {"tags": ["x" * 41]},
        {"custom": {"Not A Code": "x"}},
        {"vip": 10},
        {"owner": "0" * 26},
        {"source": "two words"},
        {"phones": ["139"] * 11},
        {"surname": "王"},
        {"identity_number": "身份证"},
    ],
)
async def test_what_does_not_fit_is_refused(desk: CustomerDesk, fields: dict[str, object]):
    answer = await desk.post("/customers", **{"name": "x", **fields})
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]
    assert (await desk.found(""))["items"] == []


async def test_half_a_character_is_refused(desk: CustomerDesk):
    answer = await desk.client.post("/api/customers", content=b'{"name": "\\ud83d"}')
    assert answer.status_code == 422
    answer = await desk.client.post("/api/customers/search", content=b'{"q": "\\ud83d\\ud83d"}')
    assert answer.status_code == 422


@pytest.mark.parametrize("cursor", ["x", "é", "W10", "WzIsIngiXQ", "WzAsMV0", "W3RydWUsbnVsbF0x"])
async def test_a_foreign_cursor_is_refused(desk: CustomerDesk, cursor: str):
    answer = await desk.post("/customers/search", q="王小", cursor=cursor)
    assert answer.status_code == 422


async def test_more_phones_than_fit_are_refused_when_added_later(desk: CustomerDesk):
    customer = await desk.add(name="x", phones=[f"1390000{number:04d}" for number in range(10)])
    answer = await desk.client.patch(
        f"/api/customers/{customer['id']}", json={"version": 1, "add_phones": ["13800000000"]}
    )
    assert answer.status_code == 422
    assert (await desk.get(customer["id"]))["version"] == 1


async def test_demo_customers_come_once_and_are_marked(running, desk: CustomerDesk):
    numbers = await ensure_customers(running.settings, running.platform.clock)
    assert await ensure_customers(running.settings, running.platform.clock) == numbers
    assert len((await desk.found(""))["items"]) == len(DEMO_CUSTOMERS)
    for number in numbers:
        rows = (await desk.found(number))["items"]
        assert rows
        assert all(row["demo"] for row in rows)
