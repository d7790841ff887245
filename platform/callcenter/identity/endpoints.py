"""Signing in and out, and who one is."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import StringConstraints

from callcenter.identity.audit import IdentityTag
from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import (
    ForeignRequest,
    NotSignedIn,
    Signed,
    address_of,
    identity_of,
)
from callcenter.identity.roles import Role
from callcenter.identity.sessions import COOKIE
from callcenter.identity.sign_in import TooManyAttempts, WrongCredentials
from callcenter.kit.problems import responses
from callcenter.kit.schemas import Sent, Shown
from callcenter.kit.transactions import Writing

router = APIRouter(prefix="/api/session", tags=["session"])


class Credentials(Sent):
    name: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class PersonShown(Shown):
    id: str
    name: str
    display_name: str
    roles: list[Role]
    company_id: str


class SessionShown(Shown):
    person: PersonShown


def _shown(person: CurrentPerson) -> SessionShown:
    return SessionShown(
        person=PersonShown(
            id=person.id,
            name=person.name,
            display_name=person.display_name,
            roles=sorted(person.roles),
            company_id=person.company_id,
        )
    )


@router.post("", responses=responses(WrongCredentials, TooManyAttempts, ForeignRequest))
async def sign_in(request: Request, response: Response, credentials: Credentials) -> SessionShown:
    identity = identity_of(request)
    token = await identity.sign_in(
        name=credentials.name, password=credentials.password, address=address_of(request)
    )
    async with identity.database.read() as session:
        person = await identity.sessions.find(session, token, address=address_of(request))
    assert person is not None
    response.set_cookie(
        COOKIE,
        token,
        max_age=identity.sessions.limits.absolute_us // 1_000_000,
        httponly=True,
        samesite="strict",
        secure=request.app.state.secure_cookies,
    )
    return _shown(person)


@router.get("", responses=responses(NotSignedIn))
async def who_am_i(person: Signed) -> SessionShown:
    return _shown(person)


@router.delete("", status_code=204, responses=responses(NotSignedIn, ForeignRequest))
async def sign_out(request: Request, response: Response, person: Signed, session: Writing) -> None:
    identity = identity_of(request)
    await identity.sessions.end(session, person)
    await identity.audit.record(session, IdentityTag.SESSION_ENDED, by=person.actor, subject=person.id)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=request.app.state.secure_cookies)
