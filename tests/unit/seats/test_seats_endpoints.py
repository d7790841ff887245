"""The agent's own sign-in over HTTP: who may, what is refused, and how it says so."""

from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI

from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import current_person
from callcenter.identity.roles import Role
from callcenter.kit import problems
from callcenter.seats.endpoints import agents_router
from callcenter.seats.errors import SeatTaken
from callcenter.seats.models import Phone

pytestmark = pytest.mark.unit


class PretendSeats:
    def __init__(self) -> None:
        self.taken = False
        self.asked: list[tuple[str, str, Phone]] = []

    async def sign_in(self, person, *, seat, phone):
        if self.taken:
            raise SeatTaken
        self.asked.append((person.name, seat, phone))
        return SimpleNamespace(agent_id="A00001", seat=seat, phone=phone.value, from_us=5, to_us=None)

    async def sign_out(self, person):
        return SimpleNamespace(agent_id="A00001", seat="1001", phone="desk", from_us=5, to_us=9)


def client_for(seats, role: Role) -> httpx.AsyncClient:
    app = FastAPI()
    problems.install(app)
    app.include_router(agents_router(seats))

    async def somebody() -> CurrentPerson:
        return CurrentPerson("p", "alice", "Alice", frozenset({role}), "demo01", b"")

    app.dependency_overrides[current_person] = somebody
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")


async def test_an_agent_signs_in_and_out():
    seats = PretendSeats()
    async with client_for(seats, Role.AGENT) as client:
        answer = await client.post("/api/agents/me/sign-in", json={"seat": "1001", "phone": "desk"})
        assert answer.json() == {
            "agent": "A00001",
            "seat": "1001",
            "phone": "desk",
            "from_us": 5,
            "to_us": None,
        }
        assert (await client.post("/api/agents/me/sign-out")).json()["to_us"] == 9
    assert seats.asked == [("alice", "1001", Phone.DESK)]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AGENT])
async def test_nobody_else_may(role: Role):
    seats = PretendSeats()
    async with client_for(seats, role) as client:
        answer = await client.post("/api/agents/me/sign-in", json={"seat": "1001", "phone": "desk"})
    assert answer.status_code == 403
    assert not seats.asked


@pytest.mark.parametrize(
    "body",
    [
        {"seat": "1001"},
        {"seat": "1001", "phone": "fax"},
        {"seat": "10 01\r\nAction: Command", "phone": "desk"},
        {"seat": "1001", "phone": "desk", "unknown": 1},
    ],
)
async def test_input_that_is_not_asked_for_is_refused(body):
    async with client_for(PretendSeats(), Role.AGENT) as client:
        assert (await client.post("/api/agents/me/sign-in", json=body)).status_code == 422


async def test_a_refusal_is_a_problem_in_both_languages():
    seats = PretendSeats()
    seats.taken = True
    async with client_for(seats, Role.AGENT) as client:
        answer = await client.post("/api/agents/me/sign-in", json={"seat": "1001", "phone": "desk"})
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["code"] == "SeatTaken"
    assert "已有人签入" in problem["detail"]
    assert "sign" in problem["detail_en"]
