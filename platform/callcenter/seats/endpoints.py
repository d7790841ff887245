"""An agent's own sign-in at a seat."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import StringConstraints

from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.schemas import Sent, Shown
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
