"""Use cases about people, and the object that the rest of the program reaches identity through."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from callcenter.identity.audit import AuditTrail, IdentityTag
from callcenter.identity.models import Person, PersonRole
from callcenter.identity.passwords import Passwords
from callcenter.identity.person import Actor
from callcenter.identity.roles import Role, may_be_held_together
from callcenter.identity.sessions import SessionLimits, Sessions
from callcenter.identity.sign_in import SignIn
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, ReadSession, WriteSession
from callcenter.kit.encryption import Suite
from callcenter.kit.errors import Refused
from callcenter.kit.ids import new_id
from callcenter.kit.problems import InvalidInput
from callcenter.tenancy.service import ensure_company

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}")


class NameTaken(Refused):
    """Somebody else signs in with that name."""


class RolesConflict(Refused):
    """Those roles are kept apart on purpose."""


@dataclass(frozen=True)
class Identity:
    """People, sessions and the audit trail of one running program."""

    database: Database
    clock: Clock
    audit: AuditTrail
    sessions: Sessions
    passwords: Passwords
    sign_in: SignIn

    @classmethod
    def build(
        cls,
        database: Database,
        clock: Clock,
        *,
        suite: Suite,
        limits: SessionLimits | None = None,
        passwords: Passwords | None = None,
    ) -> "Identity":
        audit = AuditTrail(clock, suite)
        sessions = Sessions(clock, limits or SessionLimits())
        known = passwords or Passwords()
        sign_in = SignIn(database, clock, audit, sessions, known)
        return cls(database, clock, audit, sessions, known, sign_in)

    async def add_person(
        self,
        session: WriteSession,
        *,
        name: str,
        display_name: str,
        password_hash: str,
        roles: frozenset[Role],
        company_id: str,
        by: Actor,
    ) -> Person:
        """`password_hash` comes from `passwords.hash`, made before the transaction because it is slow.

        - the name is free, else NameTaken
        - the roles may be held together, else RolesConflict
        """
        if not _NAME.fullmatch(name):
            raise InvalidInput(
                zh="用户名为 2 至 64 个字母、数字、点、横线或下划线。",
                en="A name has 2 to 64 letters, digits, dots, dashes or underscores.",
            )
        if not roles or not may_be_held_together(roles):
            raise RolesConflict(
                zh="系统、安全、审计管理员不能由同一人担任,管理员也不能兼任坐席。",
                en="System, security and audit administrator are three people, and none of them is an agent.",
            )
        if await person_named(session, name) is not None:
            raise NameTaken(zh="该用户名已被使用。", en="That name is taken.")
        now = self.clock.now_us()
        person = Person(
            id=new_id(now),
            client_company_id=company_id,
            name=name,
            display_name=display_name,
            password_hash=password_hash,
            active=True,
            failed_sign_ins=0,
            locked_until_us=None,
            created_us=now,
        )
        session.add(person)
        await session.flush()
        session.add_all(PersonRole(person_id=person.id, role=role.value) for role in sorted(roles))
        await self.audit.record(
            session,
            IdentityTag.PERSON_ADDED,
            by=by,
            subject=person.id,
            company_id=company_id,
            detail={"roles": [role.value for role in sorted(roles)]},
        )
        return person

    async def name_company(self, session: WriteSession, *, company_id: str, name: str, by: Actor) -> None:
        """The company stands under that name; written down when it did not before."""
        if await ensure_company(session, company_id=company_id, name=name, at_us=self.clock.now_us()):
            await self.audit.record(
                session,
                IdentityTag.COMPANY_NAMED,
                by=by,
                subject=company_id,
                company_id=company_id,
                detail={"name": name},
            )


async def person_named(session: ReadSession, name: str) -> Person | None:
    return await session.scalar(select(Person).where(Person.name == name))
