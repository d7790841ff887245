"""`callcenter up` as a program of its own, with people and no demo traffic: a test places every call."""

import json
import subprocess
import sys
import time
import urllib.request
import wave
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from demo_process import END_WITHIN, START_WITHIN, TOP, own_environment, wait_for_first_line

from callcenter.app.asterisk_process import find_asterisk
from callcenter.routing.prompts import load_prompts
from fakes.growing_file import GrowingFile
from fakes.patience import PATIENCE

_PROGRAM = str(Path(sys.executable).with_name("callcenter"))


@dataclass
class SeatHouse:
    address: str
    folder: Path
    environment: dict[str, str]
    passwords: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._cel = GrowingFile(self.folder / "asterisk" / "log" / "cel.json", _row)

    @property
    def asterisk(self) -> tuple[str, int]:
        host = self.environment.get("CALLCENTER_SIP_HOST", "127.0.0.1")
        return host, int(self.environment["CALLCENTER_SIP_PORT"])

    @property
    def recordings(self) -> Path:
        return self.folder / "asterisk" / "recordings"

    def cli(self, command: str) -> str:
        """What Asterisk answers on its console."""
        program = find_asterisk()
        configuration = self.folder / "asterisk" / "etc" / "asterisk.conf"
        asked = subprocess.run(
            program.asking(configuration, command),
            env={**self.environment, **program.environment},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return asked.stdout

    def cel(self) -> list[dict[str, str]]:
        """Whole lines only: Asterisk may be in the middle of the last one."""
        return self._cel.lines()


def _row(line: bytes) -> dict[str, str]:
    return json.loads(line)


def _say_nothing_long(folder: Path) -> None:
    """A moment of silence for every sentence: to make speech and to listen to it takes half a minute each."""
    folder.mkdir(parents=True)
    for name in load_prompts(company_name="", licence_number="").said:
        file = folder / f"{name}.wav"
        file.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(file), "wb") as silence:
            silence.setnchannels(1)
            silence.setsampwidth(2)
            silence.setframerate(8000)
            silence.writeframes(bytes(2 * 8000 // 5))


def _add_person(house: SeatHouse, name: str, role: str, work_number: str) -> None:
    command = [_PROGRAM, "add-person", name, role, "--display-name", name]
    command += ["--work-number", work_number] if work_number else []
    made = subprocess.run(command, cwd=TOP, env=house.environment, capture_output=True, text=True, check=True)
    house.passwords[name] = made.stdout.split()[-1]


def prepared_seat_house(
    folder: Path, agents: dict[str, str], *, supervisor: str = "", **settings: str
) -> SeatHouse:
    """`agents`: sign-in name → work number. Nothing runs yet."""
    environment = {**own_environment(folder), "CALLCENTER_DESK_TRANSPORT": "udp", **settings}
    web_host = settings.get("CALLCENTER_WEB_HOST", "127.0.0.1")
    scheme = "http" if web_host == "127.0.0.1" else "https"
    house = SeatHouse(f"{scheme}://{web_host}:{environment['CALLCENTER_WEB_PORT']}", folder, environment)
    _say_nothing_long(folder / "prompts")
    for name, work_number in agents.items():
        _add_person(house, name, "agent", work_number)
    if supervisor:
        _add_person(house, supervisor, "supervisor", "")
    return house


def wait_until_answered(house: SeatHouse, path: str) -> None:
    """Until the platform answers there with yes; its house speaks plain HTTP."""
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(house.address + path, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.2)  # another program's start: there is nothing to await
    pytest.fail(f"the platform did not answer at {path} in time")


@contextmanager
def running(house: SeatHouse, part: str) -> Generator[subprocess.Popen[bytes]]:
    """`up`, or `asterisk` or `serve` for one of the two; its output is in `<part>.log`."""
    with (house.folder / f"{part}.log").open("ab") as out:
        process = subprocess.Popen([_PROGRAM, part], cwd=TOP, env=house.environment, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(END_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def running_seat_house(
    folder: Path, agents: dict[str, str], *, supervisor: str = "", **settings: str
) -> Generator[SeatHouse]:
    house = prepared_seat_house(folder, agents, supervisor=supervisor, **settings)
    with running(house, "up") as process:
        wait_for_first_line(process, house.address, folder / "up.log")
        yield house
