"""What becomes of an action, and of an event, at a server that misbehaves."""

import asyncio

import pytest

from callcenter.telephony.ami.errors import (
    ActionNotSendable,
    ActionRefused,
    AnswerLate,
    LinkLost,
    TooManyInFlight,
)
from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.ami.link import AmiLink
from callcenter.telephony.ami.settings import COMMAND_ACTIONS, CONFIG_ACTIONS, EVENT_ACTIONS
from fakes.ami_bench import ORIGINATE, next_event, say_nothing
from fakes.fake_ami import Action, FakeAmi, FakeSession

pytestmark = pytest.mark.unit


class TestP1FactsLeaveAsOurOwnPlainTypes:
    async def test_an_event_is_immutable_and_ours(self, server: FakeAmi, link: AmiLink):
        server.session.send({"Event": "Newchannel", "Uniqueid": "zz1-1.1", "CallerIDName": "王"})
        event = await next_event(link)
        assert (event.name, event.epoch) == ("Newchannel", 1)
        assert event.fields["uniqueid"] == "zz1-1.1"
        with pytest.raises(TypeError):
            event.fields["uniqueid"] = "other"  # type: ignore[index]
        with pytest.raises(AttributeError):
            event.name = "other"  # type: ignore[misc]


class TestP2NothingIsEverSentTwice:
    async def test_pending_and_new_actions_fail_at_once_and_are_not_replayed(
        self, server: FakeAmi, link: AmiLink
    ):
        server.replies["Originate"] = say_nothing
        server.replies["QueuePause"] = say_nothing
        pending = [
            asyncio.create_task(link.act(name, ORIGINATE, deadline=60))
            for name in ("Originate", "QueuePause")
        ]
        await server.until(lambda: bool(server.named("Originate") and server.named("QueuePause")))
        await server.stop()
        for each in pending:
            with pytest.raises(LinkLost):
                await each
        await link.until(LinkState.LOST)
        with pytest.raises(LinkLost):
            await link.act("Hangup", {"Channel": "PJSIP/x-1"})

        await server.start()
        await link.until(LinkState.LIVE)
        await link.act("Ping")
        assert [len(server.named(name)) for name in ("Originate", "QueuePause", "Hangup")] == [1, 1, 0]


class TestP3EveryActionHasADeadline:
    async def test_an_answer_that_never_comes_leaves_nothing_behind(self, server: FakeAmi, link: AmiLink):
        server.replies["QueueStatus"] = say_nothing
        with pytest.raises(AnswerLate):
            await link.act("QueueStatus", deadline=0.05)
        assert link.in_flight == 0
        assert link.state is LinkState.LIVE

    async def test_a_late_answer_is_dropped_and_never_taken_for_events(self, server: FakeAmi, link: AmiLink):
        server.replies["QueueStatus"] = say_nothing
        with pytest.raises(AnswerLate):
            await link.act("QueueStatus", deadline=0.05)
        late = server.named("QueueStatus")[0]
        server.session.reply_list(late, [{"Event": "QueueMember", "Queue": "q"}])
        server.session.send({"Event": "Hangup"})
        assert (await next_event(link)).name == "Hangup"

    async def test_a_caller_who_gives_up_leaves_nothing_behind(self, server: FakeAmi, link: AmiLink):
        server.replies["Status"] = say_nothing
        asking = asyncio.create_task(link.act("Status", deadline=60))
        await server.until(lambda: bool(server.named("Status")))
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert link.in_flight == 0

    async def test_a_list_cut_off_by_the_link_fails(self, server: FakeAmi, link: AmiLink):
        async def half(session: FakeSession, action: Action) -> None:
            session.reply(action, EventList="start")
            session.send({"Event": "QueueMember", "ActionID": action["actionid"]})
            await session.flush()
            session.drop()

        server.replies["QueueStatus"] = half
        with pytest.raises(LinkLost):
            await link.ask_list("QueueStatus")


