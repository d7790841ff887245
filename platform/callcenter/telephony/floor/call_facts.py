"""What Asterisk tells about callers: arrived, moved, waiting, gone."""

from collections.abc import Mapping

from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.floor.calls import TOLD_BY_DIAL_PLAN, CallNow, CallStage
from callcenter.telephony.floor.phone_facts import PhoneFacts
from callcenter.telephony.floor.plan import (
    ARRIVALS,
    Hear,
    channel_id,
    endpoint_of_channel,
    is_yes,
    path_of,
    started_us,
    word,
)
from callcenter.telephony.floor.state import FloorMemory


class CallFacts:
    def __init__(self, memory: FloorMemory, phones: PhoneFacts) -> None:
        self._memory = memory
        self._phones = phones
        self.hears: Mapping[str, Hear] = {
            "Newchannel": self._on_new_channel,
            "NewCallerid": self._on_new_caller_id,
            "UserEvent": self._on_user_event,
            "Hangup": self._on_hangup,
            "QueueCallerJoin": self._on_queue_join,
            "QueueCallerLeave": self._on_queue_leave,
        }

    def _on_new_channel(self, fields: Fields, at_us: int) -> None:
        if fields.get("context") == ARRIVALS:
            self._arrived(fields, at_us)

    def _arrived(self, fields: Fields, at_us: int) -> CallNow | None:
        """The call of this trunk channel, made when it is not known yet; None for any other channel."""
        call_id = channel_id(fields)
        if call_id is None or not self._memory.plan.trunk_of(endpoint_of_channel(fields.get("channel", ""))):
            self._memory.odd("not an arriving channel")
            return None
        call = self._memory.state.calls.get(call_id)
        if call is None:
            arrived_us = at_us if fields.get("context") == ARRIVALS else (started_us(call_id) or at_us)
            call = CallNow(call_id, arrived_us=arrived_us, since_us=arrived_us)
            self._memory.state.calls[call_id] = call
        if fields.get("context") == ARRIVALS and not call.hotline:
            call.hotline = word(fields, "exten")
        self._memory.touch_call(call)
        return call

    def _on_new_caller_id(self, fields: Fields, at_us: int) -> None:
        del at_us
        call = self._memory.state.calls.get(fields.get("uniqueid", ""))
        if call is not None:
            call.number = word(fields, "calleridnum")
            self._memory.touch_call(call)

    def _on_user_event(self, fields: Fields, at_us: int) -> None:
        told = fields.get("userevent", "")
        if told == "CallArrived":
            call = self._arrived(fields, at_us)
            if call is not None:
                call.hotline = word(fields, "hotline") or call.hotline
                call.demo = is_yes(fields, "demo")
                call.number = word(fields, "calleridnum")
        elif told == "CallAsked":
            call = self._memory.state.calls.get(fields.get("uniqueid", ""))
            if call is None:
                self._memory.odd("a way of no call")
                return
            call.path = path_of(fields.get("path", ""))
            call.asked_us = call.asked_us if call.asked_us is not None else at_us
            self._memory.touch_call(call)
        elif told == "CallStage":
            call = self._memory.state.calls.get(fields.get("uniqueid", ""))
            stage = fields.get("stage", "")
            if call is None or stage not in TOLD_BY_DIAL_PLAN:
                self._memory.odd("a stage of no call")
                return
            self._phones.release(call, at_us)
            call.enter(CallStage(stage), at_us)
            # A queue that took nobody in is heard of only here.
            if fields.get("queue") in self._memory.plan.queues:
                call.queue = fields["queue"]
            self._memory.touch_call(call)

    def _on_hangup(self, fields: Fields, at_us: int) -> None:
        call = self._memory.state.calls.get(fields.get("uniqueid", ""))
        if call is not None:
            self._phones.release(call, at_us)
            self._memory.touch_call(call)
            del self._memory.state.calls[call.call_id]

    def _on_queue_join(self, fields: Fields, at_us: int) -> None:
        queue = self._memory.queue_in(fields)
        call = self.in_queue(fields, at_us)
        if queue is not None and call is not None:
            self._memory.touch_call(call)
            self._phones.release(call, at_us)
            call.join(queue, at_us)
            self._memory.touch_call(call)

    def _on_queue_leave(self, fields: Fields, at_us: int) -> None:
        call = self._memory.state.calls.get(fields.get("uniqueid", ""))
        # A late word about a queue the call has already changed for another.
        if call is not None and call.queue == fields.get("queue"):
            call.leave(at_us)
            self._memory.touch_call(call)

    def in_queue(self, fields: Fields, at_us: int) -> CallNow | None:
        known = self._memory.state.calls.get(fields.get("uniqueid", ""))
        return known if known is not None else self._arrived(fields, at_us)
