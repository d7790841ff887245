"""The first people of an installation, added by whoever has its machine in hand."""

import secrets

from callcenter.app.migrating import migrate
from callcenter.app.settings import Settings
from callcenter.identity.person import SYSTEM
from callcenter.identity.roles import Role
from callcenter.identity.service import Identity
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, make_engine
from callcenter.tenancy.service import ensure_company


async def add_person_with_password(
    settings: Settings, clock: Clock, *, name: str, role: Role, display_name: str
) -> str:
    """Returns the generated password, which is kept nowhere else."""
    database = Database(make_engine(settings.resolved_database_url))
    try:
        await migrate(database)
        identity = Identity.build(database, clock, suite=settings.suite)
        password = secrets.token_urlsafe(12)
        password_hash = await identity.passwords.hash(password)
        async with database.write() as session:
            await ensure_company(
                session,
                company_id=settings.company_id,
                name=settings.company_name,
                at_us=clock.now_us(),
            )
            await identity.add_person(
                session,
                name=name,
                display_name=display_name,
                password_hash=password_hash,
                roles=frozenset({role}),
                company_id=settings.company_id,
                by=SYSTEM,
            )
    finally:
        await database.close()
    return password
