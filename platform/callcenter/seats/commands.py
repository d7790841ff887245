"""What agents ask of their own state and supervisors of their agents': who did it, and who hears of it."""

from typing import Literal

from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import Database
from callcenter.seats import repository
from callcenter.seats.break_reasons import offered_reason
from callcenter.seats.errors import BreakReasonUnknown, NotAnAgent
from callcenter.seats.roster import AgentRoster
from callcenter.seats.standing import By, ByKind
from callcenter.seats.states import AgentStates
from callcenter.seats.stations import Stations
from callcenter.seats.teams import require_supervision

Forced = Literal["ready", "break", "signed_out"]


class StateTag(AuditTag):
    FORCED_READY = "supervisor:agent:forced_ready"
    FORCED_BREAK = "supervisor:agent:forced_break"
    FORCED_OUT = "supervisor:agent:forced_out"


class StateCommands:
    def __init__(
        self,
        database: Database,
        audit: AuditTrail,
        states: AgentStates,
        stations: Stations,
        roster: AgentRoster,
    ) -> None:
        self._database = database
        self._audit = audit
        self._states = states
        self._stations = stations
        self._roster = roster

    async def ready(self, person: CurrentPerson) -> None:
        await self._states.ready(await self._own(person), _self(person))

    async def rest(self, person: CurrentPerson, reason: str) -> bool:
        """True when it is booked for later."""
        agent_id = await self._own(person)
        await self._offered(person, reason)
        return await self._states.rest(agent_id, reason, _self(person))

    async def cancel_break(self, person: CurrentPerson) -> None:
        await self._states.cancel_break(await self._own(person))

    async def end_wrap_up(self, person: CurrentPerson, then: str | None) -> None:
        agent_id = await self._own(person)
        if then not in (None, "ready"):
            await self._offered(person, then)
        await self._states.end_wrap_up(agent_id, _self(person), then=then)

    async def extend_wrap_up(self, person: CurrentPerson) -> int:
        return await self._states.extend_wrap_up(await self._own(person))

    async def force(
        self, person: CurrentPerson, agent_id: str, to: Forced, reason: str | None = None
    ) -> bool:
        """True when it happens only after the call. The agent's page says who did it."""
        await require_supervision(self._database, person, agent_id)
        by = By(ByKind.SUPERVISOR, person.id, person.display_name)
        who = person.display_name
        booked = False
        match to:
            case "ready":
                await self._states.ready(agent_id, by)
                tag, zh, en = StateTag.FORCED_READY, "置为空闲", "made you ready"
            case "break":
                if reason is None:
                    raise BreakReasonUnknown
                words = await self._offered(person, reason)
                booked = await self._states.rest(agent_id, reason, by)
                tag = StateTag.FORCED_BREAK
                zh, en = f"置为示忙({words[0]})", f"put you on a break ({words[1]})"
            case "signed_out":
                booked = await self._states.force_sign_out(agent_id, by)
                tag, zh, en = StateTag.FORCED_OUT, "签出", "signed you out"
        async with self._database.write() as session:
            await self._audit.record(
                session,
                tag,
                by=person.actor,
                subject=agent_id,
                detail={"reason": reason, "after_the_call": booked},
            )
        known = self._roster.agent(agent_id)
        if known is not None:
            later = (",将在本次通话结束后生效", ", once this call is over") if booked else ("", "")
            self._stations.notify(
                known.person_id,
                zh=f"班长 {who} 已将您{zh}{later[0]}。",
                en=f"Supervisor {who} {en}{later[1]}.",
                level="warn",
            )
        return booked

    async def _own(self, person: CurrentPerson) -> str:
        async with self._database.read() as session:
            agent = await repository.agent_of_person(session, scope_of(person), person.id)
        if agent is None:
            raise NotAnAgent
        return agent.id

    async def _offered(self, person: CurrentPerson, code: str) -> tuple[str, str]:
        async with self._database.read() as session:
            reason = await offered_reason(session, scope_of(person), code)
        return reason.zh, reason.en


def _self(person: CurrentPerson) -> By:
    return By(ByKind.SELF, person.id, person.display_name)
