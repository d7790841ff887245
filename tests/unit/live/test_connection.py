"""The connection: the protocol with a client that may say anything."""

import asyncio

import orjson
import pytest
from starlette.websockets import WebSocket

from callcenter.kit.clock import SystemClock
from callcenter.live import Connection, Hub, Outbox, Topic
from callcenter.live.connection import (
    CLOSE_MALFORMED,
    CLOSE_SIGNED_OUT,
    CLOSE_TOO_SLOW,
    MALFORMED_BEFORE_CLOSE,
)
from callcenter.live.protocol import LARGEST_MESSAGE
from fakes.patience import PATIENCE

pytestmark = pytest.mark.unit
SUPERVISOR = frozenset({"supervisor"})


class Browser:
    """The far end of a socket: what it says, what it hears, how it was closed."""

    def __init__(self):
        self.said = asyncio.Queue()
        self.heard = asyncio.Queue()
        self.closed_with = None
        self.stuck = False
        self.asked_to_take = asyncio.Event()
        self.served: asyncio.Task[None]
        self.said.put_nowait({"type": "websocket.connect"})
        self.socket = WebSocket({"type": "websocket", "headers": []}, self.said.get, self._take)

    async def _take(self, message):
        if message["type"] == "websocket.close":
            self.closed_with = message["code"]
        elif message["type"] == "websocket.send":
            self.asked_to_take.set()
            if self.stuck:
                await asyncio.Event().wait()
            self.heard.put_nowait(orjson.loads(message["text"]))

    def say(self, message):
        text = message if isinstance(message, str) else orjson.dumps(message).decode()
        self.said.put_nowait({"type": "websocket.receive", "text": text})

    def leave(self):
        self.said.put_nowait({"type": "websocket.disconnect", "code": 1001})

    async def hear(self):
        return await asyncio.wait_for(self.heard.get(), PATIENCE)


@pytest.fixture
def floor():
    topic = Topic("floor", SUPERVISOR)
    topic.set("link", {"state": "live"})
    return topic


@pytest.fixture
def hub(floor):
    return Hub(SystemClock(), [floor, Topic("secret", frozenset({"audit_admin"}))])


@pytest.fixture
async def connect(hub):
    serving = []

    def start(roles=SUPERVISOR, roles_now=None, **options):
        async def same():
            return roles

        browser = Browser()
        connection = Connection(browser.socket, hub, SystemClock(), roles_now or same, **options)
        browser.served = asyncio.create_task(connection.serve(roles))
        serving.append(browser)
        return browser

    yield start
    for browser in serving:
        browser.leave()
        await asyncio.wait_for(browser.served, PATIENCE)


async def test_subscribe_gives_a_snapshot_and_then_deltas(connect, hub, floor):
    browser = connect()
    browser.say({"op": "subscribe", "topic": "floor"})
    assert (await browser.hear())["entries"] == {"link": {"state": "live"}}
    floor.set("calls/1", {"state": "ivr"})
    hub.flush()
    assert (await browser.hear())["set"] == {"calls/1": {"state": "ivr"}}


async def test_ping_is_answered(connect):
    browser = connect()
    browser.say({"op": "ping"})
    assert (await browser.hear())["op"] == "pong"


@pytest.mark.parametrize("name", ["secret", "unknown"])
async def test_a_topic_for_others_looks_like_one_that_does_not_exist(connect, name):
    browser = connect()
    browser.say({"op": "subscribe", "topic": name})
    refusal = await browser.hear()
    assert (refusal["op"], refusal["code"], refusal["topic"]) == ("refused", "NotAllowed", name)
    assert refusal["zh"]
    assert refusal["en"]


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "{",
        "[]",
        "null",
        '{"op":"shout"}',
        '{"op":"ping","more":1}',
        '{"op":"subscribe"}',
        '{"op":"subscribe","topic":"../etc"}',
        '{"op":"subscribe","topic":7}',
        "\ud800",
        "[" * 10_000,
    ],
)
async def test_rubbish_gets_a_refusal_and_the_connection_lives_on(connect, rubbish):
    browser = connect()
    browser.say(rubbish)
    assert (await browser.hear())["code"] == "Malformed"
    browser.say({"op": "ping"})
    assert (await browser.hear())["op"] == "pong"


async def test_an_oversized_message_is_refused(connect):
    browser = connect()
    browser.say('{"op":"ping"' + " " * LARGEST_MESSAGE + "}")
    assert (await browser.hear())["code"] == "TooLarge"


async def test_who_sends_nothing_but_rubbish_is_closed(connect):
    browser = connect()
    for _ in range(MALFORMED_BEFORE_CLOSE):
        browser.say("{")
    await asyncio.wait_for(browser.served, PATIENCE)
    assert browser.closed_with == CLOSE_MALFORMED


async def test_signing_out_ends_it(connect):
    async def signed_out():
        return None

    browser = connect(roles_now=signed_out, check_seconds=0.01)
    await asyncio.wait_for(browser.served, PATIENCE)
    assert browser.closed_with == CLOSE_SIGNED_OUT


async def test_a_lost_role_ends_its_topics_only(connect, hub):
    async def agent_now():
        return frozenset({"agent"})

    browser = connect(roles_now=agent_now, check_seconds=0.01)
    browser.say({"op": "subscribe", "topic": "floor"})
    messages = [await browser.hear(), await browser.hear()]
    assert [message["op"] for message in messages] == ["snapshot", "refused"]
    assert hub.subscribers("floor") == 0


async def test_a_stuck_client_is_let_go_without_waiting_for_it(connect, hub, floor, monkeypatch):
    monkeypatch.setattr("callcenter.live.connection.LAST_WORD_SECONDS", 0.01)
    browser = connect(outbox=Outbox(length=2))
    browser.stuck = True
    browser.say({"op": "subscribe", "topic": "floor"})
    await browser.asked_to_take.wait()
    for number in range(8):
        floor.set("a", number)
        hub.flush()
        await asyncio.sleep(0)
    await asyncio.wait_for(browser.served, PATIENCE)
    assert browser.closed_with == CLOSE_TOO_SLOW
    assert hub.subscribers("floor") == 0
    assert hub.clients == 0
