"""Published figures equal a count by hand over the same calls, boundaries included."""

import random
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from callcenter.kit.clock import to_us
from callcenter.kit.db import Database, make_engine
from callcenter.kit.periods import QUARTER_US, day_of
from callcenter.reporting import service
from callcenter.reporting.live_topics import entries
from callcenter.reporting.rollups import repository
from callcenter.reporting.rollups.keeping import make_anew
from callcenter.reporting.schemas import FigureOut, TodayOut
from callcenter.telephony.link_epochs import LinkEpoch
from callcenter.telephony.models import CallRecord, JournalGap
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company

pytestmark = pytest.mark.integration

NOON = to_us(datetime.fromisoformat("2026-11-21T12:00:00+08:00"))
MIDNIGHT = day_of(NOON)[0]
OURS = Scope.of("demo01")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(make_engine(database_url))
    async with database.write() as session:
        for company_id in ("demo01", "other1"):
            await ensure_company(session, company_id=company_id, name="演示", at_us=NOON)
        session.add(
            LinkEpoch(
                id="e" * 26, client_company_id="demo01", from_us=NOON, to_us=NOON + 3600_000_000, live=True
            )
        )
    yield database
    await database.close()


def call(number: int, *, requested_us: int | None = NOON, **told: Any) -> CallRecord:
    arrived_us = (requested_us or NOON) - 9_000_000
    columns: dict[str, Any] = {column.name: None for column in CallRecord.__table__.columns}
    columns |= {
        "call_id": f"zz1-1.{number}",
        "client_company_id": "demo01",
        "hotline": "4000000001",
        "trunk": "main",
        "demo": True,
        "caller_token": "t" * 32,
        "arrived_us": arrived_us,
        "human_requested_us": requested_us,
        "short_abandon": False,
        "complete": True,
        "hold_us": 0,
        "rings": 0,
        "seat_lost": False,
        "survey_offered": False,
        "keys": [],
        "queues": [],
        "holds": [],
        "transfers": [],
        "three_ways": [],
        "supervisions": [],
    }
    if told.get("ended_us") is not None and requested_us is not None:
        columns["wait_us"] = (told.get("answered_us") or told["ended_us"]) - requested_us
    return CallRecord(**(columns | told))


async def of_today(
    database: Database,
    *calls: CallRecord | JournalGap,
    at_us: int = NOON + 3600_000_000,
) -> TodayOut:
    async with database.write() as session:
        session.add_all(calls)
    await make_anew(database)
    async with database.read() as session:
        return await service.today(session, OURS, at_us=at_us)


def by_id(today: TodayOut) -> dict[str, FigureOut]:
    return {figure.definition_id: figure for figure in today.figures}


def answered(number: int, wait_us: int, **told: Any) -> CallRecord:
    return call(number, outcome="answered", answered_us=NOON + wait_us, ended_us=NOON + wait_us + 1, **told)


