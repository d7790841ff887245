"""What agents ask of their own state and supervisors of their agents': who did it, and who hears of it."""

from dataclasses import dataclass
from typing import Literal

from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import Database
from callcenter.kit.errors import CallcenterError
from callcenter.seats import repository
from callcenter.seats.errors import BreakReasonUnknown, NotAnAgent
from callcenter.seats.roster import AgentRoster
from callcenter.seats.states.agent_states import AgentStates
from callcenter.seats.states.break_reasons import offered_reason
from callcenter.seats.states.standing import By, ByKind
from callcenter.seats.states.wanted import Answer, Command
from callcenter.seats.station.stations import Stations
from callcenter.seats.teams import require_supervision

Forced = Literal["ready", "break", "signed_out"]


class StateTag(AuditTag):
    FORCED_READY = "supervisor:agent:forced_ready"
    FORCED_BREAK = "supervisor:agent:forced_break"
    FORCED_OUT = "supervisor:agent:forced_out"


@dataclass(frozen=True, slots=True)
class _Forced:
    tag: StateTag
    agent_id: str
    reason: str | None
    after_the_call: bool


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

    async def take_break(self, person: CurrentPerson, reason: str) -> bool:
        """True when it is booked for later."""
        agent_id = await self._own(person)
        await self._offered(person, reason)
        return await self._states.take_break(agent_id, reason, _self(person))

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
        who = person.display_name
        match to:
            case "ready":
                tag, command, zh, en = StateTag.FORCED_READY, Command.READY, "置为空闲", "made you ready"
            case "break":
                if reason is None:
                    raise BreakReasonUnknown
                words = await self._offered(person, reason)
                tag, command = StateTag.FORCED_BREAK, Command.BREAK
                zh, en = f"置为示忙({words[0]})", f"put you on a break ({words[1]})"
            case "signed_out":
                tag, command, zh, en = StateTag.FORCED_OUT, Command.FORCE_SIGN_OUT, "签出", "signed you out"
        booked = self._states.allowed(agent_id, command, reason) is Answer.BOOK
        audited = _Forced(tag, agent_id, reason, after_the_call=booked)
        # Written first: an act that a crash cuts off must not be one that nobody did.
        await self._write_down(person, audited)
        try:
            booked = await self._do(agent_id, to, reason, By(ByKind.SUPERVISOR, person.id, who))
        except CallcenterError as error:
            await self._write_down(person, audited, failed=error)
            raise
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

    async def _do(self, agent_id: str, to: Forced, reason: str | None, by: By) -> bool:
        match to:
            case "ready":
                await self._states.ready(agent_id, by)
                return False
            case "break":
                return await self._states.take_break(agent_id, reason or "", by)
            case "signed_out":
                return await self._states.force_sign_out(agent_id, by)

    async def _write_down(
        self, person: CurrentPerson, forced: "_Forced", failed: CallcenterError | None = None
    ) -> None:
        detail: dict[str, str | bool | None] = {
            "reason": forced.reason,
            "after_the_call": forced.after_the_call,
        }
        if failed is not None:
            detail["because"] = type(failed).__name__
        async with self._database.write() as session:
            await self._audit.record(
                session,
                forced.tag,
                by=person.actor,
                subject=forced.agent_id,
                outcome="done" if failed is None else "refused",
                detail=detail,
            )

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
