"""The house as the phone system sees it: hotlines, menus, queues, hours, trunks, seats. Pure values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Phone(StrEnum):
    """Which of a seat's two endpoints is meant; the value is the end of the endpoint's name."""

    WEB = "web"
    DESK = "desk"


class DeskTransport(StrEnum):
    TLS = "tls"
    UDP = "udp"


class NoAgent(StrEnum):
    """What happens to a caller for whom no agent is signed in."""

    VOICE_MESSAGE = "voice_message"
    OVERFLOW = "overflow"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where Asterisk reads and writes; every path absolute, on the machine's own tree."""

    base: Path
    modules: Path

    @property
    def etc(self) -> Path:
        return self.base / "etc"

    @property
    def data(self) -> Path:
        """`sounds/` is ours, `documentation/` links to the package's (Asterisk checks options against it)."""
        return self.base / "data"

    @property
    def sounds(self) -> Path:
        return self.data / "sounds" / "zh"

    @property
    def music(self) -> Path:
        return self.base / "music"

    @property
    def lib(self) -> Path:
        return self.base / "lib"

    @property
    def log(self) -> Path:
        return self.base / "log"

    @property
    def run(self) -> Path:
        return self.base / "run"

    @property
    def spool(self) -> Path:
        return self.base / "spool"

    @property
    def recordings(self) -> Path:
        return self.base / "recordings"

    @property
    def cel(self) -> Path:
        return self.log / "cel.json"

    @property
    def queue_log(self) -> Path:
        return self.log / "queue_log"

    def all(self) -> tuple[Path, ...]:
        return (
            self.base,
            self.etc,
            self.data,
            self.sounds,
            self.music,
            self.lib,
            self.log,
            self.log / "cel-custom",
            self.run,
            self.spool,
            self.recordings,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    sip_host: str = "127.0.0.1"
    sip_port: int = 5060
    sip_tls_port: int = 5061
    ami_host: str = "127.0.0.1"
    ami_port: int = 5038
    ws_port: int = 8088
    wss_port: int = 8089
    rtp_first: int = 10000
    rtp_last: int = 10999
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """A line of the carrier; calls are accepted from `host` only."""

    role: str
    """`main` or `backup`."""
    host: str
    port: int = 5080

    @property
    def endpoint(self) -> str:
        return f"trunk-{self.role}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    company: str
    code: str

    def endpoint(self, phone: Phone) -> str:
        return f"{self.company}-{self.code}-{phone}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    company: str
    code: str
    name_zh: str
    timeout_seconds: int = 120
    most_waiting: int = 0
    """Callers who may wait at once; 0 = no limit."""
    overflow_to: str | None = None
    """Code of the queue that takes callers who waited too long or found this one full."""
    no_agent: NoAgent = NoAgent.VOICE_MESSAGE

    @property
    def name(self) -> str:
        return f"{self.company}-{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    key: str
    queue: str
    """Code of the queue that the key leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    name: str
    choices: tuple[Choice, ...]
    wait_seconds: int = 5
    tries: int = 3
    otherwise_queue: str | None = None
    """Code of the queue after the last try without a usable key; None = goodbye."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Open on these weekdays from `opens` to `closes` (minutes; `closes` is the first closed minute)."""

    first_day: str
    last_day: str
    opens: str
    closes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Working hours; without any opening the hotline never closes except on holidays."""

    openings: tuple[Opening, ...] = ()
    holidays: tuple[str, ...] = ()
    """Closed days, 20261001."""
    make_up_days: tuple[str, ...] = ()
    """调休: weekend days worked with the hours of a Monday."""
    timezone: str = "CST-8"
    """POSIX zone; China has no summer time, and so no zone files are needed on the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    company: str
    number: str
    menu: str = "main"
    hours: Hours = field(default_factory=Hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    ring_seconds: int = 8
    retry_seconds: int = 1
    wrap_up_limit_seconds: int = 60
    wrap_up_extend_seconds: int = 60
    wrap_up_extensions: int = 2
    seat_silence_seconds: int = 6
    announce_every_seconds: int = 30
    survey_wait_seconds: int = 5
    voice_message_seconds: int = 120
    voice_message_silence_seconds: int = 8
    """A message ends by itself when nothing is said for this long."""
    qualify_seconds: int = 15

    @property
    def longest_wrap_up_seconds(self) -> int:
        return self.wrap_up_limit_seconds + self.wrap_up_extensions * self.wrap_up_extend_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that the phone system's configuration is made of; secrets excepted."""

    installation: str
    company: str
    folders: Folders
    hotlines: tuple[Hotline, ...]
    menus: tuple[Menu, ...]
    queues: tuple[Queue, ...]
    seats: tuple[Seat, ...]
    supervisors: tuple[Seat, ...] = ()
    """Supervisors' phones, `S01` …: they step into talks and are never a member of a queue."""
    trunks: tuple[Trunk, ...]
    network: Network = field(default_factory=Network)
    timings: Timings = field(default_factory=Timings)
    demo: bool = False
    desk_transport: DeskTransport = DeskTransport.TLS
    opus: bool = False
    leave_key: str = "9"
    """Key that leaves the queue for a voice message."""
    outbound_guard: bool = False
    """True only when an outbound guard answers for every outward call; without it no trunk can be dialled."""

    @property
    def seat_codes(self) -> tuple[str, ...]:
        """What can be dialled; the same code of two companies leads each to its own."""
        return tuple(dict.fromkeys(seat.code for seat in self.seats))

    def queue(self, code: str) -> Queue:
        return next(queue for queue in self.queues if queue.code == code)


def standard_queues(company: str, *, timeout_seconds: int = 120) -> tuple[Queue, ...]:
    """业务咨询, 售后服务, 投诉建议 and 人工; the first three overflow to 人工."""
    names = {"consult": "业务咨询", "aftersales": "售后服务", "complaint": "投诉建议", "operator": "人工"}
    return tuple(
        Queue(
            company=company,
            code=code,
            name_zh=name,
            timeout_seconds=timeout_seconds,
            overflow_to=None if code == "operator" else "operator",
        )
        for code, name in names.items()
    )


def standard_menu() -> Menu:
    """1 业务咨询, 2 售后服务, 3 投诉建议, 0 人工."""
    keys = {"1": "consult", "2": "aftersales", "3": "complaint", "0": "operator"}
    return Menu(
        name="main",
        choices=tuple(Choice(key=key, queue=queue) for key, queue in keys.items()),
        otherwise_queue="operator",
    )
