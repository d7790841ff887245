"""Every way a request can fail is an RFC 9457 problem in both languages."""

from typing import Annotated

import httpx
import pytest
from fastapi import FastAPI
from pydantic import StringConstraints

from callcenter.kit import problems
from callcenter.kit.errors import NotAllowed, NotFound, Refused
from callcenter.kit.schemas import Sent

pytestmark = pytest.mark.unit


class Body(Sent):
    number: int
    word: Annotated[str, StringConstraints(max_length=3, pattern=r"^[a-z\x00]*$")] = ""
    more: dict[str, list[str]] | None = None


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


@pytest.mark.parametrize(
    ("sent", "zh", "en"),
    [
        ({"number": 1, "word": "A"}, "word 格式不符", "word is not written in the expected form"),
        (
            {"number": 1, "word": "abcd"},
            "word 太长(最多 3 个字符)",
            "word is too long (at most 3 characters)",
        ),
        ({"word": "a"}, "number 缺少必填项", "number is missing"),
        ({"number": 1, "x{y}": 1}, "x{y} 未知字段", "x{y} is not known here"),
    ],
)
async def test_the_headline_says_what_is_wrong_and_no_pattern(client, sent, zh, en):
    problem = assert_problem(await client.post("/body", json=sent), 422, "InvalidInput")
    assert problem["detail"].startswith(f"请更正:{zh}")
    assert problem["detail_en"].startswith(f"Please correct: {en}")
    assert "[a-z" not in str(problem)


@pytest.mark.parametrize(
    "sent", [{"word": "\0"}, {"more": {"a": ["b", "\0"]}}, {"more": {"\0": []}}, {"x": [{"y": "a\0"}]}]
)
async def test_no_text_of_a_body_holds_a_nul(client, sent):
    problem = assert_problem(await client.post("/body", json={"number": 1, **sent}), 422, "InvalidInput")
    assert "空字符" in problem["detail"]
    assert "NUL" in problem["detail_en"]


def test_responses_are_declared_by_status():
    declared = problems.responses(NotAllowed, NotFound, Refused)
    assert list(declared) == [403, 404, 409]
    assert declared[409]["description"] == "Refused"
