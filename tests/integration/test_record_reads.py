"""Calls over HTTP: filters, pages, masked numbers, scope, recordings."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from callcenter.identity.models import AuditRow
from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import current_person
from callcenter.identity.roles import Role
from callcenter.identity.service import Identity
from callcenter.kit import problems
from callcenter.recordings.service import RecordingRegister
from callcenter.telephony import endpoints
from callcenter.telephony.models import CallRecord
from callcenter.telephony.ports import NowhereKnown
from callcenter.telephony.service import CallReader
from callcenter.tenancy import Scope
from integration.record_bench import KEYRING, RecordBench, StandingClock

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parent / "samples"
CEL = (SAMPLES / "answered.cel.json").read_bytes()
QUEUE_LOG = (SAMPLES / "answered.queue_log").read_bytes()
CALL_ID = "zz1-1795302130.0"
CALLS = 7


def another(data: bytes, number: int) -> bytes:
    """The same call, some seconds later, from the next number."""
    for clock in range(1795302130, 1795302145):
        data = data.replace(str(clock).encode(), str(clock + 100 * number).encode())
    return data.replace(b"13900001234", f"1390000{1234 + number}".encode())


class Desk:
    """Asks the API as one person."""

    def __init__(self, client: httpx.AsyncClient, app: FastAPI) -> None:
        self._client = client
        self._app = app
        self.sit(Role.SUPERVISOR)

    def sit(self, role: Role, company_id: str = "demo01") -> None:
        person = CurrentPerson("p", "p", "p", frozenset({role}), company_id, b"key")
        self._app.dependency_overrides[current_person] = lambda: person

    async def get(self, path: str = "", **query: object) -> httpx.Response:
        return await self._client.get(f"/api/calls{path}", params=query)  # type: ignore[arg-type]

    async def page(self, sort: str, cursor: str | None) -> httpx.Response:
        after = {"cursor": cursor} if cursor else {}
        return await self._client.get("/api/calls", params={"sort": sort, "limit": "2"} | after)

    async def look_up(self, number: str) -> dict[str, str | None]:
        answer = await self._client.post("/api/callers", json={"number": number})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def ids(self, **query: object) -> list[str]:
        answer = await self.get("", **query)
        assert answer.status_code == 200, answer.text
        return [call["call_id"] for call in answer.json()["items"]]


@pytest.fixture
async def bench(tmp_path: Path, database_url: str) -> AsyncIterator[RecordBench]:
    bench = RecordBench(tmp_path, database_url)
    await bench.create()
    (bench.logs / "cel.json").write_bytes(b"".join(another(CEL, number) for number in range(CALLS)))
    (bench.logs / "queue_log").write_bytes(b"".join(another(QUEUE_LOG, number) for number in range(CALLS)))
    await bench.task.catch_up()
    yield bench
    await bench.database.close()


@pytest.fixture
def register(bench: RecordBench, tmp_path: Path) -> RecordingRegister:
    (tmp_path / "recordings").mkdir()
    return RecordingRegister(tmp_path / "recordings", bench.database, StandingClock(), Scope.of("demo01"))


@pytest.fixture
async def desk(bench: RecordBench, register: RecordingRegister) -> AsyncIterator[Desk]:
    app = FastAPI()
    app.include_router(endpoints.router)
    app.include_router(endpoints.callers_router)
    problems.install(app)
    app.state.database = bench.database
    app.state.identity = Identity.build(bench.database, StandingClock(), suite="sm")
    app.state.call_reader = CallReader(KEYRING, register, NowhereKnown())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as client:
        yield Desk(client, app)


async def test_a_list_shows_masked_numbers_only(desk: Desk):
    answer = await desk.get()

    assert "139****1234" in answer.text
    assert "13900001234" not in answer.text
    assert [call["outcome"] for call in answer.json()["items"]] == ["answered"] * CALLS


async def test_a_whole_number_finds_its_calls_and_a_part_finds_none(desk: Desk):
    whole = await desk.look_up("+86 139 0000 1234")
    part = await desk.look_up("1234")

    assert whole["masked"] == "139****1234"
    assert await desk.ids(caller=whole["caller"]) == [CALL_ID]
    assert await desk.ids(caller=part["caller"]) == []
    assert await desk.look_up("anonymous") == {"caller": None, "masked": ""}


async def test_a_number_in_an_address_is_refused_and_not_repeated(desk: Desk):
    answer = await desk.get(caller="13900001234")

    assert answer.status_code == 422
    assert "13900001234" not in answer.text


async def test_a_look_up_leaves_the_token_in_the_trail_and_never_the_number(desk: Desk, bench: RecordBench):
    found = await desk.look_up("13900001234")

    async with bench.database.read() as session:
        row = (await session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(1))).one()
    assert (row.tag, row.subject, row.person_name) == ("calls:caller:looked_up", found["caller"], "p")
    assert "13900001234" not in f"{row.subject}{row.detail}"


@pytest.mark.parametrize("sort", ["arrived_desc", "arrived_asc", "wait_desc", "talk_desc"])
async def test_pages_show_every_call_once(desk: Desk, sort: str):
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = (await desk.page(sort, cursor)).json()
        seen += [call["call_id"] for call in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert len(seen) == CALLS
    assert set(seen) == set(await desk.ids())


@pytest.mark.parametrize("cursor", ["x", "WyJhcnJpdmVkX2FzYyIsMSwieCJd", "é", "W10"])
async def test_a_foreign_cursor_is_refused(desk: Desk, cursor: str):
    answer = await desk.get(cursor=cursor)

    assert answer.status_code == 422
    assert answer.json()["code"] == "BadCursor"


async def test_filters_narrow_the_list(desk: Desk):
    assert await desk.ids(queue="demo01-consult", agent="A00001", outcome="answered") != []
    assert await desk.ids(outcome="abandoned") == []
    assert len(await desk.ids(from_us=(1795302130 + 200) * 1_000_000)) == CALLS - 2
    assert len(await desk.ids(to_us=(1795302130 + 200) * 1_000_000)) == 2


async def test_one_call_tells_its_story(desk: Desk):
    call = (await desk.get(f"/{CALL_ID}")).json()

    assert call["timeline"][0]["kind"] == "arrived"
    assert [leg["is_caller"] for leg in call["legs"]] == [True, False]
    assert call["queues"][0]["left_as"] == "answered"


async def test_another_companys_calls_do_not_exist(desk: Desk):
    desk.sit(Role.SUPERVISOR, "other01")

    assert await desk.ids() == []
    assert (await desk.get(f"/{CALL_ID}")).status_code == 404


@pytest.mark.parametrize("role", [Role.AGENT, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
async def test_other_roles_see_no_calls(desk: Desk, role: Role):
    desk.sit(role)

    assert (await desk.get()).status_code == 403


async def test_a_call_shows_whether_its_recording_is_there(
    desk: Desk, register: RecordingRegister, tmp_path: Path
):
    assert await desk.ids(recorded="pending") == await desk.ids()
    (tmp_path / "recordings" / f"{CALL_ID}.raw").write_bytes(b"\0" * 64_000)

    await register.look(await desk.ids())

    assert await desk.ids(recorded="present") == [CALL_ID]
    assert len(await desk.ids(recorded="missing")) == CALLS - 1
    assert (await desk.get(f"/{CALL_ID}")).json()["recorded"] == "present"
    assert await desk.ids(recorded="none") == []


async def test_a_recording_that_turns_up_later_is_found(
    desk: Desk, register: RecordingRegister, tmp_path: Path
):
    await register.look([CALL_ID])
    (tmp_path / "recordings" / f"{CALL_ID}.raw").write_bytes(b"\0" * 64_000)

    await register.look([CALL_ID])

    assert await desk.ids(recorded="present") == [CALL_ID]


async def test_a_caller_who_reached_nobody_is_in_the_register_when_there_is_sound(
    desk: Desk, bench: RecordBench, register: RecordingRegister, tmp_path: Path
):
    every = await desk.ids()
    async with bench.database.write() as session:
        await session.execute(update(CallRecord).values(answered_us=None))
    (tmp_path / "recordings" / f"{CALL_ID}.raw").write_bytes(b"\0" * 64_000)

    await register.look(every)

    assert await desk.ids(recorded="present") == [CALL_ID]
    assert await desk.ids(recorded="missing") == []
    assert len(await desk.ids(recorded="none")) == CALLS - 1
    assert await register.look_again() == 0
