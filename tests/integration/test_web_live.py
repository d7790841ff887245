"""The live socket of the running application, as a browser uses it."""

import asyncio
from contextlib import asynccontextmanager

import orjson
import pytest
import websockets
from sqlalchemy import select
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from callcenter.app.settings_loading import load_settings
from callcenter.app.web import create_app
from callcenter.app.wiring import Platform
from callcenter.identity.audit import IdentityTag
from callcenter.identity.models import AuditRow
from callcenter.identity.passwords import Passwords
from callcenter.live.protocol import LARGEST_MESSAGE
from fakes.free_ports import free_port
from fakes.patience import PATIENCE
from fakes.platform_app import CHEAP, PASSWORD, add_people
from fakes.web_server import served

pytestmark = pytest.mark.integration


class Running:
    def __init__(self, platform, port):
        self.platform = platform
        self.address = f"127.0.0.1:{port}"

    async def token(self, name):
        return await self.platform.identity.sign_in(name=name, password=PASSWORD, address="127.0.0.1")

    @asynccontextmanager
    async def socket(self, name=None, origin=None):
        headers = {}
        if name is not None:
            headers["Cookie"] = f"callcenter_session={await self.token(name)}"
        async with websockets.connect(
            f"ws://{self.address}/api/live",
            additional_headers=headers,
            origin=Origin(origin or f"http://{self.address}"),
        ) as socket:
            yield socket


@pytest.fixture
async def running(tmp_path, database_url):
    port = free_port()
    settings = load_settings(
        data_dir=tmp_path, database_url=database_url, web_port=port, ami_port=free_port(), _env_file=None
    )
    platform = Platform(settings, passwords=Passwords(CHEAP))
    async with served(create_app(settings, platform=platform), port):
        await add_people(platform)
        yield Running(platform, port)


async def hear(socket):
    return orjson.loads(await asyncio.wait_for(socket.recv(), PATIENCE))


async def subscribe(socket, topic="floor"):
    await socket.send(orjson.dumps({"op": "subscribe", "topic": topic}).decode())
    return await hear(socket)


async def test_a_supervisor_sees_the_floor_and_every_change_of_it(running):
    async with running.socket("supervisor") as socket:
        snapshot = await subscribe(socket)
        assert snapshot["op"] == "snapshot"
        assert "queues/demo01-consult" in snapshot["entries"]
        assert len([key for key in snapshot["entries"] if key.startswith("seats/")]) == 12
        running.platform.now.topic.set("calls/zz1-1.1", {"state": "ivr"})
        delta = await hear(socket)
        while "calls/zz1-1.1" not in delta["set"]:
            delta = await hear(socket)
        assert delta["set"]["calls/zz1-1.1"] == {"state": "ivr"}


async def test_today_has_its_figures(running):
    async with running.socket("inspector") as socket:
        entries = (await subscribe(socket, "today"))["entries"]
        while not entries:
            entries = (await hear(socket))["set"]
        assert any(key.startswith("figures/") for key in entries)


@pytest.mark.parametrize("name", ["agent", "security_admin", "audit_admin"])
async def test_who_is_not_in_the_audience_hears_nothing(running, name):
    async with running.socket(name) as socket:
        assert (await subscribe(socket))["code"] == "NotAllowed"


async def test_nobody_hears_anything_without_a_session(running):
    async with running.socket() as socket:
        assert (await hear(socket))["code"] == "NotSignedIn"
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401


async def test_another_site_cannot_open_it_with_a_visitor_s_cookie(running):
    with pytest.raises(InvalidStatus) as refused:
        async with running.socket("supervisor", origin="https://evil.example"):
            pass
    assert refused.value.response.status_code == 403


async def test_an_oversized_message_is_refused_and_the_socket_lives_on(running):
    async with running.socket("supervisor") as socket:
        await socket.send('{"op":"ping"' + " " * LARGEST_MESSAGE + "}")
        assert (await hear(socket))["code"] == "TooLarge"
        await socket.send('{"op":"ping"}')
        assert (await hear(socket))["op"] == "pong"


async def test_a_refused_topic_stands_in_the_trail_once(running):
    async with running.socket("agent") as socket:
        for topic in ("floor", "floor", "no/such/topic", "today"):
            assert (await subscribe(socket, topic))["code"] == "NotAllowed"
        await socket.send('{"op":"ping"}')
        assert (await hear(socket))["op"] == "pong"
    async with running.platform.database.read() as session:
        rows = await session.execute(
            select(AuditRow.person_name, AuditRow.subject).where(AuditRow.tag == IdentityTag.REQUEST_REFUSED)
        )
        assert list(map(tuple, rows)) == [("agent", "SUBSCRIBE floor"), ("agent", "SUBSCRIBE today")]
