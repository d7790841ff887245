"""How a call sounded: kept with the call by whoever had it, and by nobody else."""

import pytest
from sqlalchemy import select

from callcenter.identity import SYSTEM, Role
from callcenter.identity.models import Person
from callcenter.seats.models import Sitting
from callcenter.seats.staffing import ensure_agent
from callcenter.telephony.call_quality import CallQuality
from callcenter.telephony.models import LegRecord
from callcenter.telephony.repository import quality_of
from callcenter.tenancy import Scope
from fakes.platform_app import running_app

pytestmark = pytest.mark.integration

CALL = "zz1-1763764000.1"
MEASURED = {"loss": 0.02, "jitter_ms": 12.5, "rtt_ms": None, "mos": 4.1, "worst_mos": 2.9, "seconds": 61}


@pytest.fixture
async def running(tmp_path, database_url):
    async with running_app(tmp_path, database_url=database_url) as running:
        database = running.platform.database
        async with database.write() as session:
            person = await session.scalar(select(Person).where(Person.name == "agent"))
            assert person is not None
            audit = running.platform.identity.audit
            await ensure_agent(
                session, audit, "demo01", person.id, work_number="8001", queues={}, by=SYSTEM, at_us=1
            )
            session.add(
                Sitting(
                    id="1".ljust(26, "0"),
                    client_company_id="demo01",
                    agent_id="A00001",
                    seat="1001",
                    phone="web",
                    from_us=1,
                    to_us=None,
                )
            )
        yield running


async def had(running, agent_id: str) -> None:
    async with running.platform.database.write() as session:
        leg = {column.key: None for column in LegRecord.__table__.columns}
        leg |= {"call_id": CALL, "number": 1, "client_company_id": "demo01", "uniqueid": "zz1-1763764000.2"}
        leg |= {"channel": "PJSIP/demo01-1001-web-00000001", "agent": agent_id, "started_us": 1}
        leg |= {"talk_us": 0, "lost": False, "is_caller": False}
        for column in LegRecord.__table__.columns:
            if leg[column.key] is None and not column.nullable:
                leg[column.key] = "" if column.type.python_type is str else 0
        session.add(LegRecord(**leg))


async def test_it_is_kept_with_the_call(running):
    await had(running, "A00001")
    async with running.signed_in(Role.AGENT) as client:
        answer = await client.post(f"/api/calls/{CALL}/quality", json=MEASURED)
        assert answer.status_code == 204, answer.text
    async with running.platform.database.read() as session:
        [kept] = await quality_of(session, Scope.of("demo01"), CALL)
        assert (kept.agent_id, kept.endpoint, kept.mos, kept.rtt_ms) == (
            "A00001",
            "demo01-1001-web",
            4.1,
            None,
        )
        assert await quality_of(session, Scope.of("other"), CALL) == []


async def test_the_last_of_a_phone_is_kept_however_often_it_measures(running):
    await had(running, "A00001")
    async with running.signed_in(Role.AGENT) as client:
        for mos in (4.1, 3.3, 3.9):
            answer = await client.post(f"/api/calls/{CALL}/quality", json={**MEASURED, "mos": mos})
            assert answer.status_code == 204, answer.text
    async with running.platform.database.read() as session:
        [kept] = await quality_of(session, Scope.of("demo01"), CALL)
        assert kept.mos == 3.9


async def test_of_anothers_call_nothing_is_taken(running):
    await had(running, "A00002")
    async with running.signed_in(Role.AGENT) as client:
        answer = await client.post(f"/api/calls/{CALL}/quality", json=MEASURED)
        assert (answer.status_code, answer.json()["code"]) == (404, "NoSuchCall")
    async with running.platform.database.read() as session:
        assert (await session.scalars(select(CallQuality))).all() == []


@pytest.mark.parametrize("wrong", [{"loss": 1.5}, {"mos": 0.5}, {"jitter_ms": -1}, {"seconds": 10**9}])
async def test_what_no_measurement_can_be_is_refused(running, wrong):
    async with running.signed_in(Role.AGENT) as client:
        answer = await client.post(f"/api/calls/{CALL}/quality", json=MEASURED | wrong)
        assert answer.status_code == 422
