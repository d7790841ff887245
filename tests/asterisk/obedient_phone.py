"""A desk phone that takes NOTIFY with the events talk and hold, as many makers' phones do."""

from __future__ import annotations

from sip_message import Message
from sip_phone import Phone


class ObedientPhone(Phone):
    def _asked(self, message: Message) -> None:
        super()._asked(message)
        call = self.calls.get(message.get("Call-ID"))
        if message.method != "NOTIFY" or call is None:
            return
        match message.get("Event"):
            case "talk" if not call.answered.is_set():
                call.answer()
            case "talk":
                call.resume()
            case "hold":
                call.hold()
            case _:
                pass
