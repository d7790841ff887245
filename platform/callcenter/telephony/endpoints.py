"""Calls over HTTP. A caller's number never stands in an address: addresses end up in logs and chats."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import StringConstraints

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import ForeignRequest, NotSignedIn, identity_of, require
from callcenter.identity.roles import watchers
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading, Writing
from callcenter.telephony.behind_figures import CallPart
from callcenter.telephony.call_lists import BadCursor, CallFilter, CallSort
from callcenter.telephony.outcome import Outcome
from callcenter.telephony.ports import Recorded
from callcenter.telephony.schemas import CallDetail, CallerFound, CallerSought, CallPage
from callcenter.telephony.service import CallReader, NoSuchCall, TelephonyTag

router = APIRouter(prefix="/api/calls", tags=["calls"])
callers_router = APIRouter(prefix="/api/callers", tags=["calls"])

Watcher = Annotated[CurrentPerson, Depends(require(*sorted(watchers())))]
Word = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:+-]+$")]
KeyPath = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9*#_>-]+$")]
Moment = Annotated[int, Query(ge=0, le=2**53)]
CallerToken = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


def reader_of(request: Request) -> CallReader:
    """The reader that the composition root put into the application's state."""
    reader = request.app.state.call_reader
    assert isinstance(reader, CallReader)
    return reader


Reader = Annotated[CallReader, Depends(reader_of)]


@router.get("", responses=responses(NotSignedIn, NotAllowed, BadCursor))
async def list_calls(
    session: Reading,
    person: Watcher,
    reader: Reader,
    from_us: Moment | None = None,
    to_us: Moment | None = None,
    outcome: Outcome | None = None,
    company: Word | None = None,
    queue: Word | None = None,
    agent: Annotated[list[Word] | None, Query(max_length=200)] = None,
    hotline: Word | None = None,
    caller: CallerToken | None = None,
    hour: Annotated[int, Query(ge=0, le=23)] | None = None,
    weekday: Annotated[int, Query(ge=1, le=7)] | None = None,
    ivr_path: KeyPath | None = None,
    part: CallPart | None = None,
    recorded: Recorded | None = None,
    sort: CallSort = CallSort.ARRIVED_DESC,
    cursor: Annotated[str, StringConstraints(max_length=400)] | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CallPage:
    """`caller` is the token that `POST /api/callers` gives for a number; `weekday` 1 is Monday;
    `ivr_path` are the keys pressed until a person was asked for, as `1>2`, and `-` where there was none.

    `part`: the calls that a figure counts, in the period in which it counts them. A queue is then every call
    that entered it; an agent, which may be given several times, every call that was theirs by that part.
    """
    chosen = CallFilter(
        from_us=from_us,
        to_us=to_us,
        company=company,
        outcome=outcome.value if outcome else None,
        queue=queue,
        agents=agent or (),
        hotline=hotline,
        caller_token=caller,
        hour=hour,
        weekday=weekday,
        ivr_path=ivr_path,
        part=part,
        recorded=None if recorded is None else reader.recorded_condition(recorded),
    )
    return await reader.page(session, scope_of(person), chosen, sort=sort, cursor=cursor, limit=limit)


@router.get("/{call_id}", responses=responses(NotSignedIn, NotAllowed, NoSuchCall))
async def get_call(
    session: Reading, person: Watcher, reader: Reader, call_id: Annotated[str, Path(max_length=150)]
) -> CallDetail:
    return await reader.one(session, scope_of(person), call_id)


@callers_router.post("", responses=responses(NotSignedIn, ForeignRequest, NotAllowed))
async def find_caller(
    session: Writing, person: Watcher, reader: Reader, request: Request, sought: CallerSought
) -> CallerFound:
    """The token that stands for a whole number, however it is written; parts of numbers find nothing.

    Whoever looks a number up leaves a trace of it: the token, never the number.
    """
    found = reader.caller(sought.number)
    await identity_of(request).audit.record(
        session,
        TelephonyTag.CALLER_LOOKED_UP,
        by=person.actor,
        subject=found.caller or "",
    )
    return found
