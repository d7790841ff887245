"""Who the agents are, for whoever reads calls."""

import pytest
from sqlalchemy import select

from callcenter.identity import SYSTEM, Role
from callcenter.identity.models import Person
from callcenter.seats.staffing import ensure_agent
from fakes.platform_app import running_app

pytestmark = pytest.mark.integration


async def test_everybody_is_named_whether_they_sit_or_not(tmp_path):
    async with running_app(tmp_path) as running:
        async with running.platform.database.write() as session:
            person = await session.scalar(select(Person).where(Person.name == "agent"))
            assert person is not None
            audit = running.platform.identity.audit
            await ensure_agent(
                session, audit, "demo01", person.id, work_number="8001", queues={}, by=SYSTEM, at_us=1
            )
        async with running.signed_in(Role.SUPERVISOR) as client:
            answer = await client.get("/api/agents")
    assert answer.json() == {"agents": [{"agent": "A00001", "work_number": "8001", "name": "Agent"}]}
