"""Keeping, changing and dropping schedules: supervisors, each their own."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import orjson
import structlog

from callcenter.identity.audit import AuditTag, AuditTrail, Detail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.clock import Clock
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.encryption import Unreadable
from callcenter.kit.ids import new_id
from callcenter.kit.mail import MailTrouble
from callcenter.reporting.reports.mail import repository
from callcenter.reporting.reports.mail.delivery import MailFact, MailState, advance
from callcenter.reporting.reports.mail.due import Rhythm, Rule, ToldPeriod, next_due
from callcenter.reporting.reports.mail.errors import NoSuchSchedule, ScheduleIncomplete, TooManySchedules
from callcenter.reporting.reports.mail.letter import mask_mail_address
from callcenter.reporting.reports.mail.models import ReportMail, ReportSchedule
from callcenter.reporting.reports.mail.schemas import (
    LastMailsShown,
    ScheduleSent,
    ScheduleShown,
    SchedulesShown,
)
from callcenter.reporting.reports.views.service import NoSuchView
from callcenter.telephony.journal.tokens import Keys

_log = structlog.get_logger(__name__)

MOST_OWN: Final = 50


class ReportMailTag(AuditTag):
    SCHEDULE_ADDED = "report:schedule:added"
    SCHEDULE_CHANGED = "report:schedule:changed"
    SCHEDULE_DROPPED = "report:schedule:dropped"
    MAIL_SENT = "report:mail:sent"


class Schedules:
    def __init__(
        self, clock: Clock, audit: AuditTrail, keys: Keys, *, mail_ready: bool, wake: Callable[[], None]
    ) -> None:
        self._clock = clock
        self._audit = audit
        self._keys = keys
        self._mail_ready = mail_ready
        self.wake = wake

    async def own(self, session: ReadSession, person: CurrentPerson) -> SchedulesShown:
        scope = scope_of(person)
        found = await repository.own(session, scope, person.id)
        mails = await repository.newest_mails(session, scope, [schedule.id for schedule, _ in found])
        return SchedulesShown(
            mail_ready=self._mail_ready,
            items=[
                self._shown(schedule, name, [mail for mail in mails if mail.schedule_id == schedule.id])
                for schedule, name in found
            ],
        )

    async def add(self, session: WriteSession, person: CurrentPerson, sent: ScheduleSent) -> ScheduleShown:
        """Raises NoSuchView, ScheduleIncomplete, TooManySchedules."""
        if len(await repository.own(session, scope_of(person), person.id)) >= MOST_OWN:
            raise TooManySchedules(MOST_OWN)
        schedule = ReportSchedule(
            id=new_id(self._clock.now_us()), client_company_id=person.company_id, person_id=person.id
        )
        shown = await self._set(session, person, schedule, sent)
        session.add(schedule)
        await self._record(session, person, ReportMailTag.SCHEDULE_ADDED, schedule)
        return shown

    async def change(
        self, session: WriteSession, person: CurrentPerson, schedule_id: str, sent: ScheduleSent
    ) -> ScheduleShown:
        """Mails that wait are dropped: they were promised under other words. Raises NoSuchSchedule,
        NoSuchView, ScheduleIncomplete."""
        schedule = await self._find(session, person, schedule_id)
        for mail in await repository.waiting(session, scope_of(person), schedule_id):
            move(mail, MailFact.OUTDATED, self._clock.now_us())
        shown = await self._set(session, person, schedule, sent)
        await self._record(session, person, ReportMailTag.SCHEDULE_CHANGED, schedule)
        return shown

    async def drop(self, session: WriteSession, person: CurrentPerson, schedule_id: str) -> None:
        """Raises NoSuchSchedule."""
        schedule = await self._find(session, person, schedule_id)
        await self._record(session, person, ReportMailTag.SCHEDULE_DROPPED, schedule)
        await session.delete(schedule)

    async def _find(self, session: WriteSession, person: CurrentPerson, schedule_id: str) -> ReportSchedule:
        schedule = await repository.one_own(session, scope_of(person), person.id, schedule_id)
        if schedule is None:
            raise NoSuchSchedule
        return schedule

    async def _set(
        self, session: WriteSession, person: CurrentPerson, schedule: ReportSchedule, sent: ScheduleSent
    ) -> ScheduleShown:
        view = await repository.seen_view(session, scope_of(person), person.id, sent.view)
        if view is None:
            raise NoSuchView
        weekly, monthly = sent.rhythm is Rhythm.WEEK, sent.rhythm is Rhythm.MONTH
        if (weekly and sent.weekday is None) or (monthly and sent.month_day is None):
            raise ScheduleIncomplete
        now_us = self._clock.now_us()
        hour, _, minute = sent.at.partition(":")
        schedule.view_id, schedule.rhythm, schedule.period = view.id, sent.rhythm.value, sent.period.value
        schedule.weekday = sent.weekday if weekly else None
        schedule.month_day = sent.month_day if monthly else None
        schedule.minute = int(hour) * 60 + int(minute)
        schedule.recipients = sealed(self._keys, schedule.id, _once(sent.recipients))
        schedule.active = sent.active
        schedule.planned_us = schedule.changed_us = now_us
        return self._shown(schedule, view.name, [])

    async def _record(
        self, session: WriteSession, person: CurrentPerson, tag: ReportMailTag, schedule: ReportSchedule
    ) -> None:
        to = [mask_mail_address(each) for each in opened(self._keys, schedule)]
        detail: Detail = {"view": schedule.view_id, "to": to, "active": schedule.active}
        await self._audit.record(session, tag, by=person.actor, subject=schedule.id, detail=detail)

    def _shown(self, schedule: ReportSchedule, view: str, mails: Sequence[ReportMail]) -> ScheduleShown:
        return ScheduleShown(
            id=schedule.id,
            view=schedule.view_id,
            view_name=view,
            rhythm=Rhythm(schedule.rhythm),
            weekday=schedule.weekday,
            month_day=schedule.month_day,
            at=f"{schedule.minute // 60:02d}:{schedule.minute % 60:02d}",
            period=ToldPeriod(schedule.period),
            recipients=opened(self._keys, schedule),
            active=schedule.active,
            next_us=next_due(rule_of(schedule), self._clock.now_us()) if schedule.active else None,
            last=self._last(mails),
            changed_us=schedule.changed_us,
        )

    def _last(self, mails: Sequence[ReportMail]) -> LastMailsShown | None:
        if not mails:
            return None
        failed = next((mail for mail in mails if mail.failure is not None), None)

        def count(state: MailState) -> int:
            return sum(mail.state == state.value for mail in mails)

        return LastMailsShown(
            due_us=mails[0].due_us,
            sent=count(MailState.SENT),
            waiting=count(MailState.WAITING),
            failed=count(MailState.FAILED),
            at_us=max((mail.ended_us for mail in mails if mail.ended_us is not None), default=None),
            failure=None if failed is None or failed.failure is None else MailTrouble(failed.failure),
            code=failed.code if failed else None,
            to=self._masked(failed) if failed else None,
        )

    def _masked(self, mail: ReportMail) -> str | None:
        try:
            return mask_mail_address(address_of(self._keys, mail))
        except Unreadable:
            return None


def move(mail: ReportMail, fact: MailFact, at_us: int) -> bool:
    """False for a fact that does not belong to the state."""
    after = advance(MailState(mail.state), fact)
    if after is not None:
        mail.state = after.value
        mail.ended_us = None if after is MailState.WAITING else at_us
    return after is not None


def rule_of(schedule: ReportSchedule) -> Rule:
    return Rule(Rhythm(schedule.rhythm), schedule.minute, schedule.weekday, schedule.month_day)


def sealed(keys: Keys, schedule_id: str, recipients: Sequence[str]) -> bytes:
    return keys.encrypt(orjson.dumps(list(recipients)), context=f"report_schedule:{schedule_id}".encode())


def opened(keys: Keys, schedule: ReportSchedule) -> list[str]:
    """None of them when they cannot be read: the other schedules go on, and its owner may write them anew."""
    try:
        blob = keys.decrypt(schedule.recipients, context=f"report_schedule:{schedule.id}".encode())
    except Unreadable:
        _log.error("recipients of a mailed report cannot be read", schedule=schedule.id)
        return []
    return orjson.loads(blob)


def sealed_address(keys: Keys, mail_id: str, address: str) -> bytes:
    return keys.encrypt(address.encode(), context=f"report_mail:{mail_id}".encode())


def address_of(keys: Keys, mail: ReportMail) -> str:
    return keys.decrypt(mail.address, context=f"report_mail:{mail.id}".encode()).decode()


def _once(addresses: Iterable[str]) -> list[str]:
    """Each address once, however it is written."""
    return list({address.lower(): address for address in addresses}.values())
