"""What Asterisk tells about the channels of our phones: made, answered, bridged, held, handed on, ended."""

from collections.abc import Mapping

from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.floor.calls import CallNow
from callcenter.telephony.floor.phones import PhoneChannel
from callcenter.telephony.floor.plan import Hear, channel_id, endpoint_of_channel
from callcenter.telephony.floor.settling import agent_of, channels_of, new_channel, settle_agent, settle_call
from callcenter.telephony.floor.state import FloorMemory

_UP = "Up"
_THREE_WAY = "three-way"


class PhoneFacts:
    def __init__(self, memory: FloorMemory) -> None:
        self._memory = memory
        self.hears: Mapping[str, Hear] = {
            "Newchannel": self._on_new_channel,
            "Newstate": self._on_new_state,
            "BridgeEnter": self._on_bridge_enter,
            "BridgeLeave": self._on_bridge_leave,
            "Hold": self._on_hold,
            "Unhold": self._on_unhold,
            "BlindTransfer": self._on_blind_transfer,
            "AttendedTransfer": self._on_attended_transfer,
            "Hangup": self._on_hangup,
        }

    def known(self, fields: Fields, name: str = "channel", uniqueid: str = "uniqueid") -> PhoneChannel | None:
        """The channel an event is about, made when it is one of ours that is not known yet."""
        channel, endpoint = channel_id(fields, uniqueid), endpoint_of_channel(fields.get(name, ""))
        if channel is None:
            return None
        found = self._memory.state.channels.get(channel)
        if found is None and endpoint is not None and self._memory.plan.is_phone(endpoint):
            found = new_channel(self._memory.state, self._memory.plan, channel, endpoint)
            self._memory.state.channels[channel] = found
        return found

    def settle(self, channel: PhoneChannel, at_us: int) -> None:
        """After anything about a channel: its agent, and every call that it rings for or talks with."""
        agent = agent_of(self._memory.state, channel)
        if agent is not None:
            settle_agent(self._memory.state, agent, at_us, self._memory)
            self._memory.touch_agent(agent)
        for call_id in {channel.offered, channel.call}:
            call = self._memory.state.calls.get(call_id or "")
            if call is not None:
                settle_call(self._memory.state, call, at_us)
                self._memory.touch_call(call)

    def end(self, channel_id: str, at_us: int) -> None:
        channel = self._memory.state.channels.pop(channel_id, None)
        if channel is not None:
            self.settle(channel, at_us)

    def release(self, call: CallNow, at_us: int) -> None:
        """The dial plan has the caller again: nobody of ours talks with it any more."""
        for channel in self._memory.state.channels_about(call.call_id):
            if channel.talks_with == call.call_id:
                channel.away = True
                self.settle(channel, at_us)

    def _on_new_channel(self, fields: Fields, at_us: int) -> None:
        channel = self.known(fields)
        if channel is None:
            return
        channel.linkedid = fields.get("linkedid", "")
        channel.dialled = channel.linkedid == channel.id
        if channel.linkedid in self._memory.state.calls:
            channel.offered = channel.linkedid
        self.settle(channel, at_us)

    def _on_new_state(self, fields: Fields, at_us: int) -> None:
        channel = self._memory.state.channels.get(fields.get("uniqueid", ""))
        if channel is not None and fields.get("channelstatedesc") == _UP and not channel.up:
            channel.up = True
            self.settle(channel, at_us)

    def _on_bridge_enter(self, fields: Fields, at_us: int) -> None:
        state, bridge = self._memory.state, fields.get("bridgeuniqueid", "")
        call = state.calls.get(fields.get("uniqueid", ""))
        if call is not None:
            call.bridge = bridge
            met = [channel for channel in state.channels.values() if channel.bridge == bridge]
        else:
            channel = self.known(fields)
            if channel is None:
                return
            channel.bridge, channel.up = bridge, True
            call = next((each for each in state.calls.values() if bridge and each.bridge == bridge), None)
            met = [channel]
            swapped = state.channels.get(fields.get("swapuniqueid", ""))
            if call is not None and swapped is not None:
                # An attended transfer puts one leg into the other's place before it tells of itself.
                self._hand_on(call.call_id, [swapped.id], at_us)
        for channel in met:
            if call is not None:
                channel.meet(call.call_id, at_us)
            self.settle(channel, at_us)

    def _on_bridge_leave(self, fields: Fields, at_us: int) -> None:
        """Who leaves a bridge may be on the way to the next: a talk ends with the channel or a transfer."""
        del at_us
        uniqueid, bridge = fields.get("uniqueid", ""), fields.get("bridgeuniqueid", "")
        for one in (self._memory.state.calls.get(uniqueid), self._memory.state.channels.get(uniqueid)):
            if one is not None and one.bridge == bridge:
                one.bridge = None

    def _on_hold(self, fields: Fields, at_us: int) -> None:
        self._hold(fields, at_us, held=True)

    def _on_unhold(self, fields: Fields, at_us: int) -> None:
        self._hold(fields, at_us, held=False)

    def _hold(self, fields: Fields, at_us: int, *, held: bool) -> None:
        channel = self._memory.state.channels.get(fields.get("uniqueid", ""))
        if channel is not None:
            channel.held = held
            self.settle(channel, at_us)

    def _on_blind_transfer(self, fields: Fields, at_us: int) -> None:
        # A consult that is sent into a three-way talk leaves in the same way; its caller stays where it is.
        if fields.get("result") == "Success" and fields.get("extension") != _THREE_WAY:
            self._hand_on(fields.get("transfereeuniqueid", ""), [fields.get("transfereruniqueid", "")], at_us)

    def _on_attended_transfer(self, fields: Fields, at_us: int) -> None:
        if fields.get("result") != "Success":
            return
        callers = [fields.get(name, "") for name in ("transfereeuniqueid", "transfertargetuniqueid")]
        legs = [fields.get(name, "") for name in ("origtransfereruniqueid", "secondtransfereruniqueid")]
        caller = next((each for each in callers if each in self._memory.state.calls), "")
        self._hand_on(caller, legs, at_us)

    def _hand_on(self, call_id: str, legs: list[str], at_us: int) -> None:
        state = self._memory.state
        call = state.calls.get(call_id)
        for leg in legs:
            channel = state.channels.get(leg)
            if channel is None:
                continue
            agent = agent_of(state, channel)
            if call is not None and agent is not None and channel.talks_with == call_id:
                call.transferred_from = agent.agent_id
                # What the agent asked a colleague by goes with it, some events later.
                for asked in channels_of(state, agent):
                    asked.away = asked.away or asked.dialled
            channel.away = True
            self.settle(channel, at_us)

    def _on_hangup(self, fields: Fields, at_us: int) -> None:
        self.end(fields.get("uniqueid", ""), at_us)
