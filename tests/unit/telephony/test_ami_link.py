"""Each protection of the link against a pretend server that misbehaves in exactly that way."""

import asyncio

import pytest
import structlog
from prometheus_client import CollectorRegistry

from callcenter.telephony.ami.errors import LinkLost
from callcenter.telephony.ami.facts import AmiEvent, Gap, LinkDown, LinkState, LinkUp
from callcenter.telephony.ami.link import AmiLink
from callcenter.telephony.ami.settings import AmiUser
from fakes.ami_bench import new_link, next_event, say_nothing
from fakes.fake_ami import BOOTED, FakeAmi, message
from fakes.patience import PATIENCE

pytestmark = pytest.mark.unit


class TestP5AMutePeerIsGivenUp:
    async def test_a_ping_without_pong_ends_the_connection(self, server: FakeAmi):
        link = new_link(server, ping_every=0.05, pong=0.05)
        link.start()
        await link.until(LinkState.LIVE)
        server.mute = True
        async with asyncio.timeout(PATIENCE):
            await link.until(LinkState.LOST)
        server.mute = False
        async with asyncio.timeout(PATIENCE):
            await link.until(LinkState.LIVE)
        await link.close()


class TestP6ReconnectingIsPatient:
    async def test_a_refused_login_is_its_own_state_and_not_a_tight_loop(self, server: FakeAmi):
        server.refuses_login = True
        link = new_link(server, refused=60)
        link.start()
        await link.until(LinkState.REFUSED)
        await asyncio.sleep(0.2)
        assert len(server.named("Login")) == 1
        await link.close()

    async def test_it_logs_in_by_itself_once_the_secret_is_right_again(self, server: FakeAmi):
        server.refuses_login = True
        link = new_link(server, refused=0.05)
        link.start()
        await link.until(LinkState.REFUSED)
        server.refuses_login = False
        await link.until(LinkState.LIVE)
        await link.close()

    async def test_pauses_grow_and_differ_by_chance(self, server: FakeAmi):
        link = new_link(server, retry_first=0.5, retry_most=30)
        assert [link._pause() for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
        link._chance = lambda: 0.0
        assert link._pause() == 15

    async def test_close_in_the_retry_pause_leaves_no_zombie(self, server: FakeAmi, link: AmiLink):
        await server.stop()
        await link.until(LinkState.LOST)
        await link.close()
        seen = server.connections
        await server.start()
        await asyncio.sleep(0.2)
        assert server.connections == seen

    async def test_close_ends_a_live_connection(self, server: FakeAmi, link: AmiLink):
        await link.close()
        await server.until(lambda: not server.sessions)
        with pytest.raises(LinkLost):
            await link.act("Ping")

    async def test_a_login_that_is_never_answered_is_given_up(self, server: FakeAmi):
        with structlog.testing.capture_logs() as logs:
            server.replies["Login"] = say_nothing
            link = new_link(server, login=0.05)
            link.start()
            async with asyncio.timeout(PATIENCE):
                await server.until(lambda: server.connections >= 2)
            await link.close()
        assert not [entry for entry in logs if entry["log_level"] == "error"]

    async def test_it_is_logged_once_on_break_and_once_on_recovery(self, server: FakeAmi, link: AmiLink):
        with structlog.testing.capture_logs() as logs:
            await server.stop()
            await link.until(LinkState.LOST)
            await asyncio.sleep(0.3)
            await server.start()
            await link.until(LinkState.LIVE)
            await link.close()
        assert [entry["event"] for entry in logs] == [
            "ami link was lost",
            "ami link is live",
            "ami link was closed",
        ]


class TestP8HostileBytes:
    async def test_a_forged_marker_stays_an_event(self, server: FakeAmi, link: AmiLink):
        server.session.send({"Event": "LinkDown"})
        server.session.send({"Event": "Shutdown"})
        assert [(await next_event(link)).name for _ in range(2)] == ["LinkDown", "Shutdown"]
        assert link.state is LinkState.LIVE

    async def test_a_malformed_message_costs_itself_and_is_counted(self, server: FakeAmi):
        registry = CollectorRegistry()
        link = new_link(server, registry=registry)
        link.start()
        await link.until(LinkState.LIVE)
        await link.take()
        server.session.send_bytes(b"no headers at all\r\n\r\n" + b"Event: A\r\nEvent: B\r\n\r\n")
        assert (await next_event(link)).name == "A"
        counted = [
            sample.value
            for metric in registry.collect()
            if metric.name == "callcenter_ami_malformed"
            for sample in metric.samples
            if sample.name.endswith("_total")
        ]
        assert sum(counted) == 2
        await link.close()

    async def test_an_endless_message_ends_the_connection_and_the_link_comes_back(
        self, server: FakeAmi, link: AmiLink
    ):
        server.session.send_bytes(b"Event: " + b"x" * (1 << 21))
        await link.until(LinkState.LOST)
        await link.until(LinkState.LIVE)
        assert link.epoch == 2


class TestP10TheQueueIsBounded:
    async def test_a_consumer_that_falls_behind_gets_a_gap_instead_of_stalling_asterisk(
        self, server: FakeAmi
    ):
        link = new_link(server, capacity=50)
        link.start()
        await link.until(LinkState.LIVE)
        for number in range(120):
            server.session.send({"Event": "Hangup", "N": str(number)})
        await server.session.flush()
        # Answers pass the queue by, so this one proves that everything before it was read.
        await link.act("Ping", deadline=2)
        facts = [await link.take() for _ in range(link.waiting_facts)]
        assert isinstance(facts[0], LinkUp)
        gaps = [fact for fact in facts if isinstance(fact, Gap)]
        rest = [fact.fields["n"] for fact in facts if isinstance(fact, AmiEvent)]
        assert gaps
        assert len(facts) <= 53
        assert rest == [str(number) for number in range(120 - len(rest), 120)]
        await link.close()


class TestP11EpochsTravelWithTheEvents:
    async def test_up_and_down_stand_in_the_same_order_as_the_events(self, server: FakeAmi, link: AmiLink):
        server.session.send({"Event": "Hangup"})
        await server.session.flush()
        await link.act("Ping")
        server.session.drop()
        await link.until(LinkState.LOST)
        await link.until(LinkState.LIVE)
        server.session.send({"Event": "Newchannel"})
        facts = [await link.take() for _ in range(4)]
        assert [type(fact) for fact in facts] == [AmiEvent, LinkDown, LinkUp, AmiEvent]
        assert [fact.epoch for fact in facts] == [1, 1, 2, 2]
        numbers = [fact.sequence for fact in facts]
        assert numbers == sorted(set(numbers))


class TestP12NothingBeforeFullyBooted:
    async def test_the_gate_opens_with_the_event(self, server: FakeAmi):
        server.boots = False
        link = new_link(server)
        link.start()
        await server.until(lambda: bool(server.named("Login")))
        server.session.send({"Event": "Newchannel"})
        await asyncio.sleep(0.05)
        assert link.state is LinkState.CONNECTING
        with pytest.raises(LinkLost):
            await link.act("QueueStatus")
        server.session.send(BOOTED)
        await link.until(LinkState.LIVE)
        await link.act("QueueStatus")
        await link.close()

    async def test_an_asterisk_that_never_boots_is_given_up(self, server: FakeAmi):
        server.boots = False
        link = new_link(server, boot=0.05)
        link.start()
        await link.until(LinkState.LOST)
        await link.close()


class TestP15SecretsAndBodiesStayOutOfLogs:
    async def test_neither_secret_nor_values_are_logged_or_printed(
        self, server: FakeAmi, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
    ):
        caplog.set_level("DEBUG")
        link = new_link(server)
        link.start()
        await link.until(LinkState.LIVE)
        server.replies["Setvar"] = say_nothing
        pending = asyncio.create_task(link.act("Setvar", {"Value": "13900001234"}))
        await server.until(lambda: bool(server.named("Setvar")))
        server.session.drop()
        with pytest.raises(LinkLost):
            await pending
        await link.close()
        printed = "".join(capfd.readouterr()) + caplog.text
        assert "a-secret-word" not in printed
        assert "13900001234" not in printed
        assert "a-secret-word" not in repr(AmiUser("events", "a-secret-word"))


class TestP18Metrics:
    async def test_state_epoch_lag_and_depth_are_told(self, server: FakeAmi):
        registry = CollectorRegistry()
        link = new_link(server, registry=registry)
        link.start()
        await link.until(LinkState.LIVE)
        server.session.send_bytes(message(Event="Hangup", Timestamp="1700000000.000001"))
        await link.take()
        await next_event(link)
        value = registry.get_sample_value
        assert value("callcenter_ami_link_state", {"link": "events", "state": "live"}) == 1
        assert value("callcenter_ami_link_state", {"link": "events", "state": "lost"}) == 0
        assert value("callcenter_ami_link_epoch", {"link": "events"}) == 1
        assert (value("callcenter_ami_event_lag_seconds", {"link": "events"}) or 0) > 1_000_000
        assert value("callcenter_ami_queue_depth", {"link": "events"}) == 0
        await link.close()
