"""Mails that are due: written down in one transaction, sent a few at a time, each result committed at once.

A mail goes out twice when the platform dies between the mail's last line and our commit, or when the mail
server has all of it and its answer is lost: then it is sent once more, and not again after a second such
loss. Its Message-ID is the same each time.
"""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import date
from typing import Final

import structlog

from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import SYSTEM
from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database, WriteSession
from callcenter.kit.ids import new_id
from callcenter.kit.mail import MailFailed, MailServer, MailTrouble, Parting
from callcenter.reporting.reports.mail import repository
from callcenter.reporting.reports.mail.delivery import TRIED_FOR_US, MailFact, MailState, wait_us
from callcenter.reporting.reports.mail.due import ToldPeriod, days_told, newest_due, next_due
from callcenter.reporting.reports.mail.letter import letter, link_to, mask_mail_address
from callcenter.reporting.reports.mail.models import ReportMail, ReportSchedule
from callcenter.reporting.reports.mail.service import (
    ReportMailTag,
    address_of,
    move,
    opened,
    rule_of,
    sealed_address,
)
from callcenter.telephony.journal.tokens import Keys
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS: Final = 300.0
AT_ONCE: Final = 4
"""A server may be silent about one mail for ten minutes: the others go on."""
SETTLED_SECONDS: Final = 20.0
"""What is under way for longer than this holds up nothing but its own place."""
_PARTING_SECONDS: Final = 10.0
"""For mails that are under way when the platform stops."""
_KEPT_US: Final = 90 * 24 * 3600 * SECOND


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every mail says of this installation."""

    company: str
    public_url: str
    demo: bool


class ReportMails:
    """`run` until cancelled. What is to be sent stands in the table; in memory is what is under way only."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        scope: Scope,
        audit: AuditTrail,
        keys: Keys,
        server: MailServer,
        letterhead: Letterhead,
    ) -> None:
        self._database = database
        self._clock = clock
        self._scope = scope
        self._audit = audit
        self._keys = keys
        self._server = server
        self._letterhead = letterhead
        self._asked = asyncio.Event()
        self._broken: MailTrouble | None = None
        self._under_way: dict[asyncio.Task[bool], tuple[str, Parting]] = {}

    def wake(self) -> None:
        self._asked.set()

    async def run(self) -> None:
        try:
            while True:
                self._asked.clear()
                await self.plan()
                await self.send_waiting()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._asked.wait(), await self._rest_seconds())
        finally:
            await self._part()

    async def plan(self) -> None:
        """Writes down what became due; of several missed due times of a schedule the newest only."""
        now_us = self._clock.now_us()
        async with self._database.write() as session:
            # The schedules first, as who changes one holds it before its mails.
            schedules = await repository.running_held(session, self._scope)
            await repository.forget_unseen(session, self._scope)
            await repository.forget_ended(session, self._scope, before_us=now_us - _KEPT_US)
            for mail in await repository.unwanted(session, self._scope):
                move(mail, MailFact.OUTDATED, now_us)
            for schedule in schedules:
                due_us = newest_due(rule_of(schedule), after_us=schedule.planned_us, until_us=now_us)
                if due_us is None:
                    continue
                for mail in await repository.waiting(session, self._scope, schedule.id):
                    move(mail, MailFact.OUTDATED, now_us)
                self._add(session, schedule, due_us, now_us)
                schedule.planned_us = due_us

    async def send_waiting(self) -> None:
        """All that may be tried now, until the server fails; what it stays silent about goes on meanwhile."""
        now_us = self._clock.now_us()
        while not await self._fails(until_one_ended=len(self._under_way) >= AT_ONCE):
            without = [mail_id for mail_id, _ in self._under_way.values()]
            async with self._database.read() as session:
                waiting = await repository.to_send(session, self._scope, now_us=now_us, without=without)
            if waiting is None:
                break
            parting = Parting()
            sending = asyncio.create_task(self._send(waiting, parting))
            self._under_way[sending] = (waiting.mail.id, parting)
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=SETTLED_SECONDS)
            await self._fails()

    async def _fails(self, *, until_one_ended: bool = False) -> bool:
        """Whether the server failed one of those that ended."""
        if not self._under_way:
            return False
        patience = None if until_one_ended else 0.0
        ended, _ = await asyncio.wait(self._under_way, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        for sending in ended:
            del self._under_way[sending]
        results = [sending.result() for sending in ended]
        return any(results)

    async def _part(self) -> None:
        """What the server took on is noted even when the platform is asked to stop meanwhile."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_PARTING_SECONDS)
            for _, parting in self._under_way.values():
                parting.now()
            await asyncio.wait(self._under_way)
            await self._fails()

    def _add(self, session: WriteSession, schedule: ReportSchedule, due_us: int, now_us: int) -> None:
        first, last = days_told(ToldPeriod(schedule.period), due_us)
        for place, address in enumerate(opened(self._keys, schedule)):
            mail_id = new_id(now_us)
            session.add(
                ReportMail(
                    id=mail_id,
                    client_company_id=schedule.client_company_id,
                    schedule_id=schedule.id,
                    due_us=due_us,
                    place=place,
                    address=sealed_address(self._keys, mail_id, address),
                    first=first.isoformat(),
                    last=last.isoformat(),
                    state=MailState.WAITING.value,
                    tries=0,
                    try_us=now_us,
                    ended_us=None,
                    failure=None,
                    code=None,
                )
            )

    async def _send(self, waiting: repository.Letter, parting: Parting) -> bool:
        """True when the server itself fails."""
        failed: MailFailed | None = None
        try:
            await asyncio.to_thread(self._hand_over, waiting, parting)
        except MailFailed as error:
            failed = error
        except Exception as error:  # noqa: BLE001 - one mail that cannot be written must not stop the others
            _log.exception("a mail could not be sent", mail=waiting.mail.id, error=type(error).__name__)
            failed = MailFailed(MailTrouble.CONTENT_REFUSED)
        await self._note(waiting.mail.id, failed)
        self._say_health(failed)
        return failed is not None and failed.of_the_server

    def _hand_over(self, waiting: repository.Letter, parting: Parting) -> None:
        mail = waiting.mail
        days = (date.fromisoformat(mail.first), date.fromisoformat(mail.last))
        to = address_of(self._keys, mail)
        message = letter(
            mail_id=mail.id,
            sender=self._server.sender,
            to=to,
            company=self._letterhead.company,
            report=waiting.view,
            days=days,
            link=link_to(self._letterhead.public_url, waiting.view_id, days),
            at_us=mail.due_us,
            demo=self._letterhead.demo,
        )
        self._server.send(message, to, parting)

    async def _note(self, mail_id: str, failed: MailFailed | None) -> None:
        now_us = self._clock.now_us()
        async with self._database.write() as session:
            mail = await session.get(ReportMail, mail_id, with_for_update=True)
            if mail is None:  # Its schedule was dropped meanwhile.
                return
            mail.tries += 1
            perhaps_taken = mail.failure == MailTrouble.PERHAPS_TAKEN.value
            twice_perhaps = (
                perhaps_taken and failed is not None and failed.trouble is MailTrouble.PERHAPS_TAKEN
            )
            if failed is None or failed.for_good or not perhaps_taken:
                # That it was perhaps taken is kept through all that does not end it.
                mail.failure, mail.code = (failed.trouble.value, failed.code) if failed else (None, None)
            if failed is None:
                move(mail, MailFact.ACCEPTED, now_us)
                to = mask_mail_address(address_of(self._keys, mail))
                detail = {"schedule": mail.schedule_id, "to": to, "first": mail.first, "last": mail.last}
                await self._audit.record(
                    session,
                    ReportMailTag.MAIL_SENT,
                    by=SYSTEM,
                    subject=mail_id,
                    detail=detail,
                    company_id=mail.client_company_id,
                )
            elif failed.for_good:
                move(mail, MailFact.REFUSED, now_us)
            elif twice_perhaps or now_us - mail.due_us > TRIED_FOR_US:
                move(mail, MailFact.GIVEN_UP, now_us)
            else:
                move(mail, MailFact.PUT_OFF, now_us)
                mail.try_us = now_us + wait_us(mail.tries)

    def _say_health(self, failed: MailFailed | None) -> None:
        """Once when the server breaks, once when it works again."""
        if failed is not None and failed.of_the_server:
            if self._broken is None:
                _log.error("mail server fails", trouble=failed.trouble.value, code=failed.code)
            self._broken = failed.trouble
        elif self._broken is not None:
            _log.info("mail server works again", after=self._broken.value)
            self._broken = None

    async def _rest_seconds(self) -> float:
        now_us = self._clock.now_us()
        async with self._database.read() as session:
            schedules = await repository.running(session, self._scope)
            without = [mail_id for mail_id, _ in self._under_way.values()]
            try_us = await repository.next_try_us(session, self._scope, without=without)
        wanted = [next_due(rule_of(each), now_us) for each in schedules]
        if try_us is not None:
            wanted.append(try_us)
        soonest = min(wanted, default=now_us + int(LOOK_AGAIN_SECONDS * SECOND))
        return min(max(soonest - now_us, SECOND) / SECOND, LOOK_AGAIN_SECONDS)
