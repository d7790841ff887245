"""An agent's own day on the page, from legs that the record holds."""

import pytest

from callcenter.seats.models import AgentStateChange
from callcenter.seats.station.today import StationToday
from callcenter.telephony.models import LegRecord
from fakes.agent_house import ALICE, SCOPE, agent_house
from fakes.floor_bench import SECOND

pytestmark = pytest.mark.integration


@pytest.fixture
async def house(database_url):
    async with agent_house(database_url) as made:
        yield made


def leg(number, at_us, result, talk_us=0):
    return LegRecord(
        call_id="zz1-1.1",
        number=number,
        client_company_id="demo01",
        uniqueid=f"zz1-1.{number}",
        channel="PJSIP/demo01-1001-desk-00000002",
        seat="1001",
        agent="A00001",
        queue=None,
        started_us=at_us,
        answered_us=None,
        bridged_us=None,
        unbridged_us=None,
        ended_us=None,
        talk_us=talk_us,
        result=result,
        cause=None,
        lost=False,
        is_caller=False,
        role="agent",
        hold_us=0,
        consult_us=0,
    )


async def test_counts_and_times_of_today(house):
    async def masked(_session, _scope, _tokens):
        return {}

    today = StationToday(house.database, house.clock, SCOPE, house.stations, house.roster, {}, masked)
    now_us = house.clock.now_us()
    async with house.database.write() as session:
        session.add_all(
            [
                leg(1, now_us - 50 * SECOND, "answered", 7 * SECOND),
                leg(2, now_us - 40 * SECOND, "no_answer"),
                leg(3, now_us - 30 * SECOND, "rejected"),
                leg(4, now_us - 30 * SECOND, "cancelled"),
            ]
        )
        for number, (state, ago) in enumerate((("wrap_up", 9), ("ready", 4))):
            session.add(
                AgentStateChange(
                    id=f"Z{number}".ljust(26, "0"),
                    client_company_id="demo01",
                    agent_id="A00001",
                    at_us=now_us - ago * SECOND,
                    state=state,
                    reason=None,
                    by_kind="asterisk",
                    by_person_id=None,
                )
            )
    await today.on_calls_changed(["zz1-1.1"])
    shown = house.stations.entries(ALICE.id)["today"]
    counts = [shown[name] for name in ("answered", "missed", "transferred", "talk_us", "hold_us")]
    assert counts == [1, 2, 0, 7 * SECOND, 0]
    assert shown["wrap_up_us"] == 5 * SECOND
    assert shown["signed_in_us"] == now_us - house.roster.sitting("A00001").from_us
    assert shown["calls"] == []
