"""People added from the command line."""

import pytest

from callcenter.app.people import add_person_with_password
from callcenter.app.settings import load_settings
from callcenter.identity.roles import Role
from callcenter.identity.service import Identity, NameTaken, person_named
from callcenter.kit.clock import SystemClock
from callcenter.kit.db import Database, make_engine

pytestmark = pytest.mark.unit


async def test_the_password_shown_once_is_the_one_that_signs_in(tmp_path):
    settings = load_settings(data_dir=tmp_path)
    tmp_path.mkdir(exist_ok=True)

    async def add() -> str:
        return await add_person_with_password(
            settings, SystemClock(), name="lin", role=Role.SUPERVISOR, display_name="林班长"
        )

    password = await add()
    database = Database(make_engine(settings.resolved_database_url))
    identity = Identity.build(database, SystemClock(), suite=settings.suite)
    async with database.read() as session:
        person = await person_named(session, "lin")
    await database.close()
    assert person is not None
    assert await identity.passwords.matches(person.password_hash, password)
    assert password not in person.password_hash
    with pytest.raises(NameTaken):
        await add()
