import asyncio

import pytest
from prometheus_client import CollectorRegistry

from callcenter.kit.clock import SystemClock
from callcenter.telephony.ami.deep_probe import DeepProbe, ProbeFailure
from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.ami.metrics import LinkMetrics
from fakes.ami_bench import new_link, say_nothing
from fakes.fake_ami import Action, FakeAmi, FakeSession

pytestmark = pytest.mark.unit

QUEUE = "demo01-consult"


async def summary(session: FakeSession, action: Action) -> None:
    session.reply_list(action, [{"Event": "QueueSummary", "Queue": action["queue"], "LoggedIn": "0"}])


async def no_such_queue(session: FakeSession, action: Action) -> None:
    session.reply_list(action, [])


async def nobody(session: FakeSession, action: Action) -> None:
    session.reply(action, "Error", Message="No such channel")


async def shutting_down(session: FakeSession, action: Action) -> None:
    session.reply(action, "Error", Message="Asterisk is shutting down")


@pytest.mark.parametrize(
    ("replies", "failure"),
    [
        ({}, None),
        ({"CoreStatus": say_nothing}, ProbeFailure.CORE_SILENT),
        ({"Status": nobody}, None),
        ({"Status": say_nothing}, ProbeFailure.CHANNELS_SILENT),
        ({"QueueSummary": say_nothing}, ProbeFailure.QUEUE_SILENT),
        ({"QueueSummary": no_such_queue}, ProbeFailure.QUEUE_MISSING),
        ({"CoreStatus": shutting_down}, ProbeFailure.REFUSED),
    ],
    ids=["sound", "core", "nobody", "channels", "queue", "missing", "refused"],
)
async def test_what_asterisk_answers_decides(replies, failure):
    registry = CollectorRegistry()
    async with FakeAmi() as server:
        server.replies |= {"QueueSummary": summary, **replies}
        link = new_link(server)
        probe = DeepProbe(link, QUEUE, clock=SystemClock(), metrics=LinkMetrics(registry))
        link.start()
        await link.until(LinkState.LIVE)
        await probe.probe()
        assert probe.failure is failure
        assert (probe.since_us is None) is (failure is None)
        failing = registry.get_sample_value("callcenter_ami_deep_probe_failing", {"link": "events"})
        assert failing == float(failure is not None)
        # An alarm is not the end of the connection.
        assert link.state is LinkState.LIVE
        assert server.connections == 1
        await link.close()


async def test_it_goes_on_and_forgives():
    async with FakeAmi() as server:
        server.replies["QueueSummary"] = say_nothing
        link = new_link(server)
        metrics = LinkMetrics(CollectorRegistry())
        probe = DeepProbe(link, QUEUE, clock=SystemClock(), metrics=metrics, every_seconds=0.02)
        running = asyncio.create_task(probe.run())
        link.start()
        await server.until(lambda: len(server.named("QueueSummary")) == 2)
        assert probe.failure is ProbeFailure.QUEUE_SILENT
        server.replies["QueueSummary"] = summary
        await server.until(lambda: len(server.named("QueueSummary")) == 4)
        assert [probe.failure, probe.since_us] == [None, None]
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await link.close()


async def test_a_lost_link_is_no_finding_about_asterisk():
    async with FakeAmi() as server:
        server.replies["QueueSummary"] = say_nothing
        link = new_link(server)
        probe = DeepProbe(link, QUEUE, clock=SystemClock(), metrics=LinkMetrics(CollectorRegistry()))
        await probe.probe()
        assert probe.failure is None
        link.start()
        await link.until(LinkState.LIVE)
        await probe.probe()
        await server.stop()
        await link.until(LinkState.LOST)
        await probe.probe()
        assert probe.failure is ProbeFailure.QUEUE_SILENT
        await link.close()
