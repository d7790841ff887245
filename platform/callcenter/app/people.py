"""The first people of an installation, added by whoever has its machine in hand."""

import secrets

from callcenter.app.migrating import migrate
from callcenter.app.settings import Settings
from callcenter.identity.person import SYSTEM
from callcenter.identity.roles import Role
from callcenter.identity.service import Identity
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, make_engine
from callcenter.kit.problems import InvalidInput
from callcenter.routing.settings_model import standard_queues
from callcenter.seats.staffing import ensure_agent


class WorkNumberMissing(InvalidInput):
    """An agent has a work number: callers are told it, and complaints name it."""

    def __init__(self) -> None:
        super().__init__(
            zh="坐席需要工号,例如 --work-number 8001。",
            en="An agent needs a work number: --work-number 8001.",
        )


async def add_person_with_password(
    settings: Settings, clock: Clock, *, name: str, role: Role, display_name: str, work_number: str = ""
) -> str:
    """Returns the generated password, which is kept nowhere else. An agent serves every queue to begin with.

    Raises WorkNumberMissing for an agent without the number that callers are told.
    """
    if role is Role.AGENT and not work_number:
        raise WorkNumberMissing
    database = Database(make_engine(settings.resolved_database_url))
    try:
        await migrate(database)
        identity = Identity.build(database, clock, suite=settings.suite)
        password = secrets.token_urlsafe(12)
        password_hash = await identity.passwords.hash(password)
        async with database.write() as session:
            await identity.name_company(
                session,
                company_id=settings.company_id,
                name=settings.company_name,
                by=SYSTEM,
            )
            person = await identity.add_person(
                session,
                name=name,
                display_name=display_name,
                password_hash=password_hash,
                roles=frozenset({role}),
                company_id=settings.company_id,
                by=SYSTEM,
            )
            if role is Role.AGENT:
                await ensure_agent(
                    session,
                    identity.audit,
                    settings.company_id,
                    person.id,
                    work_number=work_number,
                    queues={queue.name: 0 for queue in standard_queues(settings.company_id)},
                    by=SYSTEM,
                    at_us=clock.now_us(),
                )
    finally:
        await database.close()
    return password
