"""Background tasks: one that fails is started again and shown, and the others go on."""

import asyncio

import pytest

from callcenter.app.background import Background
from fakes.patience import PATIENCE

pytestmark = pytest.mark.unit


@pytest.fixture
async def background():
    background = Background(again_after_seconds=0.01)
    yield background
    await background.close()


async def test_a_failing_task_is_shown_and_started_again(background):
    begun = asyncio.Event()
    attempts: list[int] = []

    async def fail_once():
        attempts.append(1)
        if len(attempts) == 1:
            raise ZeroDivisionError
        begun.set()
        await asyncio.Event().wait()

    background.start("journal", fail_once)
    await asyncio.sleep(0)
    assert background.failing == {"journal"}
    await asyncio.wait_for(begun.wait(), PATIENCE)
    assert background.failing == set()


async def test_closing_ends_what_was_started_last_first(background):
    ended: list[str] = []

    def part(name):
        async def run():
            try:
                await asyncio.Event().wait()
            finally:
                ended.append(name)

        return run

    for name in ("live", "floor", "journal"):
        background.start(name, part(name))
    await asyncio.sleep(0)
    await background.close()
    assert ended == ["journal", "floor", "live"]
