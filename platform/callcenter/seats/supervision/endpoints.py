"""监听, 耳语, 强插, 强接 from the floor's page."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import StringConstraints

from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.schemas import Sent, Shown
from callcenter.seats.supervision.service import (
    NobodyAtSeat,
    NoCallAtSeat,
    OwnPhoneAtASeat,
    OwnPhoneInCall,
    OwnPhoneNotRegistered,
    Supervision,
)
from callcenter.seats.teams import NotInYourTeams
from callcenter.telephony.ami.errors import ActionRefused, AnswerLate, LinkLost
from callcenter.telephony.outcome import SupervisionAct

ASupervisor = Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR))]


class SupervisionWanted(Sent):
    seat: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,8}$")]
    act: SupervisionAct


class SupervisionPermitted(Shown):
    dial: str


def supervision_router(supervision: Supervision) -> APIRouter:
    router = APIRouter(prefix="/api/supervision", tags=["supervision"])

    @router.post(
        "",
        responses=responses(
            *(NotSignedIn, ForeignRequest, NotAllowed, NotInYourTeams, NobodyAtSeat, NoCallAtSeat),
            *(OwnPhoneAtASeat, OwnPhoneNotRegistered, OwnPhoneInCall, LinkLost, AnswerLate, ActionRefused),
        ),
    )
    async def step_in(  # pyright: ignore[reportUnusedFunction]
        person: ASupervisor, wanted: SupervisionWanted
    ) -> SupervisionPermitted:
        """`dial` is for the supervisor's own phone, within 15 seconds and once."""
        return SupervisionPermitted(dial=await supervision.permit(person, seat=wanted.seat, act=wanted.act))

    return router
