"""Sessions live on the server; the browser holds a random token in a cookie no script can read (ADR 0031)."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, or_, select, update

from callcenter.identity.models import Person, PersonRole, SignedInSession
from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database, ReadSession, WriteSession

COOKIE: Final = "callcenter_session"
_TOKEN_LENGTHS: Final = range(40, 65)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    idle_us: int = 60 * 60 * SECOND
    absolute_us: int = 12 * 60 * 60 * SECOND


def key_of(token: str) -> bytes:
    # A token is 256 random bits: a plain hash is enough, there is nothing to guess.
    return hashlib.sha256(token.encode()).digest()


class Sessions:
    """Starts, finds and ends sessions.

    When a session was last used is kept in memory and written by `write_seen` now and then: a request that
    only reads must not become a write. A crash loses at most that interval of it.
    """

    def __init__(self, clock: Clock, limits: SessionLimits) -> None:
        self._clock = clock
        self.limits = limits
        self._seen: dict[bytes, int] = {}
        self.on_signed_out: Callable[[CurrentPerson], None] | None = None
        """Told whoever ends a session by hand; packages above take back what they gave them with it."""

    async def start(self, session: WriteSession, person: Person) -> tuple[str, bytes]:
        """The token for the cookie and the key of its row."""
        now = self._clock.now_us()
        token = secrets.token_urlsafe(32)
        session.add(
            SignedInSession(
                key=key_of(token),
                person_id=person.id,
                started_us=now,
                seen_us=now,
                expires_us=now + self.limits.absolute_us,
            )
        )
        await session.flush()
        return token, key_of(token)

    async def find(self, session: ReadSession, token: str, *, address: str = "") -> CurrentPerson | None:
        """Who holds that token now; None when unknown, idle for too long, expired, or its holder left."""
        if len(token) not in _TOKEN_LENGTHS or not token.isascii():
            return None
        key, now = key_of(token), self._clock.now_us()
        found = (
            await session.execute(
                select(SignedInSession, Person)
                .join(Person, Person.id == SignedInSession.person_id)
                .where(SignedInSession.key == key, SignedInSession.expires_us > now, Person.active)
            )
        ).first()
        if found is None:
            return None
        held, person = found
        seen = max(held.seen_us, self._seen.get(key, 0))
        if now - seen >= self.limits.idle_us:
            return None
        self._seen[key] = now
        roles = await session.scalars(select(PersonRole.role).where(PersonRole.person_id == person.id))
        return CurrentPerson(
            id=person.id,
            name=person.name,
            display_name=person.display_name,
            roles=frozenset(Role(role) for role in roles),
            company_id=person.client_company_id,
            session_key=key,
            address=address,
        )

    async def end(self, session: WriteSession, person: CurrentPerson) -> None:
        self._seen.pop(person.session_key, None)
        await session.execute(delete(SignedInSession).where(SignedInSession.key == person.session_key))
        if self.on_signed_out is not None:
            self.on_signed_out(person)

    async def write_seen(self, database: Database) -> None:
        """Writes down what was used since the last time and forgets sessions that ran out."""
        seen, self._seen = self._seen, {}
        now = self._clock.now_us()
        async with database.write() as session:
            for key, at_us in seen.items():
                await session.execute(
                    update(SignedInSession)
                    .where(SignedInSession.key == key, SignedInSession.seen_us < at_us)
                    .values(seen_us=at_us)
                )
            await session.execute(
                delete(SignedInSession).where(
                    or_(
                        SignedInSession.expires_us <= now,
                        SignedInSession.seen_us <= now - self.limits.idle_us,
                    )
                )
            )
