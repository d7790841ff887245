"""Whatever a browser, or something that claims to be one, sends: refused by name, and nobody else notices.

On SQLite only: what is refused here never reaches a database."""

import asyncio
from contextlib import asynccontextmanager, suppress

import orjson
import pytest
import websockets
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from callcenter.app.settings_loading import load_settings
from callcenter.app.web import create_app
from callcenter.app.wiring import Platform
from callcenter.identity.passwords import Passwords
from callcenter.live.connection import CLOSE_MALFORMED, CLOSE_TOO_SLOW, MALFORMED_BEFORE_CLOSE
from fakes.free_ports import free_port
from fakes.patience import PATIENCE
from fakes.platform_app import CHEAP, PASSWORD, add_people
from fakes.web_server import served

pytestmark = pytest.mark.integration

MEGABYTE = 1 << 20
PING = '{"op":"ping"}'


@pytest.fixture
async def open_socket(tmp_path):
    port = free_port()
    settings = load_settings(data_dir=tmp_path, web_port=port, ami_port=free_port(), _env_file=None)
    platform = Platform(settings, passwords=Passwords(CHEAP))

    @asynccontextmanager
    async def opened():
        token = await platform.identity.sign_in(name="supervisor", password=PASSWORD, address="127.0.0.1")
        async with websockets.connect(
            f"ws://127.0.0.1:{port}/api/live",
            additional_headers={"Cookie": f"callcenter_session={token}"},
            origin=Origin(f"http://127.0.0.1:{port}"),
            max_queue=None,
        ) as socket:
            yield socket

    async with served(create_app(settings, platform=platform), port):
        await add_people(platform)
        yield opened


async def hear(socket):
    return orjson.loads(await asyncio.wait_for(socket.recv(), PATIENCE))


async def hear_all(socket, until=None):
    """Everything until that word or until the server closes, and the code it closes with."""
    heard = []
    try:
        while not heard or heard[-1]["op"] != until:
            heard.append(await hear(socket))
    except ConnectionClosed as closed:
        return heard, closed.rcvd.code if closed.rcvd else 0
    return heard, None


@pytest.mark.parametrize(
    "message",
    [
        "not json",
        "",
        "null",
        "[]",
        '"subscribe"',
        '{"op":"shutdown"}',
        '{"op":"subscribe"}',
        '{"op":"subscribe","topic":"floor","as":"admin"}',
        '{"op":"subscribe","topic":"../floor"}',
        '{"op":"subscribe","topic":{"$ne":""}}',
        "[" * 20_000,
        b"\x00\x01\x02\xff",
        b"",
    ],
    ids=lambda message: repr(message[:24]),
)
async def test_what_is_no_message_is_refused_by_name(open_socket, message):
    async with open_socket() as socket:
        await socket.send(message)
        refusal = await hear(socket)
        assert (refusal["op"], refusal["code"]) == ("refused", "Malformed")
        assert refusal["zh"]
        assert refusal["en"]
        await socket.send(PING)
        assert (await hear(socket))["op"] == "pong"


@pytest.mark.parametrize("kind", [str, bytes])
async def test_ten_megabytes_are_refused_and_others_do_not_notice(open_socket, kind):
    message = "x" * 10 * MEGABYTE
    async with open_socket() as neighbour, open_socket() as socket:
        await socket.send(message if kind is str else message.encode())
        assert (await hear(socket))["code"] == "TooLarge"
        await neighbour.send(PING)
        assert (await hear(neighbour))["op"] == "pong"


async def test_more_than_the_server_takes_at_all_ends_the_socket(open_socket):
    async with open_socket() as neighbour, open_socket() as socket:
        # The server hangs up in the middle of it: its reason may arrive meanwhile, or be lost.
        with suppress(ConnectionClosed):
            await socket.send("x" * 20 * MEGABYTE)
        heard, code = await hear_all(socket)
        assert not heard
        assert code in {1009, 0}
        await neighbour.send(PING)
        assert (await hear(neighbour))["op"] == "pong"


async def test_who_goes_on_sending_nonsense_is_closed(open_socket):
    async with open_socket() as socket:
        for _ in range(MALFORMED_BEFORE_CLOSE):
            await socket.send("nonsense")
        heard, code = await hear_all(socket)
        assert {message["code"] for message in heard} <= {"Malformed"}
        assert code == CLOSE_MALFORMED


@pytest.mark.parametrize(
    ("topic", "answer"), [("floor", ("snapshot", None)), ("nothing/of-that-name", ("refused", "NotAllowed"))]
)
async def test_a_thousand_subscriptions_are_answered_or_the_client_goes(open_socket, topic, answer):
    async with open_socket() as neighbour, open_socket() as socket:
        for _ in range(1000):
            await socket.send(orjson.dumps({"op": "subscribe", "topic": topic}).decode())
        await neighbour.send(PING)
        assert (await hear(neighbour))["op"] == "pong"
        await socket.send(PING)
        heard, code = await hear_all(socket, until="pong")
        told = [(message["op"], message.get("code")) for message in heard]
        if code is None:
            assert told.count(answer) == 1000
        else:
            assert (told[-1], code) == (("refused", "TooSlow"), CLOSE_TOO_SLOW)
