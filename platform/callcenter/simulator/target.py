"""Where the simulated callers and seats find Asterisk, and which addresses and ports are theirs."""

import wave
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SeatAccount:
    """One SIP endpoint a simulated desk phone registers as."""

    seat: str
    username: str
    secret: str


@dataclass(frozen=True, slots=True)
class Target:
    """An Asterisk reached over SIP (UDP) and nothing else.

    Callers come from the trunks' addresses, seats from `seat_host`: Asterisk tells them apart by address,
    so each has its own loopback address and all of them may use the same port numbers.
    """

    sip_host: str
    sip_port: int
    hotlines: tuple[str, ...]
    seats: tuple[SeatAccount, ...]
    work_dir: Path
    trunk_main_host: str = "127.0.1.1"
    trunk_backup_host: str = "127.0.1.2"
    seat_host: str = "127.0.2.1"
    first_port: int = 24000
    last_port: int = 25999
    trunk_port: int = 5080
    """Where the carrier's end of both trunks listens."""
    menu_after_seconds: float = 12.0
    """From the answer to the menu: welcome and recording notice, during which keys are not heard."""
    sipp: str = "sipp"

    def trunk_host(self, trunk: str) -> str:
        return self.trunk_backup_host if trunk == "backup" else self.trunk_main_host


def spoken_seconds(*prompts: Path) -> float:
    """How long these WAV prompts speak; for `menu_after_seconds`, give the welcome and the notice."""
    total = 0.0
    for prompt in prompts:
        with wave.open(str(prompt), "rb") as sound:
            total += sound.getnframes() / sound.getframerate()
    return total
