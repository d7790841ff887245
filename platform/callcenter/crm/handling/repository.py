"""All SQL about what was done; every read within a scope."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, exists, select
from sqlalchemy.exc import IntegrityError

from callcenter.crm.handling.models import Handling, HandlingVersion
from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.tenancy import Scope


@dataclass(frozen=True, slots=True)
class WrittenHandling:
    version: HandlingVersion
    by_name: str


def caller_key(caller_token: Any, call_id: Any) -> ColumnElement[str]:
    return case((caller_token == "", call_id), else_=caller_token)


def handled_up_to(company_id: Any, key: ColumnElement[str], at_us: Any) -> ColumnElement[bool]:
    """Whether somebody dealt with that caller at this try or a later one."""
    return exists().where(
        Handling.client_company_id == company_id,
        Handling.caller_key == key,
        Handling.up_to_us >= at_us,
        Handling.handled,
    )


def handled_itself(company_id: Any, call_id: Any) -> ColumnElement[bool]:
    return exists().where(
        Handling.client_company_id == company_id, Handling.call_id == call_id, Handling.handled
    )


async def held(session: WriteSession, scope: Scope, call_id: str) -> Handling | None:
    """As it stands, kept from everybody else's changes until the transaction ends."""
    found = select(Handling).where(scope.holds(Handling.client_company_id), Handling.call_id == call_id)
    return await session.scalar(found.with_for_update().execution_options(populate_existing=True))


async def begun(session: WriteSession, handling: Handling) -> bool:
    """Whether this is the call's first; waits for whoever begins one at the same time."""
    try:
        async with session.begin_nested():
            session.add(handling)
    except IntegrityError:
        return False
    return True


async def standing(
    session: ReadSession, scope: Scope, call_ids: Collection[str]
) -> dict[str, WrittenHandling]:
    """What stands about each of these calls; those nobody wrote about are left out."""
    if not call_ids:
        return {}
    found = (
        select(HandlingVersion, Person.display_name)
        .join(
            Handling,
            (Handling.call_id == HandlingVersion.call_id) & (Handling.version == HandlingVersion.version),
        )
        .join(Person, Person.id == HandlingVersion.person_id)
        .where(scope.holds(HandlingVersion.client_company_id), Handling.call_id.in_(sorted(call_ids)))
    )
    return {row.call_id: WrittenHandling(row, name) for row, name in await session.execute(found)}


async def covering(
    session: ReadSession, scope: Scope, callers: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], str]:
    """Caller's key and time of a try → the latest call at which somebody dealt with the caller since."""
    keys = sorted({key for key, _ in callers})
    if not keys:
        return {}
    since_us = min(at_us for _, at_us in callers)
    found = (
        select(Handling.caller_key, Handling.up_to_us, Handling.call_id)
        .where(
            scope.holds(Handling.client_company_id),
            Handling.caller_key.in_(keys),
            Handling.up_to_us >= since_us,
            Handling.handled,
        )
        .order_by(Handling.up_to_us)
    )
    latest = {key: (up_to_us, call_id) for key, up_to_us, call_id in await session.execute(found)}
    return {
        (key, at_us): latest[key][1] for key, at_us in callers if key in latest and latest[key][0] >= at_us
    }


async def every_version(
    session: ReadSession, scope: Scope, call_ids: Collection[str]
) -> list[WrittenHandling]:
    """With a note, ever written about these calls."""
    found = (
        select(HandlingVersion, Person.display_name)
        .join(Person, Person.id == HandlingVersion.person_id)
        .where(
            scope.holds(HandlingVersion.client_company_id),
            HandlingVersion.call_id.in_(list(call_ids)),
            HandlingVersion.note_cipher.is_not(None),
        )
        .order_by(HandlingVersion.call_id, HandlingVersion.version)
    )
    return [WrittenHandling(row, name) for row, name in await session.execute(found)]
