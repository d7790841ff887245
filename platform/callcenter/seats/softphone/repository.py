"""SQL of browser phones; every read within a scope."""

from collections.abc import Sequence

from sqlalchemy import and_, delete, exists, or_, select

from callcenter.identity.models import Person, SignedInSession
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.seats.models import Agent, Sitting
from callcenter.seats.softphone.models import Softphone
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


async def holder_of(session: ReadSession, scope: Scope, endpoint: str) -> Person | None:
    found = select(Person).join(Softphone, Softphone.person_id == Person.id)
    return await session.scalar(
        found.where(scope.holds(Softphone.client_company_id), Softphone.endpoint == endpoint)
    )


async def phones(session: ReadSession, scope: Scope) -> Sequence[Softphone]:
    return (await session.scalars(select(Softphone).where(scope.holds(Softphone.client_company_id)))).all()


async def over(
    session: ReadSession, scope: Scope, at_us: int, *, of_no_seat: Sequence[str]
) -> Sequence[Softphone]:
    """Phones that nobody may use any more: their time is over, their person is signed in nowhere, or sits no
    longer at the phone's seat. `of_no_seat`: endpoints that belong to none."""
    signed_in = exists().where(
        SignedInSession.person_id == Softphone.person_id,
        SignedInSession.expires_us > at_us,
        Person.id == Softphone.person_id,
        Person.active,
    )
    sits_there = exists().where(
        Sitting.client_company_id == Softphone.client_company_id,
        Sitting.to_us.is_(None),
        Sitting.client_company_id + "-" + Sitting.seat + "-" + Sitting.phone == Softphone.endpoint,
        Agent.id == Sitting.agent_id,
        Agent.person_id == Softphone.person_id,
    )
    found = select(Softphone).where(
        scope.holds(Softphone.client_company_id),
        or_(
            Softphone.expires_us <= at_us,
            ~signed_in,
            and_(Softphone.endpoint.not_in(of_no_seat), ~sits_there),
        ),
    )
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
