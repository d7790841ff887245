"""Reads voice messages, plays them, and takes what was done about them. Nothing here commits."""

import asyncio
from typing import Final

from callcenter.crm.handling.callers import Callers, KnownCallers
from callcenter.crm.handling.period import LONGEST_PERIOD_US, require_period
from callcenter.crm.handling.schemas import HandlingSent, HandlingShown
from callcenter.crm.handling.service import Handlings
from callcenter.crm.voice_messages import repository
from callcenter.crm.voice_messages.ports import MessageSounds
from callcenter.crm.voice_messages.repository import MessageFilter
from callcenter.crm.voice_messages.schemas import MessageState, OpenMessages, VoiceMessage, VoiceMessages
from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.errors import NotFound
from callcenter.telephony import repository as calls_sql
from callcenter.telephony.models import CallRecord
from callcenter.telephony.outcome import Outcome
from callcenter.tenancy import Scope

_HOUR_US: Final = 3600 * SECOND


class MessageTag(AuditTag):
    PLAYED = "calls:voice_message:played"


class NoSuchMessage(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这条语音留言。", en="There is no such voice message.")


class MessageGone(NotFound):
    def __init__(self) -> None:
        super().__init__(
            zh="留言的录音文件不在录音目录中,无法播放。请联系系统管理员查找该文件。",
            en="The sound of this message is not in the recordings folder; ask a system administrator.",
        )


class VoiceMessageDesk:
    def __init__(
        self,
        callers: Callers,
        handlings: Handlings,
        sounds: MessageSounds,
        audit: AuditTrail,
        clock: Clock,
        *,
        hours: int,
    ) -> None:
        self._callers = callers
        self._handlings = handlings
        self._sounds = sounds
        self._audit = audit
        self._clock = clock
        self._hours = hours

    async def page(
        self,
        session: ReadSession,
        person: CurrentPerson,
        chosen: MessageFilter,
        *,
        cursor: str | None,
        limit: int,
    ) -> VoiceMessages:
        """Raises PeriodTooLong, BadCursor."""
        require_period(chosen.from_us, chosen.to_us)
        calls, next_cursor = await repository.page(
            session, scope_of(person), chosen, cursor=cursor, limit=limit
        )
        callers = await self._callers.of(session, person, {call.caller_token for call in calls})
        handlings = await self._handlings.standing(
            session, scope_of(person), [call.call_id for call in calls]
        )
        return VoiceMessages(
            items=[self._shown(call, callers, handlings.get(call.call_id)) for call in calls],
            next_cursor=next_cursor,
            hours=self._hours,
        )

    async def waiting(self, session: ReadSession, scope: Scope) -> OpenMessages:
        now_us = self._clock.now_us()
        found = await repository.waiting(
            session,
            scope,
            from_us=now_us - LONGEST_PERIOD_US,
            to_us=now_us,
            overdue_before_us=self._overdue_before_us(),
        )
        return OpenMessages(
            open=found.open, overdue=found.overdue, oldest_us=found.oldest_us, hours=self._hours
        )

    async def play(self, session: WriteSession, person: CurrentPerson, call_id: str) -> bytes:
        """The sound; who heard it stands in the trail. Raises NoSuchMessage, MessageGone."""
        call = await self._message(session, person, call_id)
        sound = await asyncio.to_thread(self._sounds.read, call.voice_message_file or "")
        if sound is None:
            raise MessageGone
        await self._audit.record(session, MessageTag.PLAYED, by=person.actor, subject=call_id)
        return sound

    async def handle(
        self, session: WriteSession, person: CurrentPerson, call_id: str, sent: HandlingSent
    ) -> HandlingShown:
        """Raises NoSuchMessage, StaleHandling."""
        call = await self._message(session, person, call_id)
        return await self._handlings.write(session, person, call, sent)

    async def _message(self, session: ReadSession, person: CurrentPerson, call_id: str) -> CallRecord:
        call = await calls_sql.find_call(session, scope_of(person), call_id)
        if call is None or call.voice_message_file is None:
            raise NoSuchMessage
        return call

    def _shown(self, call: CallRecord, callers: KnownCallers, handling: HandlingShown | None) -> VoiceMessage:
        handled = handling is not None and handling.handled
        return VoiceMessage(
            call_id=call.call_id,
            caller=call.caller_token or None,
            caller_masked=callers.masked.get(call.caller_token, ""),
            customer=callers.customers.get(call.caller_token),
            hotline=call.hotline,
            demo=call.demo,
            queue=call.queue,
            outcome=None if call.outcome is None else Outcome(call.outcome),
            arrived_us=call.arrived_us,
            length_us=self._sounds.length_us(call.voice_message_file or ""),
            state=MessageState.HANDLED if handled else MessageState.OPEN,
            overdue=not handled and call.arrived_us < self._overdue_before_us(),
            handling=handling,
        )

    def _overdue_before_us(self) -> int:
        return self._clock.now_us() - self._hours * _HOUR_US
