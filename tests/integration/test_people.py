"""People added from the command line."""

import pytest

from callcenter.app.people import WorkNumberMissing, add_person_with_password
from callcenter.app.settings_loading import load_settings
from callcenter.identity.roles import Role
from callcenter.identity.service import Identity, NameTaken, person_named
from callcenter.kit.clock import SystemClock
from callcenter.kit.db import Database, make_engine
from callcenter.seats.repository import agent_of_person, queues_of
from callcenter.tenancy import Scope

pytestmark = pytest.mark.integration


async def test_the_password_shown_once_is_the_one_that_signs_in(tmp_path, database_url):
    settings = load_settings(data_dir=tmp_path, database_url=database_url)
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


async def test_an_agent_has_a_work_number_and_serves_every_queue(tmp_path, database_url):
    settings = load_settings(data_dir=tmp_path, database_url=database_url)

    async def add(work_number: str) -> str:
        return await add_person_with_password(
            settings,
            SystemClock(),
            name="wen",
            role=Role.AGENT,
            display_name="赵晓雯",
            work_number=work_number,
        )

    with pytest.raises(WorkNumberMissing):
        await add("")
    await add("8001")
    database = Database(make_engine(settings.resolved_database_url))
    scope = Scope.of(settings.company_id)
    async with database.read() as session:
        person = await person_named(session, "wen")
        assert person is not None
        agent = await agent_of_person(session, scope, person.id)
        assert agent is not None
        served = await queues_of(session, scope, agent.id)
    await database.close()
    assert agent.work_number == "8001"
    assert set(served) == {"demo01-consult", "demo01-aftersales", "demo01-complaint", "demo01-operator"}
