"""Nothing readable of a customer lies anywhere: neither in the database nor in its log nor in ours."""

import io
import json
import logging
from pathlib import Path

import httpx
import pytest
import structlog
from sqlalchemy import select

from callcenter.app.models import METADATA
from callcenter.identity import Role
from callcenter.kit import logs
from fakes.customer_desk import CustomerDesk, a_call
from fakes.customer_files import ended, progress, run, upload
from fakes.platform_app import RunningApp, running_app

pytestmark = pytest.mark.integration

NAME, OTHER_NAME = "璩美凤", "璩美鳳"
MOBILE, LANDLINE = "13987654321", "01087654321"
IDENTITY, ACCOUNT = "110101198807061239", "6222020200098765432"
ADDRESS, WORDS = "珙县巡场镇紫荆路一百零八号", "喜欢靠窗的座位"
SECRETS = (
    *(NAME, OTHER_NAME, "美凤", MOBILE, MOBILE[1:], LANDLINE, IDENTITY, ACCOUNT, ADDRESS, WORDS, "紫荆路"),
    *("qumeifeng", "139 8765 4321", "+8613987654321", "6222 0202 0009"),
)

SHOWN = {NAME, OTHER_NAME, "美凤", WORDS}
"""What pages show by this installation's settings: names, tags, marks."""


def readable(where: bytes) -> list[str]:
    """Which of the secrets stand there, in the encodings that programs write."""
    found = [
        secret
        for secret in SECRETS
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
        if secret.encode(encoding) in where
    ]
    escaped = [secret for secret in SECRETS if json.dumps(secret)[1:-1].encode() in where]
    return sorted({*found, *escaped})


@pytest.fixture
async def running(tmp_path, database_url):
    async with running_app(tmp_path / "data", database_url=database_url) as running:
        yield running


async def use_everything(running: RunningApp) -> list[bytes]:
    """A working day of one customer through every endpoint; returns what must be masked."""
    answers: list[bytes] = []
    await a_call(running, "zz1-1.1", "+86" + MOBILE)
    async with running.signed_in(Role.SUPERVISOR) as client:
        desk = CustomerDesk(client)
        first = await desk.add(
            name=NAME,
            phones=[MOBILE, LANDLINE],
            identity_number=IDENTITY,
            bank_account=ACCOUNT,
            address=ADDRESS,
            preferences=f"{WORDS},备用 {MOBILE}",
            needs=WORDS,
            tags=[WORDS],
            marks=[NAME],
        )
        second = await desk.add(name=OTHER_NAME, phones=[MOBILE])
        path = f"/customers/{first['id']}"
        for typed in (MOBILE, NAME, "美凤", "qumeifeng", IDENTITY, ACCOUNT):
            found = await desk.found(typed)
            answers.append(json.dumps(found["items"]).encode())
        await desk.post(f"{path}/notes", text=f"{WORDS} {MOBILE}")
        await desk.post(f"{path}/follow-ups", text=f"回电 {MOBILE}", due_us=1)
        await desk.post(f"{path}/reveal", field="phones", reason=f"回拨 {MOBILE}")
        await client.patch(f"/api{path}", json={"version": 1, "address": ADDRESS + "二楼"})
        await client.patch(f"/api{path}", json={"version": 1, "address": ADDRESS})
        merge = (await desk.post("/customers/merge", keep=first["id"], drop=second["id"])).json()
        await files_in_and_out(client)
        await desk.post(f"/customers/merges/{merge['id']}/undo")
        await desk.post("/personal-data/find", phone=MOBILE, reason=f"本人 {MOBILE}")
        answers.append((await desk.post("/personal-data/export", phone=MOBILE, reason="本人申请")).content)
        await desk.post("/personal-data/freeze", customer_id=first["id"], reason=f"本人 {MOBILE}")
        await desk.post("/personal-data/unfreeze", customer_id=first["id"], reason=f"本人 {MOBILE}")
        await client.post("/api/customers", json={"name": NAME, "phones": [MOBILE], "unknown": MOBILE})
        await client.post("/api/customers", content=f'{{"name": "{NAME}"'.encode())
        answers.append((await client.get("/api/customers/duplicates")).content)
    return answers


async def files_in_and_out(client: httpx.AsyncClient) -> None:
    """An import that ran, one that was only looked at, and exports that nobody fetched yet: those lie in the
    platform's folder until their time is over."""
    for encoding in ("utf-8", "gb18030"):
        written = ",".join((NAME, MOBILE, IDENTITY, ACCOUNT, ADDRESS, WORDS))
        table = f"姓名,电话,证件号码,银行账号,地址,需求\n{written}\n".encode(encoding)
        seen = await upload(client, table)
    mapping = [{"column": each["column"], "field": each["field"]} for each in seen["columns"]]
    assert len(mapping) == 6
    shown = await run(client, seen["id"], mapping=mapping, on_duplicate="update")
    assert (shown["state"], progress(shown)[3]) == ("done", 0), shown
    for format_ in ("csv", "xlsx"):
        asked = {"format": format_, "whole": True, "reason": f"核对 {MOBILE}", "q": NAME}
        made = (await client.post("/api/customer-exports", json=asked)).json()
        shown = await ended(client, f"/api/customer-exports/{made['id']}")
        assert (shown["state"], shown["rows"]) == ("done", 1), shown


async def stored(running: RunningApp, data: Path) -> bytes:
    """Every file of the data folder, and what PostgreSQL holds."""
    files = [path.read_bytes() for path in data.parent.rglob("*") if path.is_file()]
    async with running.platform.database.read() as session:
        rows = [row for table in METADATA.sorted_tables for row in await session.execute(select(table))]
    values = (value for row in rows for value in row)
    return b"".join(
        [*files, *(each if isinstance(each, bytes) else f" {each!r} ".encode() for each in values)]
    )


@pytest.fixture
def log_lines(monkeypatch: pytest.MonkeyPatch):
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure("DEBUG")
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("uvicorn.access").disabled = False
    structlog.reset_defaults()


async def test_nothing_of_a_customer_is_readable_at_rest_or_in_the_logs(
    log_lines: io.StringIO, running: RunningApp, tmp_path: Path
):
    answers = await use_everything(running)

    lying = await stored(running, tmp_path / "data")
    assert len(lying) > 10_000
    assert len(list((tmp_path / "data/transfers").iterdir())) == 3
    assert readable(lying) == []
    assert "request answered" in log_lines.getvalue()
    assert readable(log_lines.getvalue().encode()) == []
    for answer in answers:
        assert set(readable(answer)) <= SHOWN, answer


def test_the_search_would_find_what_is_there():
    """The proof is worth what its eyes are."""
    for encoding in ("utf-8", "utf-16-le", "gb18030"):
        assert readable(f"x{NAME}{MOBILE}".encode(encoding)) != []
