"""What wants somebody but stands on no floor, as a live topic.

Voice messages that are overdue, and recordings of today that are missing.
"""

from typing import Final

import structlog

from callcenter.crm.voice_messages.service import VoiceMessageDesk
from callcenter.identity.roles import watchers
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.kit.periods import day_of
from callcenter.live import Topic
from callcenter.recordings.service import RecordingRegister
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

REFRESH_SECONDS: Final = 15.0


class AttentionTopic:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        scope: Scope,
        messages: VoiceMessageDesk,
        recordings: RecordingRegister,
    ) -> None:
        self.topic = Topic("attention", frozenset(role.value for role in watchers()))
        self._database = database
        self._clock = clock
        self._scope = scope
        self._messages = messages
        self._recordings = recordings
        self._failing = False

    async def refresh(self) -> None:
        """A database that does not answer leaves what was said last."""
        today_us, _ = day_of(self._clock.now_us())
        try:
            async with self._database.read() as session:
                waiting = await self._messages.waiting(session, self._scope)
                missing, since_us = await self._recordings.missing(session, self._scope, from_us=today_us)
        except Exception as error:  # noqa: BLE001 - whatever the driver raises, the wall must outlive it
            if not self._failing:
                _log.error("what wants attention could not be read", error=type(error).__name__)
            self._failing = True
            return
        self._failing = False
        self.topic.replace(
            {
                "voice_messages": waiting.model_dump(mode="json"),
                "recordings": {"missing": missing, "since_us": since_us},
            }
        )
