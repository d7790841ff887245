"""Sitting down and getting up, and keeping Asterisk's queues in line with who sits.

A sitting is written first and told to Asterisk afterwards: the database is the master, and what Asterisk did
not hear is made good at its next epoch. A sign-in that Asterisk cannot carry out now is taken back, because
whoever is shown as signed in must be rung.
"""

from collections.abc import Mapping
from typing import Protocol

import structlog
from sqlalchemy.exc import IntegrityError

from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import Actor, CurrentPerson, scope_of
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, ReadSession
from callcenter.kit.errors import CallcenterError
from callcenter.kit.ids import new_id
from callcenter.seats import repository
from callcenter.seats.errors import (
    AlreadySignedIn,
    NoQueues,
    NotAnAgent,
    NotSignedInAtASeat,
    SeatTaken,
    SeatUnknown,
)
from callcenter.seats.models import Agent, Phone, Sitting
from callcenter.seats.queue_members import Differences, Place, QueueMembers
from callcenter.seats.states.standing import By, ByKind
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)


class SeatTag(AuditTag):
    SITTING_STARTED = "agent:seat:signed_in"
    SITTING_ENDED = "agent:seat:signed_out"
    SITTING_TAKEN_BACK = "agent:seat:sign_in_taken_back"


class Sitters(Protocol):
    """Whoever has to know at once who sits where."""

    async def on_sat_down(self, person_id: str, sitting: Sitting) -> None:
        """Before Asterisk is told."""
        ...

    def may_get_up(self, agent_id: str) -> None:
        """Raises the refusal of whoever may not leave by themselves now."""
        ...

    async def on_getting_up(self, sitting: Sitting, by: By) -> None:
        """Before Asterisk is told."""
        ...

    async def on_got_up(self, person_id: str, sitting: Sitting) -> None: ...


