"""What a person may ask about themselves: found, handed over, frozen."""

import io
import json
import zipfile
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from callcenter.crm.customers.models import Customer
from callcenter.crm.history.models import CustomerNote
from callcenter.identity import Role
from callcenter.identity.models import AuditRow, Person
from callcenter.kit.db import Database
from callcenter.telephony.models import CallRecord
from callcenter.tenancy.service import ensure_company
from fakes.customer_desk import CustomerDesk, a_call
from fakes.customer_files import ended
from fakes.platform_app import running_app

pytestmark = pytest.mark.integration

NUMBER = "13900004321"
REASON = "本人申请 13900004321"


@pytest.fixture
async def running(tmp_path, database_url):
    async with running_app(tmp_path, database_url=database_url) as running:
        yield running


@pytest.fixture
async def desk(running):
    async with running.signed_in(Role.SUPERVISOR) as client:
        yield CustomerDesk(client)


@pytest.fixture
async def customer(running, desk: CustomerDesk):
    await a_call(running, "zz1-1.1", "+8613900004321", recording_file="zz1-1.1")
    customer = await desk.add(
        name="王小明", phones=[NUMBER], identity_number="110101199003071234", preferences="下午联系"
    )
    await desk.post(f"/customers/{customer['id']}/notes", text="备注一条")
    return customer


async def told(running, tag: str) -> dict[str, object]:
    async with running.platform.database.read() as session:
        found = await session.scalars(select(AuditRow).where(AuditRow.tag == tag))
        return json.loads(found.one().detail)


@pytest.mark.parametrize("by", [{"phone": NUMBER}, {"identity_number": "110101 19900307 1234"}])
async def test_a_person_is_found_whole_and_the_search_is_written_down(running, desk, customer, by):
    answer = await desk.post("/personal-data/find", reason=REASON, **by)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    [record] = found["customers"]
    assert (record["customer"]["id"], record["notes"], record["frozen"]) == (customer["id"], 1, None)
    assert (found["calls"], found["recordings"]) == (1, 1)
    assert NUMBER not in answer.text
    detail = await told(running, "customer:personal_data:found")
    assert detail == {"customers": [customer["id"]], "reason": "本人申请 139****21", "whole": False}


async def test_calls_without_a_customer_are_found_too(running, desk: CustomerDesk):
    await a_call(running, "zz1-1.1", "+8613900004321")
    found = (await desk.post("/personal-data/find", phone=NUMBER, reason="本人申请")).json()
    assert (found["customers"], found["calls"]) == ([], 1)


async def test_two_ways_at_once_or_none_are_refused(desk: CustomerDesk):
    for by in ({}, {"phone": NUMBER, "customer_id": "0" * 26}):
        assert (await desk.post("/personal-data/find", reason="本人申请", **by)).status_code == 422


async def test_an_export_is_masked_unless_the_whole_is_asked_for(running, desk, customer):
    await desk.post(f"/customers/{customer['id']}/reveal", field="name", reason="核对称呼")
    masked = await desk.post("/personal-data/export", phone=NUMBER, reason="本人申请")
    assert "110101199003071234" not in masked.text
    assert "王小明" not in masked.text

    whole = await desk.post(
        "/personal-data/export", phone=NUMBER, reason="本人申请", whole=True, format="zip"
    )

    assert whole.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(whole.content)) as archive:
        document = json.loads(archive.read("personal-data.json"))
    values = {field["code"]: field["values"] for field in document["customers"][0]["fields"]}
    assert values["identity_number"] == ["110101199003071234"]
    assert values["phones"] == ["+8613900004321"]
    assert all(field["purpose"] for field in document["customers"][0]["fields"])
    assert [entry["kind"] for entry in document["history"]] == ["note", "call"]
    assert [(seen["by"], seen["field"]) for seen in document["revealed_to"]] == [("supervisor", "name")]
    answer = await desk.post("/personal-data/export", phone="13712345678", reason="本人申请")
    assert answer.status_code == 404


async def test_the_whole_is_all_there_is_and_says_so(running, desk: CustomerDesk):
    """With who went into them, notes as they were written, and however much there is of it."""
    kept = await desk.add(name="王小明", phones=[NUMBER])
    dropped = await desk.add(name="王晓明", phones=["13900007777"])
    words = "改约,回电 13912345678"
    await desk.post(f"/customers/{dropped['id']}/notes", text=words)
    await desk.post(f"/customers/{dropped['id']}/follow-ups", text=words, due_us=1)
    await desk.post("/customers/merge", keep=kept["id"], drop=dropped["id"])
    token = await a_call(running, "zz1-1.1", "+8613900007777", recording_file="zz1-1.1")
    await many_notes_and_calls(running, kept["id"], token, count=601)
    contact = {"notes": words, "customer_id": kept["id"], "version": 0}
    for version in (0, 1):
        sent = contact | {"version": version, "notes": f"{words} {version}"}
        assert (await desk.client.put("/api/calls/zz1-1.1/contact", json=sent)).status_code == 200

    asked = {"phone": NUMBER, "reason": "本人申请"}
    document = (await desk.post("/personal-data/export", whole=True, **asked)).json()

    assert document["holds"] == {
        **{"customers": 1, "merged_customers": 1, "calls": 602, "notes": 1 + 601 + 2, "surveys": 0},
        **{"follow_ups": 1, "freezes": 0, "revealed_to": 0},
    }
    assert document["left_out"]["recordings"] == 1
    assert [each["merged_into"] for each in document["customers"]] == [None, kept["id"]]
    told = [entry["zh"] for entry in document["history"]]
    assert {words, f"待跟进:{words}", f"{words} 0", f"{words} 1", "第 600 条"} <= set(told)
    masked = await desk.post("/personal-data/export", **asked)
    assert "13912345678" not in masked.text
    assert masked.json()["holds"] == document["holds"]
    by_who_went = {"customer_id": dropped["id"], "reason": "本人申请"}
    found = (await desk.post("/personal-data/find", **by_who_went)).json()
    [record] = found["customers"]
    assert (record["customer"]["id"], record["notes"], record["follow_ups"]) == (kept["id"], 602, 1)
    assert (found["calls"], found["recordings"]) == (602, 1)


