"""What a page measured of a call's sound."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import Field

from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.schemas import Sent
from callcenter.kit.transactions import Writing
from callcenter.seats.errors import NotAnAgent, NotSignedInAtASeat
from callcenter.seats.softphone.quality import CallQualities, Measured
from callcenter.telephony.service import NoSuchCall

AnAgent = Annotated[CurrentPerson, Depends(require(Role.AGENT))]
Milliseconds = Annotated[float, Field(ge=0, le=60_000, allow_inf_nan=False)]
Mos = Annotated[float, Field(ge=1, le=5, allow_inf_nan=False)]


class QualityMeasured(Sent):
    """`loss` is a part of 1; `rtt_ms` null when the browser did not tell."""

    loss: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
    jitter_ms: Milliseconds
    rtt_ms: Milliseconds | None
    mos: Mos
    worst_mos: Mos
    seconds: Annotated[int, Field(ge=0, le=86_400)]


def call_quality_router(qualities: CallQualities) -> APIRouter:
    router = APIRouter(prefix="/api/calls", tags=["calls"])

    @router.post(
        "/{call_id}/quality",
        status_code=204,
        responses=responses(
            *(NotSignedIn, ForeignRequest, NotAllowed, NotAnAgent, NotSignedInAtASeat, NoSuchCall)
        ),
    )
    async def keep_call_quality(  # pyright: ignore[reportUnusedFunction]
        person: AnAgent,
        call_id: Annotated[str, Path(max_length=150, pattern=r"^[A-Za-z0-9_.-]+$")],
        measured: QualityMeasured,
        session: Writing,
    ) -> None:
        """Of a call that the agent has, or had; a later one takes the place of an earlier."""
        await qualities.keep(session, person, call_id, Measured(**measured.model_dump()))

    return router
