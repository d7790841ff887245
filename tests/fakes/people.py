"""People with a row of their own in the database, who never sign in."""

from __future__ import annotations

from collections.abc import Iterable

from callcenter.identity.models import Person
from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.db import WriteSession


def person(name: str, role: Role = Role.AGENT, company: str = "demo01") -> CurrentPerson:
    return CurrentPerson(name.ljust(26, "0"), name, name.title(), frozenset({role}), company, b"")


async def add_people(session: WriteSession, people: Iterable[CurrentPerson]) -> None:
    for each in people:
        session.add(
            Person(
                id=each.id,
                client_company_id=each.company_id,
                name=each.name,
                display_name=each.display_name,
                password_hash="-",
                active=True,
                failed_sign_ins=0,
                locked_until_us=None,
                created_us=1,
            )
        )
    await session.flush()
