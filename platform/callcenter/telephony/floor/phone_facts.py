"""Which channels a phone of ours has now, whatever they are for."""

from collections.abc import Mapping

from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.floor.call_facts import Hear
from callcenter.telephony.floor.plan import channel_id, endpoint_of_channel
from callcenter.telephony.floor.state import FloorMemory


class PhoneFacts:
    def __init__(self, memory: FloorMemory) -> None:
        self._memory = memory
        self.hears: Mapping[str, Hear] = {"Newchannel": self._on_new_channel, "Hangup": self._on_hangup}

    def _on_new_channel(self, fields: Fields, at_us: int) -> None:
        del at_us
        endpoint, channel = endpoint_of_channel(fields.get("channel", "")), channel_id(fields)
        if channel is not None and endpoint is not None and self._memory.plan.is_phone(endpoint):
            self._memory.state.channels[channel] = endpoint

    def _on_hangup(self, fields: Fields, at_us: int) -> None:
        del at_us
        self._memory.state.channels.pop(fields.get("uniqueid", ""), None)
