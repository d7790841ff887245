"""SQL of browser phones; every read within a scope."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from callcenter.kit.db import ReadSession, WriteSession
from callcenter.seats.softphone_models import Softphone
from callcenter.tenancy import Scope


async def phone_of_person(session: ReadSession, scope: Scope, person_id: str) -> Softphone | None:
    found = select(Softphone).where(
        scope.holds(Softphone.client_company_id), Softphone.person_id == person_id
    )
    return await session.scalar(found)


async def phone_at(session: ReadSession, scope: Scope, endpoint: str) -> Softphone | None:
    found = select(Softphone).where(scope.holds(Softphone.client_company_id), Softphone.endpoint == endpoint)
    return await session.scalar(found)


async def phones_among(session: ReadSession, scope: Scope, endpoints: Sequence[str]) -> Sequence[Softphone]:
    found = select(Softphone).where(
        scope.holds(Softphone.client_company_id), Softphone.endpoint.in_(endpoints)
    )
    return (await session.scalars(found)).all()


async def expired(session: ReadSession, scope: Scope, at_us: int) -> Sequence[Softphone]:
    found = select(Softphone).where(scope.holds(Softphone.client_company_id), Softphone.expires_us <= at_us)
    return (await session.scalars(found)).all()


async def remove(session: WriteSession, phone: Softphone) -> None:
    """Only as it was read: a phone that was issued anew since stays."""
    await session.execute(
        delete(Softphone).where(
            Softphone.client_company_id == phone.client_company_id,
            Softphone.endpoint == phone.endpoint,
            Softphone.issued_us == phone.issued_us,
        )
    )
