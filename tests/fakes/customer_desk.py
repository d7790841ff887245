"""Customers asked for over HTTP, and calls put into the record as if they had been made."""

from dataclasses import dataclass

import httpx
from sqlalchemy import JSON, select

from callcenter.identity import SYSTEM, Role
from callcenter.identity.models import Person
from callcenter.seats.staffing import ensure_agent
from callcenter.telephony.journal.tokens import cipher_context, token_of
from callcenter.telephony.models import CallRecord, Phone
from fakes.platform_app import RunningApp

SECOND = 1_000_000
ARRIVED = 1_795_300_000 * SECOND


@dataclass
class CustomerDesk:
    client: httpx.AsyncClient

    async def add(self, **fields):
        answer = await self.client.post("/api/customers", json=fields)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def get(self, customer_id: str):
        answer = await self.client.get(f"/api/customers/{customer_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def found(self, q: str, **more):
        answer = await self.client.post("/api/customers/search", json={"q": q, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def names(self, q: str) -> list[str]:
        return [row["name"] for row in (await self.found(q))["items"]]

    async def history(self, customer_id: str, **query):
        answer = await self.client.get(f"/api/customers/{customer_id}/history", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, **body) -> httpx.Response:
        return await self.client.post(f"/api{path}", json=body)


async def an_agent(running: RunningApp) -> str:
    """The person of the role agent gets a work number; returns the agent's id."""
    platform = running.platform
    async with platform.database.write() as session:
        person = await session.scalar(select(Person).where(Person.name == Role.AGENT.value))
        assert person is not None
        await ensure_agent(
            session,
            platform.identity.audit,
            platform.settings.company_id,
            person.id,
            work_number="8001",
            queues={"demo01-consult": 0},
            by=SYSTEM,
            at_us=1,
        )
    await platform.seating.roster.load(platform.database, platform.scope)
    known = platform.seating.roster.of_person(person.id)
    assert known is not None
    return known.agent_id


def caller_token(running: RunningApp, number: str) -> str:
    return token_of(running.platform.keyring, number)


async def a_call(
    running: RunningApp, call_id: str, number: str, *, arrived_us: int = ARRIVED, **given
) -> str:
    """An answered call from that number stands in the record."""
    token = caller_token(running, number)
    keyring = running.platform.keyring
    values = {
        "call_id": call_id,
        "client_company_id": running.platform.settings.company_id,
        "hotline": "4000000001",
        "trunk": "trunk-main",
        "demo": False,
        "caller_token": token,
        "arrived_us": arrived_us,
        "answered_us": arrived_us + 5 * SECOND,
        "ended_us": arrived_us + 65 * SECOND,
        "outcome": "answered",
        "short_abandon": False,
        "complete": True,
        "talk_us": 60 * SECOND,
        "hold_us": 0,
        "rings": 1,
        "seat_lost": False,
        "survey_offered": False,
        **{column.key: [] for column in CallRecord.__table__.columns if isinstance(column.type, JSON)},
        **given,
    }
    async with running.platform.database.write() as session:
        session.add(CallRecord(**values))
        if await session.get(Phone, (token, values["client_company_id"])) is None:
            cipher = keyring.encrypt(number.encode(), context=cipher_context(token))
            session.add(Phone(token=token, client_company_id=values["client_company_id"], cipher=cipher))
    return token
