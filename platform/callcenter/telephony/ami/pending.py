"""When is an answer complete? Decided by the protocol's own marks, never by its English sentences.

`Response: Error` ends it. `EventList: start` makes it a list that ends at `EventList: Complete`. Anything
else is complete with its first reply; what Asterisk reports later about it (OriginateResponse, AsyncAGIExec,
FAXSession) is an event like any other.
"""

import asyncio
from typing import Final

from callcenter.telephony.ami.errors import ActionRefused, FramingBroken
from callcenter.telephony.ami.facts import Answer
from callcenter.telephony.ami.framing import Fields

ITEMS_LIMIT: Final = 200_000


class PendingAnswer:
    def __init__(self, action: str, future: "asyncio.Future[Answer]") -> None:
        self.action = action
        self.future = future
        self._reply: Fields | None = None
        self._items: list[Fields] = []

    def takes(self, message: Fields) -> bool:
        """Whether `message` is part of this answer; an event that overtakes the reply is not."""
        return "response" in message or self._reply is not None

    def add(self, message: Fields) -> bool:
        """True when the answer is complete."""
        if self._reply is None:
            return self._add_reply(message)
        if message.get("eventlist", "").lower() in ("complete", "cancelled"):
            self._finish(Answer(self._reply, tuple(self._items)))
            return True
        if len(self._items) >= ITEMS_LIMIT:
            raise FramingBroken("a list longer than the limit")
        self._items.append(message)
        return False

    def fail(self, error: Exception) -> None:
        if not self.future.done():
            self.future.set_exception(error)

    def _add_reply(self, message: Fields) -> bool:
        if message["response"].lower() == "error":
            self.fail(ActionRefused(self.action, message.get("message", "")))
            return True
        if message.get("eventlist", "").lower() == "start":
            self._reply = message
            return False
        self._finish(Answer(message))
        return True

    def _finish(self, answer: Answer) -> None:
        if not self.future.done():
            self.future.set_result(answer)
