"""Looking into the record: lists of calls, one call with everything that happened to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from callcenter.identity.audit import AuditTag
from callcenter.kit import phones
from callcenter.kit.db import ReadSession
from callcenter.kit.encryption import Keyring
from callcenter.kit.errors import NotFound
from callcenter.telephony import rare_calls, repository
from callcenter.telephony.call_lists import CallFilter, CallSort
from callcenter.telephony.call_quality import CallQualityShown
from callcenter.telephony.journal.tokens import cipher_context, token_of
from callcenter.telephony.models import CallRecord
from callcenter.telephony.ports import CallPresence, Recorded, RecordedCalls
from callcenter.telephony.schemas import (
    CallDetail,
    CallerFound,
    CallPage,
    CallRow,
    HoldShown,
    LegShown,
    QueueVisitShown,
    SupervisionShown,
    ThreeWayShown,
    TimelineEntry,
    TransferShown,
)
from callcenter.telephony.timeline import timeline_of
from callcenter.tenancy import Scope


class TelephonyTag(AuditTag):
    CALLER_LOOKED_UP = "calls:caller:looked_up"


class NoSuchCall(NotFound):
    """No call of that id within the scope."""


class CallReader:
    """Reads calls for people: numbers are decrypted only to be masked."""

    def __init__(self, keyring: Keyring, recorded_calls: RecordedCalls, presence: CallPresence) -> None:
        self._keyring = keyring
        self._recorded_calls = recorded_calls
        self._presence = presence

    def recorded_condition(self, recorded: Recorded) -> Any:
        return self._recorded_calls.condition(recorded)

    def caller(self, number: str) -> CallerFound:
        """Whether the record knows the number is not said: only its calls tell, within the asker's scope."""
        return CallerFound(
            caller=token_of(self._keyring, number) or None, masked=phones.mask(phones.normalise(number))
        )

    async def page(
        self,
        session: ReadSession,
        scope: Scope,
        chosen: CallFilter,
        *,
        sort: CallSort,
        cursor: str | None,
        limit: int,
    ) -> CallPage:
        calls, next_cursor = await rare_calls.page(
            session, scope, chosen, self._presence, sort=sort, cursor=cursor, limit=limit
        )
        values = await self._rows(session, scope, calls)
        return CallPage(items=[CallRow(**row) for row in values], next_cursor=next_cursor)

    async def one(self, session: ReadSession, scope: Scope, call_id: str) -> CallDetail:
        """Raises NoSuchCall."""
        call = await repository.find_call(session, scope, call_id)
        if call is None:
            raise NoSuchCall(zh="没有这个通话。", en="There is no such call.")
        [values] = await self._rows(session, scope, [call])
        legs = await repository.legs_of(session, scope, call_id)
        rows = await repository.rows_of(session, scope, call_id)
        return CallDetail(
            **values,
            first_answered_us=call.first_answered_us,
            notice_us=call.notice_us,
            queued_us=call.queued_us,
            end_reason=call.end_reason,
            hold_us=call.hold_us,
            seat_lost=call.seat_lost,
            survey_offered=call.survey_offered,
            queues=[QueueVisitShown.model_validate(visit) for visit in call.queues],
            quality=[
                CallQualityShown.model_validate(each)
                for each in await repository.quality_of(session, scope, call_id)
            ],
            legs=[LegShown.model_validate(leg) for leg in legs],
            holds=[HoldShown.model_validate(hold) for hold in call.holds],
            transfers=[TransferShown.model_validate(transfer) for transfer in call.transfers],
            three_ways=[ThreeWayShown.model_validate(three) for three in call.three_ways],
            supervisions=[SupervisionShown.model_validate(act) for act in call.supervisions],
            timeline=[
                TimelineEntry.model_validate(moment) for moment in timeline_of(call_id, rows, legs, call)
            ],
        )

    async def _rows(
        self, session: ReadSession, scope: Scope, calls: Sequence[CallRecord]
    ) -> list[dict[str, Any]]:
        masked = await self.masked(session, scope, {call.caller_token for call in calls if call.caller_token})
        recorded = await self._recorded_calls.of(session, scope, [call.call_id for call in calls])
        return [_values(call, masked, recorded) for call in calls]

    async def masked(self, session: ReadSession, scope: Scope, tokens: set[str]) -> dict[str, str]:
        ciphers = await repository.ciphers_of(session, scope, sorted(tokens))
        return {
            token: phones.mask(self._keyring.decrypt(cipher, context=cipher_context(token)).decode())
            for token, cipher in ciphers.items()
        }


def _values(call: CallRecord, masked: Mapping[str, str], recorded: Mapping[str, Recorded]) -> dict[str, Any]:
    values = {name: getattr(call, name) for name in CallRow.model_fields if hasattr(call, name)}
    values["caller_masked"] = masked.get(call.caller_token, "")
    values["voice_message"] = call.voice_message_file is not None
    values["recorded"] = recorded.get(call.call_id, Recorded.NONE)
    return values
