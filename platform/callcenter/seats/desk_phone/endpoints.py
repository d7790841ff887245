"""The buttons of a desk phone on the agent's page, and the conference of either kind of phone."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints

from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.errors import CallcenterError, NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.schemas import Sent
from callcenter.seats.desk_phone.service import (
    DeskPhones,
    NoCallOnPhone,
    NoConsult,
    NotADeskPhone,
    PhoneDoesNotObey,
)
from callcenter.seats.errors import NotAnAgent, NotSignedInAtASeat
from callcenter.telephony.ami.errors import ActionRefused, AnswerLate, LinkLost

AnAgent = Annotated[CurrentPerson, Depends(require(Role.AGENT))]
Target = Annotated[
    str, StringConstraints(pattern=r"^([0-9]{1,8}|queue-[a-z0-9-]{1,40}|ivr-[a-z0-9-]{1,40}|survey)$")
]


class TransferWanted(Sent):
    """A seat's number, `queue-<queue>`, `ivr-<menu>` or `survey`."""

    to: Target


def _refusals(*more: type[CallcenterError]) -> dict[int | str, dict[str, Any]]:
    return responses(
        *(NotSignedIn, ForeignRequest, NotAllowed, NotAnAgent, NotSignedInAtASeat, NoCallOnPhone),
        *(LinkLost, AnswerLate, ActionRefused, *more),
    )


def desk_phone_router(phones: DeskPhones) -> APIRouter:
    router = APIRouter(prefix="/api/agents/me", tags=["phones"])
    obeying = _refusals(NotADeskPhone, PhoneDoesNotObey)

    @router.post("/desk/answer", status_code=204, responses=obeying)
    async def answer_at_desk(person: AnAgent) -> None:  # pyright: ignore[reportUnusedFunction]
        await phones.answer(person)

    @router.post("/desk/hold", status_code=204, responses=obeying)
    async def hold_at_desk(person: AnAgent) -> None:  # pyright: ignore[reportUnusedFunction]
        await phones.hold(person)

    @router.post("/desk/resume", status_code=204, responses=obeying)
    async def resume_at_desk(person: AnAgent) -> None:  # pyright: ignore[reportUnusedFunction]
        await phones.resume(person)

    @router.post("/desk/hang-up", status_code=204, responses=_refusals(NotADeskPhone))
    async def hang_up_at_desk(person: AnAgent) -> None:  # pyright: ignore[reportUnusedFunction]
        await phones.hang_up(person)

    @router.post("/desk/transfer", status_code=204, responses=_refusals(NotADeskPhone))
    async def transfer_at_desk(person: AnAgent, wanted: TransferWanted) -> None:  # pyright: ignore[reportUnusedFunction]
        await phones.transfer(person, to=wanted.to)

    @router.post("/desk/three-way", status_code=204, responses=_refusals(NotADeskPhone, NoConsult))
    async def three_way_at_desk(person: AnAgent) -> None:  # pyright: ignore[reportUnusedFunction]
        await phones.three_way(person)

    @router.post("/three-way", status_code=204, responses=_refusals(NoConsult))
    async def three_way(person: AnAgent) -> None:  # pyright: ignore[reportUnusedFunction]
        """For a phone that cannot refer its consultation to `three-way` itself."""
        await phones.three_way(person)

    return router
