"""Every way a request can fail is an RFC 9457 problem in both languages."""

import httpx
import pytest
from fastapi import FastAPI

from callcenter.kit import problems
from callcenter.kit.errors import NotAllowed, NotFound, Refused
from callcenter.kit.schemas import Sent

pytestmark = pytest.mark.unit


class Body(Sent):
    number: int


@pytest.fixture
async def client():
    app = FastAPI()
    problems.install(app)

    @app.get("/refused", responses=problems.responses(Refused, NotFound))
    async def refused():
        raise Refused(zh="坐席已签入。", en="The seat is taken.")

    @app.get("/broken")
    async def broken():
        raise ZeroDivisionError("13900001234")

    @app.post("/body")
    async def body(body: Body):
        return body.number

    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def assert_problem(response, status, code):
    assert response.status_code == status
    assert response.headers["content-type"] == problems.MEDIA_TYPE
    problem = response.json()
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"urn:callcenter:problem:{code}"
    assert problem["title"]
    assert problem["detail"]
    assert problem["detail_en"]
    return problem


async def test_one_of_ours(client):
    problem = assert_problem(await client.get("/refused"), 409, "Refused")
    assert problem["detail"] == "坐席已签入。"
    assert problem["detail_en"] == "The seat is taken."


async def test_an_unknown_address(client):
    assert_problem(await client.get("/nowhere"), 404, "NotFound")


async def test_an_unknown_method_says_which_are_known(client):
    response = await client.delete("/refused")
    assert_problem(response, 405, "MethodNotAllowed")
    assert response.headers["allow"] == "GET"


async def test_a_bug_says_nothing_about_its_inside(client):
    response = await client.get("/broken")
    assert_problem(response, 500, "InternalError")
    assert "13900001234" not in response.text


async def test_an_unknown_field_is_refused_by_name_without_its_value(client):
    response = await client.post("/body", json={"number": 1, "phone": "13900001234"})
    problem = assert_problem(response, 422, "InvalidInput")
    assert [error["field"] for error in problem["errors"]] == ["body.phone"]
    assert "13900001234" not in response.text


@pytest.mark.parametrize("content", ["{", "[]", '"x"', "null", '{"number": "x"}'])
async def test_a_malformed_body(client, content):
    response = await client.post("/body", content=content, headers={"content-type": "application/json"})
    assert_problem(response, 422, "InvalidInput")


def test_responses_are_declared_by_status():
    declared = problems.responses(NotAllowed, NotFound, Refused)
    assert list(declared) == [403, 404, 409]
    assert declared[409]["description"] == "Refused"
