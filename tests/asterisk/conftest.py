"""One Asterisk for the whole directory; telephones per test.

With CALLCENTER_SAMPLES=<folder> every test leaves the rows that its calls wrote there: the scenario
tables are cut from these."""

from __future__ import annotations

import asyncio
import datetime
import os
import re
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from ami_probe import AmiProbe
from asterisk_server import Server, make_tone, seat_secrets
from sip_phone import Call, Phone

from callcenter.app.certificate import ensure_certificate
from callcenter.routing.rendering.configuration import Secrets
from callcenter.routing.settings_model import (
    Certificate,
    Choice,
    DeskTransport,
    Hotline,
    Hours,
    House,
    Network,
    NoAgent,
    Opening,
    Queue,
    Seat,
    Timings,
    Trunk,
    standard_menu,
    standard_queues,
)
from fakes.free_ports import free_port

COMPANY = "demo01"
HOTLINE, CLOSED_HOTLINE, HOLIDAY_HOTLINE = "4000000001", "4000000002", "4000000003"
PROMPTS = """welcome notice closed menu-main no-input wrong-key to-operator goodbye no-agent still-busy
 seat-lost transfer-failed survey thanks voice-message beep queue-youarenext queue-thereare queue-callswaiting
 digits/1 digits/2 digits/3"""
PROMPT_SECONDS = 0.3


def make_house(base: Path) -> House:
    keys = base / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    certificate, key = ensure_certificate(keys, ["127.0.0.1"], datetime.datetime.now(datetime.UTC))
    china = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=8)
    other_day = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[(china.weekday() + 3) % 7]
    shut = Hours(openings=(Opening(first_day=other_day, last_day=other_day, opens="09:00", closes="18:00"),))
    dates = tuple(f"{china + datetime.timedelta(days=days):%Y%m%d}" for days in (0, 1))
    menu = standard_menu()
    trunk_port = free_port()
    keys = {"4": "brief", "5": "lonely", "6": "narrow"}
    return House(
        installation="zz1",
        company=COMPANY,
        folders=Server.folders(base),
        hotlines=(
            Hotline(company=COMPANY, number=HOTLINE),
            Hotline(company=COMPANY, number=CLOSED_HOTLINE, hours=shut),
            Hotline(company=COMPANY, number=HOLIDAY_HOTLINE, hours=Hours(holidays=dates)),
        ),
        menus=(
            replace(
                menu,
                wait_seconds=3,
                choices=(*menu.choices, *(Choice(key=key, queue=queue) for key, queue in keys.items())),
            ),
        ),
        queues=(
            *standard_queues(COMPANY, timeout_seconds=60),
            Queue(company=COMPANY, code="brief", name_zh="短", timeout_seconds=3, overflow_to="operator"),
            Queue(company=COMPANY, code="lonely", name_zh="空", timeout_seconds=3),
            Queue(
                company=COMPANY,
                code="narrow",
                name_zh="窄",
                timeout_seconds=3,
                most_waiting=1,
                no_agent=NoAgent.WAIT,
            ),
        ),
        seats=tuple(Seat(company=COMPANY, code=str(1001 + number)) for number in range(24)),
        supervisors=tuple(Seat(company=COMPANY, code=f"S{number:02d}") for number in (1, 2)),
        trunks=(
            Trunk(role="main", host="127.0.1.1", port=trunk_port),
            Trunk(role="backup", host="127.0.1.2", port=trunk_port),
        ),
        network=Network(
            certificate=Certificate(certificate=certificate, key=key),
            sip_port=free_port(),
            sip_tls_port=free_port(),
            ami_port=free_port(),
            ws_port=free_port(),
            wss_port=free_port(),
            rtp_first=21100,
            rtp_last=21399,
        ),
        timings=Timings(
            wrap_up_limit_seconds=2,
            survey_wait_seconds=4,
            seat_silence_seconds=8,
            # Once, when a phone registers: one whose loop is busy answers late, and would count as gone.
            qualify_seconds=600,
            announce_every_seconds=2,
            voice_message_silence_seconds=3,
        ),
        desk_transport=DeskTransport.UDP,
        demo=True,
    )


def make_server(base: Path, **changes: object) -> Server:
    house = replace(make_house(base), **changes)  # type: ignore[arg-type]
    secrets = Secrets(
        ami_events="events", ami_actions="actions", ami_config="config", seats=seat_secrets(house)
    )
    server = Server(house, secrets)
    server.prepare()
    for name in PROMPTS.split():
        make_tone(house.folders.sounds / f"{name}.wav", PROMPT_SECONDS)
    make_tone(house.folders.sounds / "work-number" / "A00001.wav", 1.0, 700)
    for music in ("hold", "waiting"):
        make_tone(house.folders.music / music / "music.wav", 10, 250)
    server.start()
    return server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = make_server(tmp_path_factory.mktemp("asterisk"))
    yield server
    server.stop()