class TestToday:
    async def test_counts_an_answer_at_15_seconds_sharp_as_in_time(self, database: Database) -> None:
        figures = by_id(await of_today(database, answered(1, 15_000_000), answered(2, 15_000_001)))
        level = figures["service_level_15s"]
        assert (level.value, level.numerator, level.denominator) == (0.5, 1, 2)
        assert figures["asa"].value == 15_000_000.5
        assert {figure.demo for figure in figures.values()} == {True}

    async def test_says_of_real_calls_that_they_are_no_demo(self, database: Database) -> None:
        figures = by_id(await of_today(database, answered(1, 1, demo=False)))
        assert {figure.demo for figure in figures.values()} == {False}

    async def test_counts_an_abandon_at_5_seconds_sharp_as_short(self, database: Database) -> None:
        figures = by_id(
            await of_today(
                database,
                call(1, outcome="abandoned", ended_us=NOON + 5_000_000),
                call(2, outcome="abandoned", ended_us=NOON + 5_000_001),
            )
        )
        assert (figures["abandoned"].value, figures["short_abandoned"].value) == (2, 1)
        assert figures["answer_rate"].value == 0

    async def test_leaves_out_what_asked_for_nobody_and_what_belongs_to_others(
        self, database: Database
    ) -> None:
        today = await of_today(
            database,
            answered(1, 1_000_000),
            call(2, requested_us=None, outcome="ivr_ended"),
            call(3, requested_us=MIDNIGHT - 1, outcome="abandoned", ended_us=MIDNIGHT),
            answered(4, 1_000_000, client_company_id="other1"),
        )
        assert by_id(today)["offered"].value == 1
        assert sum(point.offered for point in today.curve) == 1

    async def test_tells_of_each_queue_that_was_asked_and_gives_the_answer_to_who_answered(
        self, database: Database
    ) -> None:
        asked = {"joined_us": NOON, "transferred": False}
        left = {**asked, "queue": "demo01-consult", "left_us": NOON + 9, "left_as": "timeout"}
        took = {**asked, "queue": "demo01-operator", "left_us": NOON + 9, "left_as": "answered"}
        today = await of_today(
            database,
            answered(1, 9, queue="demo01-operator", queues=[left, {**took, "answered_us": NOON + 9}]),
            answered(2, 9, queue="demo01-operator", client_company_id="other1"),
        )
        of = {each.queue: each.figures for each in today.queues}
        assert {queue: (told["offered"].value, told["answered"].value) for queue, told in of.items()} == {
            "demo01-consult": (1, 0),
            "demo01-operator": (1, 1),
        }
        assert of["demo01-operator"]["service_level_15s"].value == 1
        assert entries(today)["queues/demo01-consult"] == {
            name: figure.model_dump(mode="json") for name, figure in of["demo01-consult"].items()
        }

    async def test_has_a_point_for_every_quarter_of_an_hour(self, database: Database) -> None:
        today = await of_today(database, at_us=NOON + 1)
        assert [point.from_us for point in today.curve] == list(range(MIDNIGHT, NOON + 1, QUARTER_US))

    async def test_marks_what_a_gap_touches_and_nothing_else(self, database: Database) -> None:
        gap = JournalGap(
            id="g", client_company_id="demo01", from_us=NOON, to_us=NOON + 1, reason="asterisk_restart"
        )
        today = await of_today(database, gap)
        assert {figure.completeness.value for figure in today.figures} == {"unknown"}
        assert [point.from_us for point in today.curve if point.completeness != "live"] == [NOON]

    async def test_claims_nothing_while_the_rollups_are_made_anew(self, database: Database) -> None:
        await of_today(database, answered(1, 9))
        async with database.write() as session:
            await repository.set_version(session, -7)
        async with database.read() as session:
            today = await service.today(session, OURS, at_us=NOON + 3600_000_000)
        assert {figure.completeness.value for figure in today.figures} == {"unknown"}
        assert {point.completeness.value for point in today.curve} == {"unknown"}

    async def test_equals_a_count_by_hand_over_random_calls(self, database: Database) -> None:
        dice = random.Random(15)
        calls = [self._any_call(number, dice) for number in range(400)]
        parts = self._by_hand(calls)
        async with database.write() as session:
            session.add_all(calls)
        await make_anew(database)
        async with database.read() as session:
            figures = by_id(await service.today(session, OURS, at_us=NOON + 3600_000_000))
        assert {name: figures[name].numerator for name in parts} == parts

    @staticmethod
    def _any_call(number: int, dice: random.Random) -> CallRecord:
        requested = NOON - dice.randrange(0, 14 * 3600_000_000)
        wait = dice.choice([0, 4_999_999, 5_000_000, 15_000_000, 15_000_001, 90_000_000])
        told: dict[str, Any] = {"queue": dice.choice(["demo01-consult", "demo01-operator"])}
        if dice.random() < 0.6:
            told |= {"outcome": "answered", "answered_us": requested + wait, "ended_us": requested + wait + 9}
            told |= {"survey_offered": dice.random() < 0.7, "survey_score": dice.choice([None, 1, 3, 4, 5])}
        else:
            told |= {"outcome": dice.choice(["abandoned", "timed_out"]), "ended_us": requested + wait}
        return call(number, requested_us=requested, **told)

    @staticmethod
    def _by_hand(calls: list[CallRecord]) -> dict[str, int]:
        parts: dict[str, int] = dict.fromkeys(
            (
                "offered",
                "answered",
                "abandoned",
                "short_abandoned",
                "service_level_15s",
                "asa",
                "satisfaction",
            ),
            0,
        )
        for one in calls:
            if one.human_requested_us is None or one.human_requested_us < MIDNIGHT:
                continue
            parts["offered"] += 1
            if one.answered_us is not None:
                wait = one.answered_us - one.human_requested_us
                parts["answered"] += 1
                parts["asa"] += wait
                parts["service_level_15s"] += wait <= 15_000_000
                parts["satisfaction"] += one.survey_score in (4, 5)
            elif one.outcome == "abandoned" and one.ended_us is not None:
                parts["abandoned"] += 1
                parts["short_abandoned"] += one.ended_us - one.human_requested_us <= 5_000_000
        return parts
