"""A break outlives Asterisk and the platform: state, reason, since when and by whom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from asterisk_server import Server
from conftest import COMPANY, make_server
from prometheus_client import CollectorRegistry

from callcenter.app.migrating import migrate
from callcenter.kit.clock import SystemClock
from callcenter.kit.db import Database, make_engine
from callcenter.seats.queue_members import Place, QueueMembers
from callcenter.seats.roster import AgentRoster
from callcenter.seats.states.agent_states import AgentStates
from callcenter.seats.states.book import StandingBook
from callcenter.seats.states.pauses import Pauses
from callcenter.seats.states.standing import By, ByKind
from callcenter.seats.states.what_follows import WhatFollows
from callcenter.seats.station.settings import StationSettings
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.ami.connections import AmiLinks, users
from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.ami.metrics import LinkMetrics
from callcenter.telephony.ami.settings import AmiPlace
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.watch import FloorWatch
from callcenter.telephony.live_topics import floor_topic
from fakes.agent_house import ALICE, ENDPOINT, SCOPE, agent_house
from fakes.floor_bench import CONSULT, OPERATOR, PLAN, by_mask
from fakes.patience import PATIENCE

pytestmark = pytest.mark.asterisk

AGENT = "A00001"
PLACE = Place(AGENT, CONSULT, f"PJSIP/{ENDPOINT}")


class Platform:
    """As much of it as minds agents' states."""

    def __init__(self, links: AmiLinks, database: Database) -> None:
        self.roster = AgentRoster()
        self.floor = Floor(PLAN, identify=by_mask, roster=self.roster, remembers=self.roster)
        self.watch = FloorWatch(links.events, self.floor, floor_topic(), SystemClock())
        self.members = QueueMembers(links.actions)
        self.book = book = StandingBook(database, self.roster, self.members, lambda _: None)
        pauses = Pauses(links.actions, links.config)
        self.states = AgentStates(
            book,
            SystemClock(),
            self.roster,
            pauses,
            WhatFollows(book, self.roster, self.floor, pauses, _nobody_signs_out),
            StationSettings(),
            on_unwell=lambda agent, why: None,
            sign_out=_nobody_signs_out,
        )
        self.watch.on_event(self.states.hear)


async def _nobody_signs_out(agent_id: str, by: By) -> None:
    raise AssertionError(agent_id)


@asynccontextmanager
async def platform(server: Server, database: Database) -> AsyncGenerator[Platform]:
    network = server.house.network
    links = AmiLinks(
        place=AmiPlace(network.ami_host, network.ami_port),
        users=users(events="events", actions="actions", config="config"),
        clock=SystemClock(),
        metrics=LinkMetrics(CollectorRegistry()),
    )
    made = Platform(links, database)
    await made.roster.load(database, SCOPE)
    await made.roster.load_standings(database, SCOPE)
    watching = asyncio.create_task(made.watch.run())
    links.start()
    try:
        async with asyncio.timeout(PATIENCE):
            await made.watch.live.wait()
            await links.actions.until(LinkState.LIVE)
            await links.config.until(LinkState.LIVE)
        yield made
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await links.close()
        await made.book.write_out()


async def test_a_break_is_what_it_was_after_both_restarted(tmp_path: Path) -> None:
    assert COMPANY == "demo01"
    url = f"sqlite+aiosqlite:///{tmp_path / 'states.sqlite3'}"
    empty = Database(make_engine(url))
    await migrate(empty)
    await empty.close()
    server = make_server(tmp_path / "asterisk")
    try:
        async with agent_house(url) as house:
            # Its story only fills the database; it ends before the real one begins.
            house.story.member("QueueMemberRemoved", CONSULT)
            house.story.member("QueueMemberRemoved", OPERATOR)
            await house.heard()
            async with platform(server, house.database) as first:
                await first.members.add(PLACE)
                await server.until(lambda: first.roster.standing(AGENT).state is AgentState.READY)
                await first.states.take_break(AGENT, "meal", By(ByKind.SELF, ALICE.id, "Alice"))
                await server.until(lambda: first.roster.standing(AGENT).state is AgentState.ON_BREAK)
                before = first.roster.standing(AGENT)
            server.stop()
            server.start()
            async with platform(server, house.database) as second:
                await server.until(lambda: second.floor.agent(AGENT) is not None)
                now = second.floor.agent(AGENT)
                assert now is not None
                assert (now.state, now.pause, now.since_us) == (
                    AgentState.ON_BREAK,
                    "meal",
                    before.since_us,
                )
                assert second.roster.standing(AGENT).by == By(ByKind.SELF, ALICE.id, "Alice")
                await second.states.ready(AGENT, By(ByKind.SELF, ALICE.id, "Alice"))
                await server.until(lambda: second.roster.standing(AGENT).state is AgentState.READY)
                await server.until(lambda: _told(server)[-1] == ["ready", "-", "self"])
            assert _told(server) == [
                ["ready", "-", "asterisk"],
                ["on_break", "meal", "self"],
                ["ready", "-", "self"],
            ]
            assert "paused" not in server.cli(f"queue show {CONSULT}")
    finally:
        server.stop()


def _told(server: Server) -> list[list[str]]:
    """State, reason and cause of each AGENT_STATE in Asterisk's own file, over the restart."""
    folder = server.house.folders.log
    lines = [
        line.split("|")
        for file in sorted(folder.glob("queue_log*"), reverse=True)
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return [fields[6:9] for fields in lines if len(fields) > 8 and fields[4] == "AGENT_STATE"]
