"""An agent's own sign-in at a seat, and who the agents are."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import StringConstraints

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role, watchers
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.schemas import Sent, Shown
from callcenter.kit.transactions import Reading
from callcenter.seats import repository
from callcenter.seats.errors import (
    AlreadySignedIn,
    NoQueues,
    NotAnAgent,
    NotSignedInAtASeat,
    SeatTaken,
    SeatUnknown,
)
from callcenter.seats.models import Phone, Sitting
from callcenter.seats.service import Seats
from callcenter.telephony.ami.errors import ActionRefused, AnswerLate, LinkLost

Watcher = Annotated[CurrentPerson, Depends(require(*sorted(watchers())))]
AnAgent = Annotated[CurrentPerson, Depends(require(Role.AGENT))]


class SeatChosen(Sent):
    seat: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,8}$")]
    phone: Phone


class SittingShown(Shown):
    agent: str
    seat: str
    phone: Phone
    from_us: int
    to_us: int | None


class AgentShown(Shown):
    agent: str
    work_number: str
    name: str


class AgentsShown(Shown):
    agents: list[AgentShown]


def staff_router() -> APIRouter:
    router = APIRouter(prefix="/api/agents", tags=["agents"])

    @router.get("", responses=responses(NotSignedIn, NotAllowed))
    async def list_agents(person: Watcher, session: Reading) -> AgentsShown:  # pyright: ignore[reportUnusedFunction]
        """Everybody, signed in at a seat or not: calls name agents by id."""
        found = await repository.cards(session, scope_of(person))
        return AgentsShown(
            agents=[
                AgentShown(agent=agent_id, work_number=card.work_number, name=card.name)
                for agent_id, card in sorted(found.items())
            ]
        )

    return router


def agents_router(seats: Seats) -> APIRouter:
    router = APIRouter(prefix="/api/agents/me", tags=["agents"])

    @router.post(
        "/sign-in",
        responses=responses(
            *(NotSignedIn, ForeignRequest, NotAllowed, NotAnAgent, SeatUnknown, SeatTaken, AlreadySignedIn),
            *(NoQueues, LinkLost, AnswerLate, ActionRefused),
        ),
    )
    async def sign_in(person: AnAgent, chosen: SeatChosen) -> SittingShown:  # pyright: ignore[reportUnusedFunction]
        return sitting_shown(await seats.sign_in(person, seat=chosen.seat, phone=chosen.phone))

    @router.post(
        "/sign-out",
        responses=responses(NotSignedIn, ForeignRequest, NotAllowed, NotAnAgent, NotSignedInAtASeat),
    )
    async def sign_out(person: AnAgent) -> SittingShown:  # pyright: ignore[reportUnusedFunction]
        return sitting_shown(await seats.sign_out(person))

    return router


def sitting_shown(sitting: Sitting) -> SittingShown:
    return SittingShown(
        agent=sitting.agent_id,
        seat=sitting.seat,
        phone=Phone(sitting.phone),
        from_us=sitting.from_us,
        to_us=sitting.to_us,
    )
