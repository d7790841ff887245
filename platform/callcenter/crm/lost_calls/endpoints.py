"""Lost calls over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import StringConstraints

from callcenter.crm.handling.endpoints import ASupervisor
from callcenter.crm.handling.schemas import HandlingSent, HandlingShown
from callcenter.crm.handling.service import StaleHandling
from callcenter.crm.lost_calls.export import LostCallExport, TooManyLines
from callcenter.crm.lost_calls.lost_call import LostState
from callcenter.crm.lost_calls.lost_lines import LostFilter
from callcenter.crm.lost_calls.schemas import LostCallers, LostCounts, LostExportAsked
from callcenter.crm.lost_calls.service import LostCalls, NoSuchLostCall
from callcenter.identity.requests import ForeignRequest, NotSignedIn
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading, Writing
from callcenter.telephony.call_lists import BadCursor
from callcenter.telephony.endpoints import Moment, Watcher, Word


def lost_calls_router(lost_calls: LostCalls, export: LostCallExport) -> APIRouter:
    router = APIRouter(prefix="/api/lost-calls", tags=["lost calls"])

    @router.get("", responses=responses(NotSignedIn, NotAllowed, BadCursor))
    async def list_lost_calls(  # pyright: ignore[reportUnusedFunction]
        session: Reading,
        person: Watcher,
        from_us: Moment,
        to_us: Moment,
        queue: Word | None = None,
        state: LostState | None = None,
        cursor: Annotated[str, StringConstraints(max_length=400)] | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> LostCallers:
        """One line for each caller, by their last try of the period; the newest first."""
        chosen = LostFilter(from_us, to_us, queue, state)
        return await lost_calls.page(session, person, chosen, cursor=cursor, limit=limit)

    @router.get("/counts", responses=responses(NotSignedIn, NotAllowed))
    async def count_lost_calls(  # pyright: ignore[reportUnusedFunction]
        session: Reading, person: Watcher, from_us: Moment, to_us: Moment, queue: Word | None = None
    ) -> LostCounts:
        return await lost_calls.counts(session, person, LostFilter(from_us, to_us, queue))

    @router.post(
        "/export",
        response_class=Response,
        responses={
            200: {"content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}},
            **responses(NotSignedIn, ForeignRequest, NotAllowed, TooManyLines),
        },
    )
    async def export_lost_calls(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: ASupervisor, asked: LostExportAsked
    ) -> Response:
        """What the filters show, as CSV; each export stands in the audit trail."""
        return Response(await export.file(session, person, asked), media_type="text/csv")

    @router.put(
        "/{call_id}/handling",
        responses=responses(NotSignedIn, ForeignRequest, NotAllowed, NoSuchLostCall, StaleHandling),
    )
    async def handle_lost_call(  # pyright: ignore[reportUnusedFunction]
        session: Writing,
        person: ASupervisor,
        call_id: Annotated[str, Path(max_length=150)],
        sent: HandlingSent,
    ) -> HandlingShown:
        """Deals with the caller's tries up to this one, or opens them again."""
        return await lost_calls.handle(session, person, call_id, sent)

    return router
