"""Who steps into which seat's call, as the dial plan tells it on the supervisor's channel."""

from collections.abc import Mapping

from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.floor.call_facts import Hear
from callcenter.telephony.floor.events import SupervisionBegan
from callcenter.telephony.floor.plan import channel_id, word
from callcenter.telephony.floor.state import FloorMemory, Supervised


class SupervisionFacts:
    def __init__(self, memory: FloorMemory) -> None:
        self._memory = memory
        self.hears: Mapping[str, Hear] = {"UserEvent": self._on_user_event, "Hangup": self._on_hangup}

    def _on_user_event(self, fields: Fields, at_us: int) -> None:
        told, channel = fields.get("userevent"), channel_id(fields)
        if channel is None or told not in ("Supervised", "SupervisionEnded"):
            return
        self._end(channel)
        seat = self._memory.plan.seat_of(fields.get("seat"))
        if told == "Supervised" and seat is not None:
            by = Supervised(seat, word(fields, "act"), word(fields, "by"))
            self._memory.state.supervised[channel] = by
            self._memory.touched.add(f"seats/{seat}")
            began = SupervisionBegan(seat, by.act, by.by, word(fields, "call"), at_us)
            self._memory.told_once.append(began)

    def _on_hangup(self, fields: Fields, at_us: int) -> None:
        del at_us
        self._end(fields.get("uniqueid", ""))

    def _end(self, channel: str) -> None:
        ended = self._memory.state.supervised.pop(channel, None)
        if ended is not None:
            self._memory.touched.add(f"seats/{ended.seat}")
