"""Many open connections of one session are one question."""

import asyncio
from collections import Counter
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from callcenter.app.session_checks import SessionChecks

pytestmark = pytest.mark.unit


async def test_all_connections_of_a_session_ask_once():
    asked: Counter[str] = Counter()
    at_once = 0

    async def person_of(socket):
        nonlocal at_once
        at_once += 1
        assert at_once == 1
        asked[socket.cookies["callcenter_session"]] += 1
        await asyncio.sleep(0)
        at_once -= 1
        return socket.cookies["callcenter_session"]

    sockets: list[Any] = [
        SimpleNamespace(cookies={"callcenter_session": f"session {number % 3}"}) for number in range(300)
    ]
    with patch("callcenter.app.session_checks.person_of", person_of):
        checks = SessionChecks()
        found = await asyncio.gather(*(checks.person(socket) for socket in sockets))
    assert asked == {"session 0": 1, "session 1": 1, "session 2": 1}
    assert Counter(found) == {"session 0": 100, "session 1": 100, "session 2": 100}
