"""What an address may hold: filters that the endpoint has, and no NUL."""

from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI, Query

from callcenter.app.queries import refuse_unknown_query
from callcenter.kit import problems

pytestmark = pytest.mark.unit


@pytest.fixture
async def client():
    app = FastAPI(dependencies=[Depends(refuse_unknown_query)])
    problems.install(app)

    @app.get("/calls/{call_id}")
    async def call(
        call_id: str,
        from_us: int | None = None,
        to_us: int | None = None,
        team: Annotated[list[str] | None, Query()] = None,
    ):
        return {"call_id": call_id, "team": team}

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/calls/a%00", "path.call_id"),
        ("/calls/a?team=b%00", "query.team"),
        ("/calls/a?team=b%00&team=c", "query.team"),
        ("/calls/a?teem=b", "query.teem"),
        ("/calls/a?from_us=200&to_us=30", "query.from_us"),
    ],
)
async def test_an_address_that_cannot_be_meant_is_refused_by_its_field(client, address, field):
    refused = await client.get(address)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]


async def test_any_other_is_asked(client):
    assert (await client.get("/calls/a?team=b&from_us=30&to_us=200")).json() == {
        "call_id": "a",
        "team": ["b"],
    }
