"""Commands of agents and supervisors, break reasons and teams over HTTP."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints, field_validator

from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, ReadSession
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.schemas import Sent, Shown
from callcenter.kit.whole_lists import ListChangedMeanwhile, WholeListSent, WholeListShown
from callcenter.seats import errors
from callcenter.seats.states.break_reasons import Reason, break_reasons, set_break_reasons
from callcenter.seats.states.commands import StateCommands
from callcenter.seats.states.wanted import Command
from callcenter.seats.teams import TeamOf, TeamsWrong, set_teams, supervisors, teams
from callcenter.telephony.ami.errors import ActionRefused, AnswerLate, LinkLost

AnAgent = Annotated[CurrentPerson, Depends(require(Role.AGENT))]
ASupervisor = Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR))]
AnAdministrator = Annotated[CurrentPerson, Depends(require(Role.SYSTEM_ADMIN))]
AtTheFloor = Annotated[CurrentPerson, Depends(require(Role.SYSTEM_ADMIN, Role.SUPERVISOR))]
"""Who sets these words, and who needs one for a break that is forced."""

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,19}$")]
"""Without "_": the platform's own pauses (wrap_up, not_ready_…) have one."""
AgentId = Annotated[str, StringConstraints(pattern=r"^A[0-9]{5,9}$")]
PersonId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{26}$")]


class BreakAsked(Sent):
    reason: Code


class WrapUpEnded(Sent):
    then: Code | None = None
    """"ready" or the reason of a break; without it the booked break, or ready."""


class ForceAsked(Sent):
    to: Literal["ready", "break", "signed_out"]
    reason: Code | None = None


class Taken(Shown):
    booked: bool
    """It begins when the call and its wrap-up are over."""


class WrapUpExtended(Shown):
    wrap_up_until_us: int


class ReasonSent(Sent):
    code: Code
    zh: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    en: Annotated[str, StringConstraints(min_length=1, max_length=40)]

    @field_validator("code")
    @classmethod
    def _is_no_state(cls, code: str) -> str:
        if code == Command.READY.value:
            raise ValueError("ready is a state, and `then` of an ended wrap-up would mean two things")
        return code


class ReasonsSent(WholeListSent):
    reasons: Annotated[list[ReasonSent], Field(min_length=1, max_length=20)]


class ReasonShown(Shown):
    code: str
    zh: str
    en: str


class ReasonsShown(WholeListShown):
    reasons: list[ReasonShown]


class TeamSent(Sent):
    name: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    agents: Annotated[list[AgentId], Field(max_length=1000, default_factory=list)]
    supervisors: Annotated[list[PersonId], Field(max_length=100, default_factory=list)]


class TeamsSent(WholeListSent):
    teams: Annotated[list[TeamSent], Field(max_length=200)]


class TeamShown(Shown):
    name: str
    agents: list[str]
    supervisors: list[str]


class TeamsShown(WholeListShown):
    teams: list[TeamShown]


class SupervisorShown(Shown):
    id: str
    name: str


class SupervisorsShown(Shown):
    people: list[SupervisorShown]


_ASKING = (NotSignedIn, ForeignRequest, NotAllowed)
_ASTERISK = (LinkLost, AnswerLate, ActionRefused)
_IN_A_STATE = (errors.NotAnAgent, errors.NotSignedInAtASeat)


def own_state_router(commands: StateCommands) -> APIRouter:
    router = APIRouter(prefix="/api/agents/me", tags=["agents"])
    always = (*_ASKING, *_IN_A_STATE, *_ASTERISK)

    @router.post(
        "/ready",
        status_code=204,
        responses=responses(*always, errors.AlreadyReady, errors.InACall, errors.SeatUnwell),
    )
    async def ready(person: AnAgent) -> None:  # pyright: ignore[reportUnusedFunction]
        await commands.ready(person)

    @router.post("/break", responses=responses(*always, errors.AlreadyOnThisBreak, errors.BreakReasonUnknown))
    async def take_break(person: AnAgent, asked: BreakAsked) -> Taken:  # pyright: ignore[reportUnusedFunction]
        return Taken(booked=await commands.take_break(person, asked.reason))

    @router.post("/break/cancel", status_code=204, responses=responses(*always, errors.NoBreakBooked))
    async def cancel_break(person: AnAgent) -> None:  # pyright: ignore[reportUnusedFunction]
        await commands.cancel_break(person)

    @router.post(
        "/wrap-up/end",
        status_code=204,
        responses=responses(*always, errors.NotInWrapUp, errors.BreakReasonUnknown, errors.SeatUnwell),
    )
    async def end_wrap_up(person: AnAgent, ended: WrapUpEnded) -> None:  # pyright: ignore[reportUnusedFunction]
        await commands.end_wrap_up(person, ended.then)

    @router.post("/wrap-up/extend", responses=responses(*always, errors.NotInWrapUp, errors.NoExtensionLeft))
    async def extend_wrap_up(person: AnAgent) -> WrapUpExtended:  # pyright: ignore[reportUnusedFunction]
        return WrapUpExtended(wrap_up_until_us=await commands.extend_wrap_up(person))

    return router


