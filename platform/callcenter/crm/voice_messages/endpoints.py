"""Voice messages over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import StringConstraints

from callcenter.crm.handling.endpoints import ASupervisor
from callcenter.crm.handling.period import PeriodTooLong
from callcenter.crm.handling.schemas import HandlingSent, HandlingShown
from callcenter.crm.handling.service import StaleHandling
from callcenter.crm.voice_messages.repository import MessageFilter
from callcenter.crm.voice_messages.schemas import MessageState, OpenMessages, VoiceMessages
from callcenter.crm.voice_messages.service import MessageGone, NoSuchMessage, VoiceMessageDesk
from callcenter.identity.person import scope_of
from callcenter.identity.requests import ForeignRequest, NotSignedIn
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading, Writing
from callcenter.telephony.call_lists import BadCursor
from callcenter.telephony.endpoints import Moment, Watcher, Word

CallId = Annotated[str, Path(max_length=150)]


def voice_messages_router(desk: VoiceMessageDesk) -> APIRouter:
    router = APIRouter(prefix="/api/voice-messages", tags=["voice messages"])

    @router.get("", responses=responses(NotSignedIn, NotAllowed, BadCursor, PeriodTooLong))
    async def list_voice_messages(  # pyright: ignore[reportUnusedFunction]
        session: Reading,
        person: Watcher,
        from_us: Moment,
        to_us: Moment,
        queue: Word | None = None,
        state: MessageState | None = None,
        cursor: Annotated[str, StringConstraints(max_length=400)] | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> VoiceMessages:
        """The newest first."""
        chosen = MessageFilter(from_us, to_us, queue, state)
        return await desk.page(session, person, chosen, cursor=cursor, limit=limit)

    @router.get("/waiting", responses=responses(NotSignedIn, NotAllowed))
    async def open_voice_messages(  # pyright: ignore[reportUnusedFunction]
        session: Reading, person: Watcher
    ) -> OpenMessages:
        """How many wait to be dealt with, and how many of them for too long."""
        return await desk.waiting(session, scope_of(person))

    @router.post(
        "/{call_id}/plays",
        response_class=Response,
        responses={
            200: {"content": {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}},
            **responses(NotSignedIn, ForeignRequest, NotAllowed, NoSuchMessage, MessageGone),
        },
    )
    async def play_voice_message(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: ASupervisor, call_id: CallId
    ) -> Response:
        """The sound as WAV. Each playing stands in the audit trail: it is a change, no mere reading."""
        return Response(await desk.play(session, person, call_id), media_type="audio/wav")

    @router.put(
        "/{call_id}/handling",
        responses=responses(NotSignedIn, ForeignRequest, NotAllowed, NoSuchMessage, StaleHandling),
    )
    async def handle_voice_message(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: ASupervisor, call_id: CallId, sent: HandlingSent
    ) -> HandlingShown:
        return await desk.handle(session, person, call_id, sent)

    return router
