"""What the platform says about itself, its pages, and what stands in its logs.

On SQLite, as most of it asks no database; the trail of a start and a stop is on both."""

import json

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from callcenter.app.middleware import CONTENT_SECURITY_POLICY
from callcenter.identity.models import AuditRow
from callcenter.kit.db import Database, make_engine
from fakes.platform_app import running_app

pytestmark = pytest.mark.integration


@pytest.fixture
async def running(tmp_path):
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>照章</title>")
    (dist / "assets" / "index-Ab12.js").write_text("export {}")
    (tmp_path / "secret.txt").write_text("secret")
    async with running_app(tmp_path / "var", dashboard_dir=dist) as running:
        yield running


@pytest.fixture
async def client(running):
    async with running.client() as client:
        yield client


async def test_installation_is_public(client):
    told = (await client.get("/api/installation")).json()
    assert told["hotlines"] == ["4000000001"]
    assert told["demo"] is False
    assert set(told) == {"company_name", "licence_number", "hotlines", "demo", "version"}


async def test_healthz(client):
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_metrics_are_those_of_this_platform(client):
    await client.get("/api/installation")
    text = (await client.get("/metrics")).text
    assert 'callcenter_http_requests_total{method="GET",route="/api/installation",status="200"} 1.0' in text
    assert "callcenter_live_clients 0.0" in text


async def test_readyz_says_what_is_missing(running, client, monkeypatch):
    running.platform.background.failing.add("live")
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    tasks = [reason for reason in answer.json()["reasons"] if reason["part"] == "tasks"]
    assert tasks == [{"part": "tasks", "zh": "后台任务出错:live。", "en": "Background tasks fail: live."}]


class TestDashboard:
    @pytest.mark.parametrize("path", ["/", "/wall", "/calls/zz1-1763764000"])
    async def test_any_page_is_the_one_page(self, client, path):
        answer = await client.get(path)
        assert answer.status_code == 200
        assert "照章" in answer.text
        assert answer.headers["cache-control"] == "no-cache"

    async def test_hashed_files_are_kept_for_ever(self, client):
        answer = await client.get("/assets/index-Ab12.js")
        assert "immutable" in answer.headers["cache-control"]

    async def test_no_other_host_may_serve_anything(self, client):
        policy = (await client.get("/")).headers["content-security-policy"]
        signalling = "ws://127.0.0.1:8088 wss://*:8089"
        assert policy == CONTENT_SECURITY_POLICY.format(signalling=signalling)
        assert "http" not in policy
        assert "script-src 'self';" in policy

    @pytest.mark.parametrize(
        "path",
        [
            "/api/nowhere",
            "/api",
            "/assets/none.js",
            "/assets/none",
            "/none.txt",
            "/../secret.txt",
            "/..%2fsecret.txt",
            "/assets/..%2f..%2f..%2fsecret.txt",
        ],
    )
    async def test_nothing_else_is_served(self, client, path):
        answer = await client.get(path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "NotFound"

    async def test_a_missing_build_is_said(self, tmp_path):
        missing = tmp_path / "no"
        async with running_app(tmp_path / "v2", dashboard_dir=missing) as running, running.client() as client:
            answer = await client.get("/")
        assert answer.status_code == 503
        assert "make dashboard" in answer.text


async def test_an_access_line_has_no_query_string(client):
    with capture_logs() as lines:
        await client.get("/api/calls?caller=13900001234")
    assert [line["path"] for line in lines if line["event"] == "request answered"] == ["/api/calls"]
    assert "13900001234" not in json.dumps(lines, default=str)


async def test_start_and_stop_stand_in_the_trail(tmp_path, database_url):
    async with running_app(tmp_path / "v3", database_url=database_url):
        pass
    database = Database(make_engine(database_url))
    async with database.read() as session:
        tags = (await session.scalars(select(AuditRow.tag).order_by(AuditRow.number))).all()
    await database.close()
    assert tags[0] == "system:program:started"
    assert tags[-1] == "system:program:stopped"