def force_router(commands: StateCommands) -> APIRouter:
    router = APIRouter(prefix="/api/agents", tags=["agents"])

    @router.post(
        "/{agent}/force",
        responses=responses(
            *(*_ASKING, *_ASTERISK, errors.AgentUnknown, errors.NotInYourTeams, errors.NotSignedInAtASeat),
            *(errors.AlreadyReady, errors.InACall, errors.AlreadyOnThisBreak, errors.BreakReasonUnknown),
            errors.SeatUnwell,
        ),
    )
    async def force(person: ASupervisor, agent: AgentId, asked: ForceAsked) -> Taken:  # pyright: ignore[reportUnusedFunction]
        return Taken(booked=await commands.force(person, agent, asked.to, asked.reason))

    return router


def staffing_router(database: Database, audit: AuditTrail, clock: Clock) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["staffing"])

    @router.get("/break-reasons", responses=responses(NotSignedIn, NotAllowed))
    async def get_reasons(person: AtTheFloor) -> ReasonsShown:  # pyright: ignore[reportUnusedFunction]
        async with database.read() as session:
            return await _reasons_shown(session, person)

    @router.put("/break-reasons", responses=responses(*_ASKING, ListChangedMeanwhile))
    async def put_reasons(person: AnAdministrator, sent: ReasonsSent) -> ReasonsShown:  # pyright: ignore[reportUnusedFunction]
        reasons = [Reason(each.code, each.zh, each.en) for each in sent.reasons]
        async with database.write() as session:
            await sent.replaces(session, lambda: _reasons_shown(session, person))
            await set_break_reasons(session, audit, person.company_id, reasons, by=person.actor)
            await session.flush()
            return await _reasons_shown(session, person)

    @router.get("/teams", responses=responses(NotSignedIn, NotAllowed))
    async def get_teams(person: AtTheFloor) -> TeamsShown:  # pyright: ignore[reportUnusedFunction]
        async with database.read() as session:
            return await _teams_shown(session, person)

    @router.put("/teams", responses=responses(*_ASKING, TeamsWrong, ListChangedMeanwhile))
    async def put_teams(person: AnAdministrator, sent: TeamsSent) -> TeamsShown:  # pyright: ignore[reportUnusedFunction]
        wanted = [TeamOf(each.name, tuple(each.agents), tuple(each.supervisors)) for each in sent.teams]
        async with database.write() as session:
            await sent.replaces(session, lambda: _teams_shown(session, person))
            await set_teams(session, audit, clock, person.company_id, wanted, by=person.actor)
            await session.flush()
            return await _teams_shown(session, person)

    @router.get("/supervisors", responses=responses(NotSignedIn, NotAllowed))
    async def list_supervisors(person: AtTheFloor) -> SupervisorsShown:  # pyright: ignore[reportUnusedFunction]
        """Who can lead a team: teams name them by id."""
        async with database.read() as session:
            found = await supervisors(session, scope_of(person))
        return SupervisorsShown(people=[SupervisorShown(id=each, name=name) for each, name in found])

    return router


async def _reasons_shown(session: ReadSession, person: CurrentPerson) -> ReasonsShown:
    found = await break_reasons(session, scope_of(person))
    return ReasonsShown(reasons=[ReasonShown.model_validate(each) for each in found])


async def _teams_shown(session: ReadSession, person: CurrentPerson) -> TeamsShown:
    found = await teams(session, scope_of(person))
    return TeamsShown(
        teams=[
            TeamShown(name=each.name, agents=list(each.agents), supervisors=list(each.supervisors))
            for each in found
        ]
    )
