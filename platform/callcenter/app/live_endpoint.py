"""The live socket: who connects, with which roles, and for how long."""

from fastapi import APIRouter, WebSocket

from callcenter.app.wiring import Platform
from callcenter.identity.audit import IdentityTag
from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import is_own_origin, person_of
from callcenter.live import Connection, only
from callcenter.live.connection import CLOSE_SIGNED_OUT
from callcenter.live.protocol import refused

router = APIRouter()


@router.websocket("/api/live")
async def live(socket: WebSocket) -> None:
    platform = socket.app.state.platform
    assert isinstance(platform, Platform)
    if not is_own_origin(socket, allowed_origins=platform.settings.allowed_origins):
        # Refused before it is accepted: the cookie of a visitor must not serve another site.
        await socket.close()
        return

    async def roles_now() -> frozenset[str] | None:
        person = await platform.session_checks.person(socket)
        return None if person is None else _audiences(person)

    person = await person_of(socket)
    if person is None:
        await socket.accept()
        refusal = refused("NotSignedIn", zh="请先登录。", en="Sign in first.")
        await socket.send_text(refusal)
        await socket.close(CLOSE_SIGNED_OUT)
        return
    by = person.actor

    async def on_refused(topic: str) -> None:
        async with platform.database.write() as session:
            await platform.identity.audit.record(
                session,
                IdentityTag.REQUEST_REFUSED,
                by=by,
                outcome="refused",
                subject=f"SUBSCRIBE {topic}",
                detail={"code": "NotAllowed"},
            )

    connection = Connection(socket, platform.hub, platform.clock, roles_now, on_refused=on_refused)
    await connection.serve(_audiences(person))


def _audiences(person: CurrentPerson) -> frozenset[str]:
    """The roles, and the person itself for topics that are nobody else's."""
    return frozenset({*person.roles, only(person.id)})
