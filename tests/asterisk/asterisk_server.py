"""A real Asterisk of the tests' own: its folders, its ports, its files, started and stopped by us."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from callcenter.app.asterisk_process import AsteriskProgram, find_asterisk
from callcenter.routing.rendering.configuration import Secrets, render, write
from callcenter.routing.settings_model import Folders, House, Phone
from fakes.growing_file import GrowingFile
from fakes.patience import PATIENCE


@dataclass
class Server:
    house: House
    secrets: Secrets
    program: AsteriskProgram = field(default_factory=find_asterisk)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self._cel = GrowingFile(self.house.folders.cel, _row)
        self._queue_log = GrowingFile(self.house.folders.queue_log, lambda line: line.decode().split("|"))

    @classmethod
    def folders(cls, base: Path) -> Folders:
        return Folders(base=base, modules=find_asterisk().modules_dir)

    @property
    def address(self) -> tuple[str, int]:
        return self.house.network.sip_host, self.house.network.sip_port

    @property
    def _configuration(self) -> Path:
        return self.house.folders.etc / "asterisk.conf"

    def prepare(self) -> None:
        folders = self.house.folders
        for folder in folders.all():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        documentation = folders.data / "documentation"
        if not documentation.exists():
            documentation.symlink_to(self.program.data_dir / "documentation")
        write(render(self.house, self.secrets), folders.etc)

    def start(self) -> None:
        with (self.house.folders.base / "console").open("ab") as console:
            self.process = subprocess.Popen(
                self.program.running(self._configuration),
                env={**os.environ, **self.program.environment},
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                umask=0o077,
                start_new_session=True,
            )
        deadline = time.monotonic() + 2 * PATIENCE
        try:
            while "fully booted" not in self.cli("core waitfullybooted"):
                assert self.process.poll() is None, self.log()
                assert time.monotonic() < deadline, self.log()
                time.sleep(0.05)  # it does not listen yet: there is nothing to await
        except BaseException:
            self.kill()
            raise

    def cli(self, command: str) -> str:
        """What Asterisk answers on its console; nothing when it does not run. Asked at its socket: a program
        of its own for each question would hold up the telephones of this process."""
        with socket.socket(socket.AF_UNIX) as console:
            console.settimeout(PATIENCE)
            try:
                # Asterisk cuts a name off that is longer than a socket's may be.
                console.connect(bytes(self.house.folders.run / "asterisk.ctl")[:107])
                console.sendall(f"cli quit after {command}\0".encode())
                said = b"".join(iter(lambda: console.recv(65536), b""))
            except (FileNotFoundError, ConnectionError):
                return ""
        _, _, answer = said.decode(errors="replace").partition("\n")
        return re.sub(r"\x1b\[[0-9;]*m", "", answer)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.cli("core stop now")
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def log(self) -> str:
        file = self.house.folders.log / "messages.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def complaints(self) -> list[str]:
        return [line for line in self.log().splitlines() if re.search(r"\b(WARNING|ERROR)\[", line)]

    def cel(self) -> list[dict[str, str]]:
        """Every line must be JSON; the last one counts once Asterisk has ended it."""
        return self._cel.lines()

    def queue_log(self) -> list[list[str]]:
        """Whole lines only, as above."""
        return self._queue_log.lines()

    def call_id(self, number: str) -> str:
        return next(
            r["uniqueid"] for r in self.cel() if r["eventtype"] == "CALL_ARRIVED" and r["num"] == number
        )

    def rows(self, number: str) -> list[dict[str, str]]:
        """Rows of the last call of this caller, its agents' legs included."""
        wanted = {row["linkedid"] for row in self.cel() if row["num"] == number}
        return [row for row in self.cel() if row["linkedid"] in wanted]

    def words(self, number: str) -> list[str]:
        """The dial plan's words about a call, in order: `NAME` or `NAME k=v;k=v`."""
        rows = (row for row in self.rows(number) if row["eventenum"] == "USER_DEFINED")
        return [f"{row['eventtype']} {json.loads(row['eventextra'])['extra']}".strip() for row in rows]

    async def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "what the test waits for did not happen"
            await asyncio.sleep(0.05)

    async def said(self, number: str, word: str, seconds: float = PATIENCE) -> None:
        await self.until(lambda: any(said.startswith(word) for said in self.words(number)), seconds)


def _row(line: bytes) -> dict[str, str]:
    return json.loads(line)


def seat_secrets(house: House) -> dict[str, str]:
    return {
        seat.endpoint(phone): f"pw-{seat.endpoint(phone)}"
        for seat in (*house.seats, *house.supervisors)
        for phone in Phone
    }


def make_tone(path: Path, seconds: float, hertz: int = 400) -> None:
    assert shutil.which("sox"), "sox is missing: apt-get install sox"
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            "sox",
            "-n",
            "-r",
            "8000",
            "-c",
            "1",
            "-b",
            "16",
            path,
            "synth",
            str(seconds),
            "sine",
            str(hertz),
            "vol",
            "0.2",
        ],
        check=True,
    )
