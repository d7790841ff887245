import asyncio

import pytest
from prometheus_client import CollectorRegistry

from callcenter.kit.clock import SystemClock
from callcenter.telephony.ami.connections import AmiLinks, users
from callcenter.telephony.ami.errors import ActionNotSendable, LinkLost
from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.ami.metrics import LinkMetrics
from callcenter.telephony.ami.settings import AmiPlace
from fakes.ami_bench import ORIGINATE, QUICK, say_nothing
from fakes.fake_ami import BOOTED, Action, FakeAmi, FakeSession

pytestmark = pytest.mark.unit


class TestP13ThreeUsersOnThreeConnections:
    async def test_each_link_logs_in_as_its_own_user_and_may_do_only_its_own(self):
        async with FakeAmi() as server:
            links = new_links(server)
            links.start()
            await asyncio.gather(*(link.until(LinkState.LIVE) for link in (links.actions, links.config)))
            assert {login["username"] for login in server.named("Login")} == {
                "cc-events",
                "cc-actions",
                "cc-config",
            }
            with pytest.raises(ActionNotSendable):
                await links.events.act("QueueAdd")
            with pytest.raises(ActionNotSendable):
                await links.actions.act("DBPut")
            await links.config.act("DBPut", {"Family": "ps/auth", "Key": "x", "Val": "{}"})
            await links.close()

    async def test_a_slow_action_does_not_hold_up_the_events(self):
        async with FakeAmi() as server:
            server.replies["Originate"] = say_nothing
            links = new_links(server)
            links.start()
            await links.actions.until(LinkState.LIVE)
            slow_one = asyncio.create_task(links.actions.act("Originate", ORIGINATE, deadline=60))
            await server.until(lambda: bool(server.named("Originate")))
            await links.events.act("Ping", deadline=1)
            await links.close()
            with pytest.raises(LinkLost):
                await slow_one

    async def test_actions_wait_for_the_boot_that_only_the_events_link_is_told_of(self):
        async def tell_events_only(session: FakeSession, action: Action) -> None:
            session.reply(action, Message="Authentication accepted")

        async with FakeAmi() as server:
            server.replies["Login"] = tell_events_only
            links = new_links(server)
            links.start()
            await server.until(lambda: len(server.named("Login")) == 3)
            await asyncio.sleep(0.05)
            assert links.actions.state is LinkState.CONNECTING
            for session in server.sessions:
                session.send(BOOTED)
            await links.actions.until(LinkState.LIVE)
            assert links.events.state is LinkState.LIVE
            await links.close()


def new_links(server: FakeAmi) -> AmiLinks:
    return AmiLinks(
        place=AmiPlace("127.0.0.1", server.port),
        users=users(events="e", actions="a", config="c"),
        clock=SystemClock(),
        metrics=LinkMetrics(CollectorRegistry()),
        patience=QUICK,
    )
