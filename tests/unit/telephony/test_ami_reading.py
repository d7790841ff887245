"""Breaths between two reads, and a consumer that is behind."""

import asyncio

import pytest

from callcenter.telephony.ami.reading import Reading
from fakes.patience import PATIENCE

pytestmark = pytest.mark.unit


class Transport(asyncio.ReadTransport):
    def __init__(self):
        super().__init__()
        self.reads = asyncio.Event()
        self.reads.set()

    def pause_reading(self):
        self.reads.clear()

    def resume_reading(self):
        self.reads.set()

    async def reads_on(self):
        async with asyncio.timeout(PATIENCE):
            await self.reads.wait()


async def test_after_a_breath_it_reads_on():
    transport = Transport()
    reading = Reading(transport, breath=0.001)
    reading.breathe()
    assert not transport.reads.is_set()
    await transport.reads_on()


async def test_without_a_breath_it_is_never_paused():
    transport = Transport()
    Reading(transport, breath=0.0).breathe()
    assert transport.reads.is_set()


async def test_a_breath_ends_no_hold_and_no_hold_ends_a_breath():
    transport = Transport()
    reading = Reading(transport, breath=0.001)
    reading.hold()
    reading.breathe()
    other = Transport()
    Reading(other, breath=0.002).breathe()
    await other.reads_on()
    assert not transport.reads.is_set()
    reading.breathe()
    reading.go_on()
    assert not transport.reads.is_set()
    await transport.reads_on()
