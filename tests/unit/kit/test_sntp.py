"""The clock's offset as a real time server on the loopback tells it."""

import pytest

from callcenter.kit.clock import SystemClock
from callcenter.kit.sntp import NoTime, answered, ask
from fakes.time_server import time_server

pytestmark = pytest.mark.unit

CLOCK = SystemClock()


@pytest.mark.parametrize("ahead_us", [0, 90_000_000, -3_600_000_000])
async def test_the_offset_is_known_within_half_the_way(ahead_us: int):
    async with time_server(ahead_us=ahead_us) as server:
        asked = await ask(f"127.0.0.1:{server.port}", CLOCK, within_s=20)
    assert abs(asked.offset_us - ahead_us) <= asked.delay_us // 2 + 1000
    assert asked.delay_us >= 0


async def test_an_answer_to_another_question_is_none():
    async with time_server() as server:
        server.forged = True
        with pytest.raises(NoTime):
            await ask(f"127.0.0.1:{server.port}", CLOCK, within_s=20)


@pytest.mark.parametrize("stratum", [0, 16])
async def test_a_server_that_does_not_know_the_time_says_nothing(stratum: int):
    async with time_server() as server:
        server.stratum = stratum
        with pytest.raises(NoTime):
            await ask(f"127.0.0.1:{server.port}", CLOCK, within_s=20)


async def test_silence_ends():
    async with time_server() as server:
        server.silent = True
        with pytest.raises(TimeoutError):
            await ask(f"127.0.0.1:{server.port}", CLOCK, within_s=0.05)


def test_a_torn_answer_is_none():
    with pytest.raises(NoTime):
        answered(b"\x24\x02", 1, sent_us=1, came_us=2)


def test_after_the_seconds_began_anew():
    """7 February 2036, 06:28:16 UTC: the counter of the servers is at zero."""
    at_us = 2_085_978_496_000_000
    packet = bytes([0x24, 2]) + bytes(22) + (7).to_bytes(8, "big") + 2 * (1 << 31).to_bytes(8, "big")
    asked = answered(packet, 7, sent_us=at_us, came_us=at_us)
    assert (asked.offset_us, asked.delay_us) == (500_000, 0)