class Seats:
    def __init__(
        self,
        database: Database,
        audit: AuditTrail,
        clock: Clock,
        members: QueueMembers,
        sitters: Sitters | None = None,
    ) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._members = members
        self._sitters = sitters

    async def sign_in(self, person: CurrentPerson, *, seat: str, phone: Phone) -> Sitting:
        """Signing in again at the same seat and phone repeats what Asterisk was told, and nothing else."""
        scope = scope_of(person)
        try:
            sitting, queues, is_new = await self._sit_down(person, scope, seat, phone)
        except IntegrityError:
            # Somebody else sat down between our look and our write.
            raise SeatTaken from None
        if self._sitters is not None:
            await self._sitters.on_sat_down(person.id, sitting)
        told: list[Place] = []
        try:
            for place in places(sitting, queues):
                told.append(place)
                await self._members.add(place)
            if is_new:
                await self._members.note(
                    sitting.agent_id, "SIGNED_IN", sitting.from_us, sitting.seat, sitting.phone
                )
        except CallcenterError:
            if is_new:
                await self._take_back(person.actor, sitting, told)
                if self._sitters is not None:
                    await self._sitters.on_got_up(person.id, sitting)
            raise
        return sitting

    async def sign_out(self, person: CurrentPerson) -> Sitting:
        """Refused during a call: whoever leaves leaves nobody on the line."""
        scope = scope_of(person)
        async with self._database.read() as session:
            agent = await _agent(session, scope, person)
        if self._sitters is not None:
            self._sitters.may_get_up(agent.id)
        by = By(ByKind.SELF, person.id, person.display_name)
        return await self.end_sitting(scope, agent.id, actor=person.actor, by=by)

    async def end_sitting(self, scope: Scope, agent_id: str, *, actor: Actor, by: By) -> Sitting:
        """Ends the sitting even when Asterisk cannot be told now: the next epoch makes it good."""
        async with self._database.write() as session:
            sitting = await repository.open_sitting_of_agent(session, scope, agent_id)
            if sitting is None:
                raise NotSignedInAtASeat
            agent = await repository.agent_of_id(session, scope, agent_id)
            assert agent is not None
            person_id = agent.person_id
            ended_us = sitting.to_us = max(self._clock.now_us(), sitting.from_us)
            queues = await repository.queues_of(session, scope, agent.id)
            detail = {"seat": sitting.seat, "phone": sitting.phone}
            await self._audit.record(
                session, SeatTag.SITTING_ENDED, by=actor, subject=agent.id, detail=detail
            )
        if self._sitters is not None:
            await self._sitters.on_getting_up(sitting, by)
        try:
            for place in places(sitting, queues):
                await self._members.remove(place)
            await self._members.note(sitting.agent_id, "SIGNED_OUT", ended_us, sitting.seat, sitting.phone)
        except CallcenterError as error:
            self._members.owe(sitting.agent_id, "SIGNED_OUT", ended_us, sitting.seat, sitting.phone)
            _log.warning(
                "asterisk was not told of a sign-out", agent=sitting.agent_id, error=type(error).__name__
            )
        if self._sitters is not None:
            await self._sitters.on_got_up(person_id, sitting)
        return sitting

    async def wanted(self, scope: Scope) -> frozenset[Place]:
        """Everybody's places as they should be."""
        async with self._database.read() as session:
            found: set[Place] = set()
            for sitting in await repository.open_sittings(session, scope):
                found.update(places(sitting, await repository.queues_of(session, scope, sitting.agent_id)))
            return frozenset(found)

    async def reconcile(
        self, scope: Scope, present: frozenset[Place], paused: Mapping[str, str] | None = None
    ) -> Differences:
        """`paused`: agent → the reason with which a lost place comes back.

        Precondition: `present` was asked of Asterisk before this call, so who sat down since is wanted.
        """
        return await self._members.reconcile(await self.wanted(scope), present, paused or {})

    async def _sit_down(
        self, person: CurrentPerson, scope: Scope, seat: str, phone: Phone
    ) -> tuple[Sitting, dict[str, int], bool]:
        async with self._database.write() as session:
            agent = await _agent(session, scope, person)
            if not await repository.seat_exists(session, scope, seat):
                raise SeatUnknown
            queues = await repository.queues_of(session, scope, agent.id)
            if not queues:
                raise NoQueues
            own = await repository.open_sitting_of_agent(session, scope, agent.id)
            if own is not None and (own.seat, own.phone) == (seat, phone.value):
                return own, queues, False
            if own is not None:
                raise AlreadySignedIn(own.seat)
            if await repository.open_sitting_at(session, scope, seat) is not None:
                raise SeatTaken
            now_us = self._clock.now_us()
            sitting = Sitting(
                id=new_id(now_us),
                client_company_id=agent.client_company_id,
                agent_id=agent.id,
                seat=seat,
                phone=phone.value,
                from_us=now_us,
                to_us=None,
            )
            session.add(sitting)
            await session.flush()
            detail = {"seat": seat, "phone": phone.value}
            await self._audit.record(
                session, SeatTag.SITTING_STARTED, by=person.actor, subject=agent.id, detail=detail
            )
            return sitting, queues, True

    async def _take_back(self, by: Actor, sitting: Sitting, told: list[Place]) -> None:
        async with self._database.write() as session:
            stored = await session.get(Sitting, sitting.id)
            assert stored is not None
            stored.to_us = max(self._clock.now_us(), stored.from_us)
            await self._audit.record(
                session,
                SeatTag.SITTING_TAKEN_BACK,
                by=by,
                subject=sitting.agent_id,
                detail={"seat": sitting.seat, "phone": sitting.phone},
            )
        for place in told:
            try:
                await self._members.remove(place)
            except CallcenterError:
                # The link is down: the next epoch finds a stranger and removes it.
                return


def places(sitting: Sitting, queues: dict[str, int]) -> list[Place]:
    return [Place(sitting.agent_id, queue, sitting.interface, penalty) for queue, penalty in queues.items()]


async def _agent(session: ReadSession, scope: Scope, person: CurrentPerson) -> Agent:
    agent = await repository.agent_of_person(session, scope, person.id)
    if agent is None:
        raise NotAnAgent
    return agent
