"""A whole installation as the demo runs it, every sentence of the hotline a third of a second long.

Asterisk, the platform as a process of its own, agents signed in at SIPp desk phones, and callers."""

import asyncio
import json
import os
import signal
import sqlite3
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from asterisk.asterisk_server import make_tone
from callcenter.app.asterisk_process import RunningAsterisk, find_asterisk
from callcenter.app.demo_people import DemoPeople, prepare_people
from callcenter.app.phone_system import desk_accounts, provision
from callcenter.app.platform_process import ApiClient, PlatformProcess
from callcenter.app.settings import PREFIX, Settings
from callcenter.app.settings_loading import load_settings
from callcenter.kit.clock import SystemClock
from callcenter.routing.prompts import load_prompts
from callcenter.routing.settings_model import House
from callcenter.simulator.scene import Scene
from callcenter.simulator.seat_scripts import SeatScript
from callcenter.simulator.target import SeatAccount, Target
from fakes.free_ports import free_ports

MENU_AFTER = 1.5


def settings_in(folder: Path, *, seats: int, first_port: int) -> dict[str, object]:
    """Settings for this process and, by its environment, for the platform's."""
    names = ("web_port", "ami_port", "sip_port", "sip_tls_port", "ws_port", "wss_port", "trunk_port")
    return {
        **free_ports(*names),
        "data_dir": folder,
        "rtp_first": first_port,
        "rtp_last": first_port + 299,
        "seats": seats,
        "desk_transport": "udp",
        "wrap_up_limit_seconds": 1,
        "demo": "true",
    }


def ways_of(seat: str, script: SeatScript) -> Iterator[SeatScript]:
    del seat
    while True:
        yield script


@dataclass
class Installation:
    settings: Settings
    house: House
    people: DemoPeople
    asterisk: RunningAsterisk
    platform: PlatformProcess
    scene: Scene
    clients: list[ApiClient]
    """One for each agent who signed in."""
    given: Mapping[str, object]
    """The settings that differ from the defaults."""
    turned: list[Path] = field(default_factory=list[Path])
    """Journal files that were rotated away, kept for our own count."""

    async def kill_platform(self) -> None:
        assert self.platform.pid is not None
        os.kill(self.platform.pid, signal.SIGKILL)
        assert await self.platform.ended() == -signal.SIGKILL
        await self.platform.stop()

    async def kill_asterisk(self) -> None:
        os.kill(self.asterisk.pid, signal.SIGKILL)
        assert await self.asterisk.ended() == -signal.SIGKILL

    async def start_asterisk(self) -> None:
        folders = self.house.folders
        self.asterisk = await RunningAsterisk.start(
            self.asterisk.program, folders.etc / "asterisk.conf", output=folders.log / "console"
        )

    async def sign_everybody_out(self) -> None:
        for client in self.clients:
            await client.post("/api/agents/me/sign-out", {})

    async def rotate_logs(self) -> None:
        """Renamed under Asterisk's hands; what the record packs and removes stays readable to us."""
        folders, number = self.house.folders, len(self.turned) + 1
        aside = folders.base / "turned"
        aside.mkdir(exist_ok=True)
        kept = aside / f"cel.json.{number}"
        os.link(folders.cel, kept)
        self.turned.append(kept)
        folders.cel.rename(folders.cel.with_name(f"cel.json.{number}"))
        status, said = await self.asterisk.ask("logger rotate")
        assert status == 0, said

    def client(self) -> ApiClient:
        return ApiClient(self.settings.web_host, self.settings.web_port)

    async def ready(self) -> bool:
        return await self.client().status("/readyz") == 200

    def cel(self) -> list[dict[str, str]]:
        """Asterisk's own files, read by a few lines that share no code with the record. A full disk leaves
        halves of lines: they count for nothing."""
        rows: list[dict[str, str]] = []
        for file in (*self.turned, self.house.folders.cel):
            for line in file.read_bytes().split(b"\n")[:-1]:
                with suppress(ValueError):
                    rows.append(json.loads(line))
        return rows

    def arrived(self) -> list[str]:
        return [row["uniqueid"] for row in self.cel() if row["eventtype"] == "CALL_ARRIVED"]

    def up(self) -> set[str]:
        ended = {row["linkedid"] for row in self.cel() if row["eventtype"] == "LINKEDID_END"}
        return set(self.arrived()) - ended

    def asked(self, question: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.settings.data_dir / "callcenter.sqlite3", timeout=5)) as database:
            return database.execute(question).fetchall()


@asynccontextmanager
async def installation(
    folder: Path,
    *,
    seats: int,
    first_port: int,
    script: SeatScript,
    changed: Mapping[str, object] = MappingProxyType({}),
    surroundings: Mapping[str, str] = MappingProxyType({}),
    work_dir: Path | None = None,
) -> AsyncGenerator[Installation]:
    """`surroundings`: environment of Asterisk and of the platform, and of nobody else. `work_dir`: where the
    callers write, and the platform its log, when that must not be the data folder."""
    work_dir = work_dir or folder / "simulator"
    work_dir.mkdir(parents=True, exist_ok=True)
    given = settings_in(folder, seats=seats, first_port=first_port) | dict(changed)
    settings = load_settings(**given, _env_file=None)
    environment = {f"{PREFIX}{name.upper()}": str(value) for name, value in given.items()}
    for name in load_prompts(company_name=settings.company_name, licence_number=settings.licence_number).said:
        make_tone(folder / "prompts" / f"{name}.wav", 0.3)
    with patch.dict(os.environ, environment):
        people = await prepare_people(settings, SystemClock())
        program = find_asterisk(settings.resolved_asterisk_root)
        program = replace(program, environment={**program.environment, **surroundings})
        house = await asyncio.to_thread(provision, settings, program, SystemClock().now_us())
        platform = PlatformProcess(
            settings.web_host, settings.web_port, work_dir / "platform.log", environment=surroundings
        )
        asterisk = await RunningAsterisk.start(
            program, house.folders.etc / "asterisk.conf", output=house.folders.log / "console"
        )
        scene = Scene(_target(settings, work_dir, first_port + 300), lambda seat: ways_of(seat, script))
        made = Installation(settings, house, people, asterisk, platform, scene, [], given)
        try:
            await asyncio.gather(platform.start(), scene.start())
            await asyncio.gather(*map(_sign_in, [made] * seats, range(seats)))
            yield made
        finally:
            await scene.stop()
            await platform.stop()
            await made.asterisk.stop()


def _target(settings: Settings, work_dir: Path, first_port: int) -> Target:
    return Target(
        settings.sip_host,
        settings.sip_port,
        hotlines=settings.hotlines,
        seats=tuple(SeatAccount(*account) for account in desk_accounts(settings)),
        work_dir=work_dir,
        first_port=first_port,
        last_port=first_port + 699,
        trunk_port=settings.trunk_port,
        menu_after_seconds=MENU_AFTER,
    )


async def _sign_in(made: Installation, number: int) -> None:
    person, seat = made.people.agents[number], made.house.seats[number]
    client = made.client()
    await client.sign_in(person.name, person.password)
    await client.post("/api/agents/me/sign-in", {"seat": seat.code, "phone": "desk"})
    made.clients.append(client)
