"""Figures of today as a live topic: who comes while others come and go still hears of every change."""

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from callcenter.kit.clock import SystemClock
from callcenter.live import Hub, Outbox
from callcenter.reporting import live_topics
from callcenter.reporting.live_topics import TODAY, TodayTopic
from callcenter.reporting.schemas import TodayOut
from callcenter.tenancy import Scope
from fakes.patience import PATIENCE, eventually

pytestmark = pytest.mark.unit


class Reading:
    """Answers questions for today's figures one by one, when the test says so."""

    def __init__(self):
        self.asked = asyncio.Queue()
        self.side_by_side = self.most_side_by_side = 0

    @asynccontextmanager
    async def read(self):
        yield None

    async def today(self, session, scope, *, at_us):
        self.side_by_side += 1
        self.most_side_by_side = max(self.most_side_by_side, self.side_by_side)
        answer = asyncio.get_running_loop().create_future()
        self.asked.put_nowait(answer)
        try:
            return await answer
        finally:
            self.side_by_side -= 1

    async def question(self):
        return await asyncio.wait_for(self.asked.get(), PATIENCE)


def figures(offered):
    figure = SimpleNamespace(definition_id="offered", model_dump=lambda mode: offered)
    return TodayOut.model_construct(figures=[figure], queues=[], curve=[])


@pytest.fixture
def reading(monkeypatch):
    made = Reading()
    monkeypatch.setattr(live_topics, "service", made)
    monkeypatch.setattr(live_topics, "GATHER_SECONDS", 0)
    return made


@pytest.fixture
async def house(reading):
    hub = Hub(SystemClock())
    today = TodayTopic(database=reading, clock=SystemClock(), scope=Scope.of("demo01"), hub=hub)
    hub.add(today.topic)
    hub.add_family(today)
    running = asyncio.create_task(today.run())
    yield SimpleNamespace(hub=hub, today=today)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def comes(house):
    """As a connection does: opens, and is subscribed in the same step."""

    async def come():
        outbox = Outbox()
        house.hub.subscribe(await house.hub.open(TODAY), outbox)
        return outbox

    return asyncio.create_task(come())


async def arrived(coming):
    return await asyncio.wait_for(coming, PATIENCE)


async def test_all_who_come_at_once_get_the_figures_of_one_question(house, reading):
    coming = [comes(house), comes(house)]
    (await reading.question()).set_result(figures(1))
    for each in coming:
        assert '"figures/offered":1' in await (await arrived(each)).get()
    assert reading.asked.empty()


async def test_who_was_coming_when_the_last_listener_left_still_hears_of_changes(house, reading):
    first, second = comes(house), comes(house)
    (await reading.question()).set_result(figures(1))
    house.hub.forget(await arrived(first))
    await arrived(second)
    house.today.on_calls_recorded()
    (await reading.question()).set_result(figures(2))


async def test_a_change_while_somebody_comes_is_read_after_that_and_stays(house, reading):
    coming = comes(house)
    older = await reading.question()
    house.today.on_calls_recorded()
    for _ in range(5):
        await asyncio.sleep(0)
    older.set_result(figures(1))
    (await reading.question()).set_result(figures(2))
    await arrived(coming)

    async def shown():
        return house.today.topic.entries["figures/offered"] == 2

    await eventually(shown)
    assert reading.most_side_by_side == 1


async def test_a_database_that_does_not_answer_keeps_nobody_waiting(house, reading, monkeypatch):
    monkeypatch.setattr(live_topics, "OPEN_SECONDS", 0)
    outbox = await arrived(comes(house))
    assert '"entries":{}' in await outbox.get()
    (await reading.question()).set_result(figures(1))

    async def told():
        house.hub.flush()
        return len(outbox)

    await eventually(told)
    assert '"figures/offered":1' in await outbox.get()


async def test_nothing_is_read_while_nobody_looks(house, reading):
    coming = comes(house)
    (await reading.question()).set_result(figures(1))
    house.hub.forget(await arrived(coming))
    house.today.on_calls_recorded()
    for _ in range(10):
        await asyncio.sleep(0)
    assert reading.asked.empty()
