"""Signing in over HTTP: the cookie, the guards against other sites, the trail it leaves."""

import pytest
from sqlalchemy import select

from callcenter.identity import Role
from callcenter.identity.audit import first_broken_row
from callcenter.identity.models import AuditRow, Person
from callcenter.kit.clock import SECOND
from callcenter.kit.problems import MEDIA_TYPE
from callcenter.seats.phone_database import PhoneDatabase
from callcenter.seats.softphone.models import Softphone
from fakes.platform_app import ADDRESS, CHANGES, PASSWORD, running_app

pytestmark = pytest.mark.integration
CREDENTIALS = {"name": "supervisor", "password": PASSWORD}


@pytest.fixture
async def running(tmp_path, database_url):
    async with running_app(tmp_path, database_url=database_url) as running:
        yield running


@pytest.fixture
async def client(running):
    async with running.client() as client:
        yield client


async def tags(running):
    async with running.platform.database.read() as session:
        rows = await session.execute(select(AuditRow.tag, AuditRow.outcome).order_by(AuditRow.number))
        return [(row.tag, row.outcome) for row in rows]


class TestSession:
    async def test_starts_with_a_cookie_no_script_and_no_other_site_can_use(self, client):
        answer = await client.post("/api/session", json=CREDENTIALS, headers=CHANGES)
        assert answer.status_code == 200
        assert answer.json()["person"]["roles"] == ["supervisor"]
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Secure" not in cookie

    async def test_cookie_is_for_https_only_when_the_installation_is(self, tmp_path):
        async with (
            running_app(tmp_path / "https", secure_cookies=True) as running,
            running.client() as client,
        ):
            answer = await client.post("/api/session", json=CREDENTIALS, headers=CHANGES)
            assert "Secure" in answer.headers["set-cookie"]
            assert "max-age" in answer.headers["strict-transport-security"]

    async def test_says_who_one_is_until_it_is_ended(self, running):
        async with running.signed_in(Role.SUPERVISOR) as client:
            assert (await client.get("/api/session")).json()["person"]["name"] == "supervisor"
            kept = client.cookies["callcenter_session"]
            assert (await client.delete("/api/session")).status_code == 204
            client.cookies.set("callcenter_session", kept)
            answer = await client.get("/api/session")
            assert answer.status_code == 401
            assert answer.json()["code"] == "NotSignedIn"

    async def test_its_end_takes_the_browser_phone_along(self, running, monkeypatch):
        dropped = []

        async def drop(_asterisk, endpoint):
            dropped.append(endpoint)

        for name in ("drop_contacts", "drop_credential"):
            monkeypatch.setattr(PhoneDatabase, name, drop)
        endpoint = "demo01-S01-web"
        async with running.signed_in(Role.SUPERVISOR) as client:
            async with running.platform.database.write() as session:
                person = await session.scalar(select(Person).where(Person.name == "supervisor"))
                session.add(
                    Softphone(
                        endpoint=endpoint,
                        client_company_id="demo01",
                        person_id=person.id,
                        tab="tab-sue-1",
                        issued_us=1,
                        expires_us=running.platform.clock.now_us() + 3600 * SECOND,
                    )
                )
            assert (await client.delete("/api/session")).status_code == 204
        await running.platform.phones.softphones.close()
        assert dropped == [endpoint, endpoint]
        assert ("person:phone:revoked", "done") in await tags(running)

    async def test_leaves_a_trail_that_holds_together(self, running, client):
        async with running.signed_in(Role.INSPECTOR) as inspector:
            await inspector.delete("/api/session")
        wrong = {**CREDENTIALS, "password": "wrong password"}
        assert (await client.post("/api/session", json=wrong, headers=CHANGES)).status_code == 401
        assert (await tags(running))[-3:] == [
            ("person:session:started", "done"),
            ("person:session:ended", "done"),
            ("person:session:refused", "refused"),
        ]
        async with running.platform.database.read() as session:
            assert await first_broken_row(session) is None


class TestRefusals:
    async def test_of_a_signed_in_person_leave_a_trace_without_what_was_asked_for(self, running):
        async with running.signed_in(Role.AGENT) as client:
            assert (await client.post("/api/callers", json={"number": "13900001234"})).status_code == 403
        async with running.platform.database.read() as session:
            row = (await session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(1))).one()
        assert (row.tag, row.outcome, row.person_name) == ("person:request:refused", "refused", "agent")
        assert row.subject == "POST /api/callers"
        assert row.detail == '{"code":"NotAllowed"}'


class TestGuards:
    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": ADDRESS},
            {"X-Callcenter": "1", "Origin": "https://evil.example"},
            {"X-Callcenter": "1", "Origin": "null"},
            {"X-Callcenter": "1", "Origin": ADDRESS + ".evil.example"},
        ],
    )
    async def test_refuse_changes_that_no_page_of_ours_sent(self, client, headers):
        answer = await client.post("/api/session", json=CREDENTIALS, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["code"] == "ForeignRequest"
        assert answer.headers["content-type"] == MEDIA_TYPE

    async def test_let_a_program_without_an_origin_through(self, client):
        answer = await client.post("/api/session", json=CREDENTIALS, headers={"X-Callcenter": "1"})
        assert answer.status_code == 200

    async def test_refuse_an_oversized_body_announced_or_not(self, client):
        big = b'{"name":"' + b"x" * 1_100_000 + b'"}'
        answer = await client.post("/api/session", content=big, headers=CHANGES)
        assert answer.status_code == 413

        async def dripping():
            for _ in range(12):
                yield b"x" * 100_000

        answer = await client.post("/api/session", content=dripping(), headers=CHANGES)
        assert answer.status_code == 413
        assert answer.json()["code"] == "TooLarge"

    async def test_refuse_unknown_fields_and_unknown_filters_by_name(self, client):
        answer = await client.post("/api/session", json={**CREDENTIALS, "admin": True}, headers=CHANGES)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "body.admin"
        answer = await client.get("/api/installation?colour=13900001234")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "query.colour"
        assert "13900001234" not in answer.text


async def test_a_change_by_another_site_with_somebody_s_cookie_stands_in_the_trail(running):
    async with running.signed_in(Role.SUPERVISOR) as client:
        foreign = {"X-Callcenter": "1", "Origin": "https://evil.example"}
        assert (await client.delete("/api/session", headers=foreign)).status_code == 403
        assert (await client.get("/api/session")).status_code == 200
    assert (await tags(running))[-1] == ("person:request:refused", "refused")
