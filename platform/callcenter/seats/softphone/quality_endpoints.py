"""What a page measured of a call's sound."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import Field

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.kit.errors import NotAllowed
from callcenter.kit.ids import new_id
from callcenter.kit.problems import responses
from callcenter.kit.schemas import Sent
from callcenter.seats import repository
from callcenter.seats.errors import NotAnAgent, NotSignedInAtASeat
from callcenter.seats.phones_now import Phones
from callcenter.telephony.call_quality import CallQuality
from callcenter.telephony.repository import legs_of
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


def call_quality_router(database: Database, clock: Clock, phones: Phones) -> APIRouter:
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
    ) -> None:
        """Of a call that the agent has, or had."""
        scope = scope_of(person)
        async with database.write() as session:
            agent = await repository.agent_of_person(session, scope, person.id)
            if agent is None:
                raise NotAnAgent
            sitting = await repository.open_sitting_of_agent(session, scope, agent.id)
            if sitting is None:
                raise NotSignedInAtASeat
            legs = await legs_of(session, scope, call_id)
            # The record is a second behind: the floor knows of a call that has just ended or still goes on.
            if phones.call_at(sitting.seat) != call_id and agent.id not in {leg.agent for leg in legs}:
                raise NoSuchCall(zh="没有这个通话。", en="There is no such call.")
            now_us = clock.now_us()
            session.add(
                CallQuality(
                    id=new_id(now_us),
                    call_id=call_id,
                    endpoint=sitting.interface.removeprefix("PJSIP/"),
                    client_company_id=agent.client_company_id,
                    agent_id=agent.id,
                    at_us=now_us,
                    **measured.model_dump(),
                )
            )

    return router
