"""Who is asking: the dependencies that every endpoint and the live connection build on."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.identity.service import Identity
from callcenter.identity.sessions import COOKIE
from callcenter.kit.errors import CallcenterError, NotAllowed

REQUIRED_HEADER: Final = "x-callcenter"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSignedIn(CallcenterError):
    """There is no session, or it has ended."""

    status = 401


class ForeignRequest(CallcenterError):
    """A change that no page of ours sent: another site may be behind it."""

    status = 403


def identity_of(connection: HTTPConnection) -> Identity:
    """The identity service that the composition root put into the application's state."""
    identity = connection.app.state.identity
    assert isinstance(identity, Identity)
    return identity


def address_of(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""


async def person_of(connection: HTTPConnection) -> CurrentPerson | None:
    """Whoever the connection's cookie belongs to; for a live connection too."""
    token = connection.cookies.get(COOKIE)
    if not token:
        return None
    identity = identity_of(connection)
    async with identity.database.read() as session:
        return await identity.sessions.find(session, token, address=address_of(connection))


async def current_person(request: Request) -> CurrentPerson:
    person = await person_of(request)
    if person is None:
        raise NotSignedIn(zh="请先登录。", en="Sign in first.")
    request.state.person = person
    return person


Signed = Annotated[CurrentPerson, Depends(current_person)]


def require(*roles: Role) -> Callable[[CurrentPerson], Awaitable[CurrentPerson]]:
    """For `Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR))]`: any one of the roles is enough."""
    wanted = frozenset(roles)

    async def allowed(person: Signed) -> CurrentPerson:
        if not person.has_any(wanted):
            raise NotAllowed(zh="您的角色无权查看或操作此项。", en="Your role may not see or do this.")
        return person

    return allowed


def refuse_foreign(connection: HTTPConnection, *, method: str, allowed_origins: frozenset[str]) -> None:
    """Raises ForeignRequest for a change that does not come from a page of ours.

    SameSite=Strict already keeps the cookie away from other sites; the header cannot be set by a form, and
    the origin is compared with the address asked for.
    """
    if method in _SAFE:
        return
    if connection.headers.get(REQUIRED_HEADER) != "1":
        raise ForeignRequest(zh="缺少请求头 X-Callcenter: 1。", en="The header X-Callcenter: 1 is missing.")
    if not is_own_origin(connection, allowed_origins=allowed_origins):
        raise ForeignRequest(zh="请求来自其他网站。", en="The request comes from another site.")


def is_own_origin(connection: HTTPConnection, *, allowed_origins: frozenset[str]) -> bool:
    """True without an Origin, too: only browsers send one, and they always do with what could harm."""
    origin = connection.headers.get("origin")
    if origin is None:
        return True
    origin = origin.rstrip("/").lower()
    host = connection.headers.get("host", "").lower()
    return origin in allowed_origins or (bool(host) and origin in {f"http://{host}", f"https://{host}"})