class TestP4AnAnswerIsCompleteByProtocolNotByText:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("Originate", "Originate successfully queued"),
            ("QueueAdd", "Added interface to queue"),
            ("BlindTransfer", "Atxfer successfully queued"),
            ("Hangup", "FAXSession event will follow"),
        ],
    )
    async def test_one_reply_ends_it_whatever_it_says(
        self, server: FakeAmi, link: AmiLink, name: str, text: str
    ):
        async def reply(session: FakeSession, action: Action) -> None:
            session.reply(action, Message=text)

        server.replies[name] = reply
        answer = await link.act(name, ORIGINATE)
        assert answer.fields["message"] == text
        assert link.state is LinkState.LIVE

    async def test_a_list_ends_at_its_own_mark(self, server: FakeAmi, link: AmiLink):
        async def reply(session: FakeSession, action: Action) -> None:
            # An item whose name ends like the end mark, and a foreign event in between.
            session.reply(action, EventList="start")
            session.send({"Event": "AgentComplete", "ActionID": action["actionid"], "N": "1"})
            session.send({"Event": "Hangup"})
            session.send({"Event": "X", "ActionID": action["actionid"], "N": "2"})
            session.send({"Event": "Y", "ActionID": action["actionid"], "EventList": "Complete"})

        server.replies["QueueStatus"] = reply
        answer = await link.ask_list("QueueStatus")
        assert [item["n"] for item in answer.items] == ["1", "2"]
        assert (await next_event(link)).name == "Hangup"

    async def test_an_error_ends_a_list_too(self, server: FakeAmi, link: AmiLink):
        async def reply(session: FakeSession, action: Action) -> None:
            session.reply(action, "Error", Message="No such queue")

        server.replies["QueueStatus"] = reply
        with pytest.raises(ActionRefused) as refused:
            await link.ask_list("QueueStatus")
        assert refused.value.reason == "No such queue"

    async def test_originate_response_is_an_event_even_when_it_overtakes_the_reply(
        self, server: FakeAmi, link: AmiLink
    ):
        async def overtaking(session: FakeSession, action: Action) -> None:
            session.send({"Event": "OriginateResponse", "ActionID": action["actionid"]})
            session.reply(action, Message="Originate successfully queued")

        server.replies["Originate"] = overtaking
        answer = await link.act("Originate", ORIGINATE)
        assert answer.fields["message"] == "Originate successfully queued"
        assert (await next_event(link)).name == "OriginateResponse"


class TestP9ActionsAreAllowListed:
    async def test_an_action_outside_the_list_never_leaves(self, server: FakeAmi, link: AmiLink):
        with pytest.raises(ActionNotSendable):
            await link.act("Command", {"Command": "core stop now"})
        with pytest.raises(ActionNotSendable):
            await link.act("Setvar", {"Variable": "A", "Value": "x\r\n\r\nAction: Command"})
        await link.act("Ping")
        assert {action["action"] for action in server.actions} == {"Login", "Ping"}
        assert link.in_flight == 0

    def test_no_user_may_run_commands(self):
        assert "Command" not in EVENT_ACTIONS | COMMAND_ACTIONS | CONFIG_ACTIONS


class TestP3TheNumberInFlightIsCapped:
    async def test_more_than_the_cap_are_refused_at_once(
        self, server: FakeAmi, link: AmiLink, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr("callcenter.telephony.ami.wire.IN_FLIGHT_LIMIT", 3)
        server.replies["Status"] = say_nothing
        asked = [asyncio.create_task(link.act("Status", deadline=60)) for _ in range(3)]
        await server.until(lambda: len(server.named("Status")) == 3)
        with pytest.raises(TooManyInFlight):
            await link.act("Ping")
        for each in asked:
            each.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        await link.act("Ping")


class TestP14OriginateIsAsynchronousAndCarriesOurId:
    @pytest.mark.parametrize("lacks", ["Async", "ChannelId"])
    async def test_without_either_it_never_leaves(self, server: FakeAmi, link: AmiLink, lacks: str):
        fields = {key: value for key, value in ORIGINATE.items() if key != lacks}
        with pytest.raises(ActionNotSendable):
            await link.act("Originate", fields)
        assert not server.named("Originate")