async def many_notes_and_calls(running, customer_id: str, token: str, *, count: int) -> None:
    """All of one microsecond, which is no reason to leave one out."""
    seal = running.platform.crm.customers.seal
    async with running.platform.database.write() as session:
        known = (await session.scalars(select(CallRecord).where(CallRecord.call_id == "zz1-1.1"))).one()
        writer = (await session.scalars(select(Person).where(Person.name == Role.AGENT.value))).one()
        like = {column.key: getattr(known, column.key) for column in CallRecord.__table__.columns}
        for number in range(count):
            note_id = f"{number:026}"
            session.add(
                CustomerNote(
                    id=note_id,
                    client_company_id=known.client_company_id,
                    customer_id=customer_id,
                    at_us=1,
                    person_id=writer.id,
                    cipher=seal.close(note_id, "note", f"第 {number} 条"),
                )
            )
            session.add(CallRecord(**like | {"call_id": f"zz1-2.{number}", "recording_file": None}))


async def test_nothing_is_opened_while_others_wait_to_write(running, desk, customer, monkeypatch):
    """SQLite has one writer; opening what is sealed takes the longer the more there is."""
    writing: list[None] = []
    opened: list[bool] = []
    write, decrypt = Database.write, running.platform.keyring.decrypt

    @asynccontextmanager
    async def counted(database: Database):
        async with write(database) as session:
            writing.append(None)
            try:
                yield session
            finally:
                writing.pop()

    def spied(blob: bytes, *, context: bytes) -> bytes:
        opened.append(bool(writing))
        return decrypt(blob, context=context)

    exported = (await desk.post("/customer-exports", format="csv")).json()
    await ended(desk.client, f"/api/customer-exports/{exported['id']}")
    monkeypatch.setattr(Database, "write", counted)
    monkeypatch.setattr(running.platform.keyring, "decrypt", spied)
    asked = {"phone": NUMBER, "reason": "本人申请"}
    for request in (
        desk.client.get(f"/api/customer-exports/{exported['id']}/file"),
        desk.post("/personal-data/find", **asked),
        desk.post("/personal-data/export", **asked, whole=True),
    ):
        opened.clear()
        answer = await request
        assert answer.status_code == 200, answer.text
        assert set(opened) == {False}


async def test_frozen_nobody_meets_the_customer_but_who_answers_for_it(running, desk, customer):
    path = f"/customers/{customer['id']}"
    answer = await desk.post("/personal-data/freeze", customer_id=customer["id"], reason="争议处理中")
    assert answer.status_code == 200, answer.text

    async with running.signed_in(Role.AGENT) as client:
        agent = CustomerDesk(client)
        for typed in (NUMBER, "王小明", "wxm", "4321", ""):
            found = await agent.found(typed)
            assert (found["items"], found["frozen"]) == ([], None)
        assert (await client.get(f"/api{path}")).status_code == 404
    assert (await desk.found(NUMBER))["frozen"] == 1
    assert (await desk.get(customer["id"]))["state"] == "frozen"
    for refused in (
        await desk.post(f"{path}/notes", text="x"),
        await desk.client.patch(f"/api{path}", json={"version": 2, "name": "x"}),
        await desk.post("/personal-data/freeze", customer_id=customer["id"], reason="再次"),
    ):
        assert refused.json()["code"] == "CustomerNotActive"
    found = (await desk.post("/personal-data/find", phone=NUMBER, reason="本人申请")).json()
    assert found["customers"][0]["frozen"]["reason"] == "争议处理中"

    answer = await desk.post("/personal-data/unfreeze", customer_id=customer["id"], reason="争议结束")

    assert answer.status_code == 200, answer.text
    assert await desk.names("wxm") == ["王小明"]
    again = await desk.post("/personal-data/unfreeze", customer_id=customer["id"], reason="再次")
    assert again.json()["code"] == "NotFrozen"
    assert (await told(running, "customer:record:frozen"))["customers"] == [customer["id"]]


async def test_another_companys_customer_does_not_exist(running, desk, customer):
    async with running.platform.database.write() as session:
        await ensure_company(session, company_id="other01", name="别家", at_us=1)
        session.add(
            Customer(
                id="1" * 26,
                client_company_id="other01",
                state="active",
                version=1,
                vip=0,
                source="manual",
                owner_id=None,
                demo=False,
                merged_into=None,
                created_us=1,
                changed_us=1,
            )
        )
    theirs = "1" * 26
    for answer in (
        await desk.client.get(f"/api/customers/{theirs}"),
        await desk.client.get(f"/api/customers/{theirs}/history"),
        await desk.client.patch(f"/api/customers/{theirs}", json={"version": 1, "name": "x"}),
        await desk.post(f"/customers/{theirs}/reveal", field="name", reason="试试"),
        await desk.post("/customers/merge", keep=customer["id"], drop=theirs),
        await desk.post("/personal-data/freeze", customer_id=theirs, reason="试试"),
        await desk.post("/personal-data/export", customer_id=theirs, reason="试试"),
    ):
        assert answer.status_code == 404, answer.text
    assert len((await desk.found(""))["items"]) == 1
