"""Signing in: one answer for every wrong pair, a pause after too many of them, everything audited."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select

from callcenter.identity.audit import AuditTrail, IdentityTag
from callcenter.identity.models import Person
from callcenter.identity.passwords import Passwords
from callcenter.identity.person import Actor
from callcenter.identity.sessions import Sessions
from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database, WriteSession
from callcenter.kit.errors import CallcenterError

FAILURES_BEFORE_LOCK: Final = 5
LOCKED_FOR_US: Final = 15 * 60 * SECOND
ATTEMPTS_PER_ADDRESS: Final = 60
ADDRESS_WINDOW_US: Final = 60 * SECOND
_REMEMBERED: Final = 10_000


class WrongCredentials(CallcenterError):
    """Name and password do not belong together; which of the two is wrong is not said."""

    status = 401


class TooManyAttempts(CallcenterError):
    """Signing in pauses for this name or this address."""

    status = 429

    def __init__(self, *, wait_us: int) -> None:
        seconds = max(1, -(-wait_us // SECOND))
        super().__init__(
            zh=f"登录尝试过多,请在 {seconds} 秒后再试。",
            en=f"Too many attempts to sign in; try again in {seconds} seconds.",
        )
        self.headers = {"Retry-After": str(seconds)}


@dataclass(slots=True)
class _Misses:
    count: int = 0
    locked_until_us: int = 0


@dataclass(slots=True)
class _Attempts:
    at_us: deque[int] = field(default_factory=deque[int])
    told: bool = False


class SignIn:
    """Answers for who gets a session. Spans two transactions: the slow password check holds neither."""

    def __init__(
        self, database: Database, clock: Clock, audit: AuditTrail, sessions: Sessions, passwords: Passwords
    ) -> None:
        self._database = database
        self._clock = clock
        self._audit = audit
        self._sessions = sessions
        self._passwords = passwords
        # Names of nobody are paused like real ones; otherwise the pause would tell which are real.
        self._strangers: OrderedDict[str, _Misses] = OrderedDict()
        self._addresses: OrderedDict[str, _Attempts] = OrderedDict()

    async def __call__(self, *, name: str, password: str, address: str) -> str:
        """The token of a new session. Raises WrongCredentials or TooManyAttempts, both audited."""
        await self._refuse_if_flooded(address)
        async with self._database.read() as session:
            person = await session.scalar(select(Person).where(Person.name == name))
        try:
            self._refuse_if_locked(name, person)
        except TooManyAttempts:
            await self._note_pause(person, address, reason="name_paused")
            raise
        matches = await self._passwords.matches(person.password_hash if person else None, password)
        outdated = matches and person is not None and self._passwords.is_outdated(person.password_hash)
        new_hash = await self._passwords.hash(password) if outdated else None
        async with self._database.write() as session:
            # Attempts at one name take turns: five at once must count as five, or guessing at once is free.
            current = (
                await session.get(Person, person.id, with_for_update={"key_share": True})
                if person is not None
                else None
            )
            if current is not None and matches and current.active:
                self._refuse_if_locked(name, current)
                return await self._admit(session, current, address, new_hash)
            await self._note_failure(session, current, name, address)
        raise WrongCredentials(zh="用户名或密码不正确。", en="The name or the password is not right.")

    async def _admit(self, session: WriteSession, person: Person, address: str, new_hash: str | None) -> str:
        person.failed_sign_ins = 0
        person.locked_until_us = None
        if new_hash is not None:
            person.password_hash = new_hash
        token, _ = await self._sessions.start(session, person)
        await self._audit.record(
            session, IdentityTag.SESSION_STARTED, by=_actor(person, address), subject=person.id
        )
        return token

    async def _note_failure(
        self, session: WriteSession, person: Person | None, name: str, address: str
    ) -> None:
        now = self._clock.now_us()
        if person is None:
            misses = self._strangers.setdefault(name, _Misses())
            self._strangers.move_to_end(name)
            while len(self._strangers) > _REMEMBERED:
                self._strangers.popitem(last=False)
            misses.count += 1
            if misses.count >= FAILURES_BEFORE_LOCK:
                misses.count, misses.locked_until_us = 0, now + LOCKED_FOR_US
            # What was typed as a name may be a password in the wrong field: it is not written down.
            actor = Actor(person_id=None, name="", address=address)
            await self._audit.record(session, IdentityTag.SESSION_REFUSED, by=actor, outcome="refused")
            return
        actor = _actor(person, address)
        await self._audit.record(
            session, IdentityTag.SESSION_REFUSED, by=actor, subject=person.id, outcome="refused"
        )
        person.failed_sign_ins += 1
        if person.failed_sign_ins >= FAILURES_BEFORE_LOCK:
            person.failed_sign_ins, person.locked_until_us = 0, now + LOCKED_FOR_US
            await self._audit.record(session, IdentityTag.PERSON_LOCKED, by=actor, subject=person.id)

    def _refuse_if_locked(self, name: str, person: Person | None) -> None:
        if person is not None:
            until = person.locked_until_us or 0
        else:
            until = self._strangers.get(name, _Misses()).locked_until_us
        wait = until - self._clock.now_us()
        if wait > 0:
            raise TooManyAttempts(wait_us=wait)

    async def _note_pause(self, person: Person | None, address: str, *, reason: str) -> None:
        actor = Actor(person_id=None, name="", address=address) if person is None else _actor(person, address)
        async with self._database.write() as session:
            await self._audit.record(
                session,
                IdentityTag.SESSION_REFUSED,
                by=actor,
                subject="" if person is None else person.id,
                outcome="refused",
                detail={"reason": reason},
            )

    async def _refuse_if_flooded(self, address: str) -> None:
        """Audited once per pause: a flood of attempts must not become a flood of rows."""
        now = self._clock.now_us()
        attempts = self._addresses.setdefault(address, _Attempts())
        self._addresses.move_to_end(address)
        while len(self._addresses) > _REMEMBERED:
            self._addresses.popitem(last=False)
        while attempts.at_us and now - attempts.at_us[0] >= ADDRESS_WINDOW_US:
            attempts.at_us.popleft()
            attempts.told = False
        if len(attempts.at_us) < ATTEMPTS_PER_ADDRESS:
            attempts.at_us.append(now)
            return
        if not attempts.told:
            attempts.told = True
            await self._note_pause(None, address, reason="address_paused")
        raise TooManyAttempts(wait_us=attempts.at_us[0] + ADDRESS_WINDOW_US - now)


def _actor(person: Person, address: str) -> Actor:
    return Actor(person_id=person.id, name=person.name, company_id=person.client_company_id, address=address)
