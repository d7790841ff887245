"""Schedules of one supervisor, a clock that is set by hand, and the mail server they reach."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from callcenter.identity.audit import AuditTrail
from callcenter.identity.models import PersonRole
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.roles import Role
from callcenter.kit.clock import SHANGHAI, to_us
from callcenter.kit.db import Database, make_engine
from callcenter.kit.encryption import Keyring
from callcenter.reporting.reports.mail.due import Rhythm, ToldPeriod
from callcenter.reporting.reports.mail.schemas import LastMailsShown, ScheduleSent
from callcenter.reporting.reports.mail.sending import Letterhead, ReportMails
from callcenter.reporting.reports.mail.service import Schedules
from callcenter.reporting.reports.views.models import ReportView
from callcenter.tenancy.service import ensure_company
from fakes.people import add_people, person
from fakes.post_office import PostOffice

VIEW = "01VIEW00000000000000000000"
KEYS = Keyring(bytes(range(32)), "sm")


class HandClock:
    def __init__(self) -> None:
        self.at_us = 0
        self.set("2026-11-21T12:00")

    def set(self, text: str) -> None:
        self.at_us = to_us(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))

    def now_us(self) -> int:
        return self.at_us


@dataclass
class Bench:
    database: Database
    clock: HandClock
    office: PostOffice
    wang: CurrentPerson

    @property
    def schedules(self) -> Schedules:
        audit = AuditTrail(self.clock, "sm")
        return Schedules(self.clock, audit, KEYS, mail_ready=True, wake=lambda: None)

    def mails(self, **changed: Any) -> ReportMails:
        """As a platform has them that was just started."""
        head = Letterhead("照章公司", "https://cc.example.com", demo=False)
        audit = AuditTrail(self.clock, "sm")
        server = self.office.reached(**changed)
        return ReportMails(self.database, self.clock, scope_of(self.wang), audit, KEYS, server, head)

    async def add(self, *recipients: str, **changed: Any) -> str:
        given: dict[str, Any] = {
            "view": VIEW,
            "rhythm": Rhythm.DAY,
            "at": "08:30",
            "period": ToldPeriod.YESTERDAY,
            "recipients": list(recipients),
        }
        async with self.database.write() as session:
            sent = ScheduleSent.model_validate({**given, **changed})
            return (await self.schedules.add(session, self.wang, sent)).id

    async def pass_by(self, at: str, mails: ReportMails | None = None) -> list[str]:
        """Plans and sends at that time; who got mail."""
        self.clock.set(at)
        mails = mails or self.mails()
        await mails.plan()
        await mails.send_waiting()
        return self.office.taken()

    async def last(self) -> LastMailsShown:
        async with self.database.read() as session:
            [shown] = (await self.schedules.own(session, self.wang)).items
        assert shown.last is not None
        return shown.last


@asynccontextmanager
async def mail_bench(database_url: str, folder: Path) -> AsyncGenerator[Bench]:
    database = Database(make_engine(database_url))
    wang = person("WANG", Role.SUPERVISOR)
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="照章公司", at_us=1)
        await add_people(session, [wang])
        session.add(PersonRole(person_id=wang.id, role=Role.SUPERVISOR.value))
        session.add(
            ReportView(
                id=VIEW,
                client_company_id="demo01",
                person_id=wang.id,
                name="日报\r\nBcc: x@example.com",
                what="table",
                query={"rows": "queue"},
                shared=False,
                changed_us=1,
            )
        )
    office = PostOffice(folder)
    await office.open()
    yield Bench(database, HandClock(), office, wang)
    await office.close()
    await database.close()