@dataclass
class Floor:
    """The telephones of one test."""

    server: Server
    numbers: Iterator[int]
    phones: list[Phone]
    members: list[tuple[str, str]]
    agents: dict[str, str] = field(default_factory=dict[str, str])

    def agent(self, code: str) -> str:
        """Who sits there in this test, and in no other: the queue log of the whole run is one."""
        return self.agents.setdefault(code, f"A{next(_agents)}")

    async def caller(self, *, trunk: str = "127.0.1.1", hertz: int = 440) -> Phone:
        phone = await Phone.open(trunk, self.server.address, hertz=hertz)
        self.phones.append(phone)
        return phone

    def number(self) -> str:
        return f"139{next(self.numbers):08d}"

    async def dial(self, number: str, *, hotline: str = HOTLINE, hertz: int = 440) -> Call:
        call = await (await self.caller(hertz=hertz)).call(hotline, user=number)
        await self.server.said(number, "FIRST_ANSWERED")
        return call

    async def dial_queue(self, number: str, key: str = "1", *, hertz: int = 440) -> Call:
        call = await self.dial(number, hertz=hertz)
        await self.server.said(number, "RECORDING_STARTED")
        call.press(key)
        await self.server.said(number, "QUEUE_JOINED")
        return call

    async def seat(self, code: str, agent: str, queue: str = "consult", *, hertz: int = 1000) -> Phone:
        phone = await Phone.open("127.0.0.1", self.server.address, hertz=hertz)
        self.phones.append(phone)
        endpoint = f"{COMPANY}-{code}-desk"
        assert await phone.register(endpoint, f"pw-{endpoint}") == 200
        await self.reachable(code)
        self.sign_in(code, agent, queue)
        return phone

    async def reachable(self, *codes: str) -> None:
        """Asterisk has asked whether the telephone is there, and has its answer."""
        for code in codes:
            asked = f"pjsip show endpoint {COMPANY}-{code}-desk"
            await self.server.until(lambda asked=asked: "Not in use" in self.server.cli(asked))

    async def no_phone_at(self, code: str) -> None:
        """A registration outlives its test: one of ours takes its place, and goes."""
        phone = await Phone.open("127.0.0.1", self.server.address)
        self.phones.append(phone)
        endpoint = f"{COMPANY}-{code}-desk"
        for seconds in (300, 0):
            assert await phone.register(endpoint, f"pw-{endpoint}", seconds=seconds) == 200
        await self.server.until(lambda: "Unavailable" in self.server.cli(f"pjsip show endpoint {endpoint}"))

    def sign_in(self, code: str, agent: str, queue: str) -> None:
        interface, name = f"PJSIP/{COMPANY}-{code}-desk", f"{COMPANY}-{queue}"
        answer = self.server.cli(f"queue add member {interface} to {name} penalty 0 as {agent}")
        assert "Added" in answer, answer
        self.members.append((interface, name))

    def pause(self, code: str, queue: str) -> None:
        self.server.cli(
            f"queue pause member PJSIP/{COMPANY}-{code}-desk queue {COMPANY}-{queue} reason on_break"
        )

    def sign_out(self) -> None:
        for interface, queue in self.members:
            self.server.cli(f"queue remove member {interface} from {queue}")
        self.members.clear()

    async def over(self, number: str) -> None:
        """The call has written its last row."""
        await self.server.until(lambda: self.server.rows(number)[-1]["eventtype"] == "LINKEDID_END")

    async def nobody_waits(self) -> None:
        """What one test left in a queue would take the place of the next one's caller."""
        await self.server.until(lambda: "Callers:" not in self.server.cli("queue show"))

    async def quiet(self) -> None:
        """No call left, and the legs that end wrap-ups gone too."""
        await self.server.until(lambda: "0 active channels" in self.server.cli("core show channels"))

    @contextmanager
    def prompt(self, name: str, *, seconds: float) -> Generator[None]:
        """Long enough that nothing after it happens before the test has acted."""
        file = self.server.house.folders.sounds / f"{name}.wav"
        make_tone(file, seconds)
        try:
            yield
        finally:
            make_tone(file, PROMPT_SECONDS)


_numbers = iter(range(10_000, 99_999))
_agents = iter(range(10_000, 99_999))


@pytest.fixture(autouse=True)
async def nothing_stays_open() -> AsyncIterator[None]:
    """Of a test that failed in the middle, either: its sockets would be complained of in the next one."""
    yield
    for phone in list(Phone.opened):
        phone.close()
    for probe in list(AmiProbe.opened):
        await probe.close()
    # Sockets are closed by the next turn of the loop, and what was sending ends in it.
    await asyncio.sleep(0)
    await asyncio.sleep(0)


@pytest.fixture
async def floor(server: Server, request: pytest.FixtureRequest) -> AsyncIterator[Floor]:
    cel, queue_log = server.house.folders.cel, server.house.folders.queue_log
    before = [file.stat().st_size if file.exists() else 0 for file in (cel, queue_log)]
    floor = Floor(server, _numbers, [], [])
    told = await ami_dump(server) if os.environ.get("CALLCENTER_SAMPLES") else None
    yield floor
    for phone in floor.phones:
        phone.close()
    await asyncio.sleep(0)
    if os.environ.get("CALLCENTER_SAMPLES"):
        await floor.quiet()
    floor.sign_out()
    await floor.nobody_waits()
    keep_sample(server, request.node.name, before, told)
    if told is not None:
        await told.close()


async def ami_dump(server: Server) -> AmiProbe:
    """Listens to the events that the platform hears, from now on."""
    return await AmiProbe.login(server.house.network.ami_port, "cc-events", "events")


def keep_sample(server: Server, name: str, before: list[int], told: AmiProbe | None = None) -> None:
    samples = os.environ.get("CALLCENTER_SAMPLES")
    if not samples:
        return
    folder = Path(samples) / re.sub(r"^test_", "", name).replace("[", "-").rstrip("]")
    folder.mkdir(parents=True, exist_ok=True)
    for file, start in zip((server.house.folders.cel, server.house.folders.queue_log), before, strict=True):
        (folder / file.name).write_bytes(file.read_bytes()[start:] if file.exists() else b"")
    if told is not None:
        text = "\n\n".join("\n".join(message) for message in told.messages)
        (folder / "ami.txt").write_text(text + "\n")
