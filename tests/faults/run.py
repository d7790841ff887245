"""Calls flow through a real Asterisk while something breaks; then everything is counted. Prints a table.

    python -m faults.run [--rate 5] [--only platform_killed ...]

Status 0 only when each call that Asterisk wrote is in the record once and every published figure equals the
recount. Needs root: networks and small disks of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from callcenter.app.asterisk_process import multiarch
from callcenter.kit import logs
from callcenter.simulator.seat_scripts import SeatScript
from fakes.installation import installation
from fakes.private_network import private_network
from faults.breaks import Place
from faults.catalogue import FAULTS, Fault
from faults.judgement import Judgement, judge
from faults.table import HEAD, line
from faults.traffic import Traffic
from integration.postgres_server import PostgresServer, running_postgres

BEFORE, AFTER = 15.0, 15.0
"""Seconds of undisturbed traffic."""
TALKS = 12.0
FAKETIME = f"/usr/lib/{multiarch()}/faketime/libfaketimeMT.so.1"


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Generator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", folder], check=True
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


async def suffer(
    name: str, fault: Fault, folder: Path, postgres: PostgresServer | None, rate: float
) -> Judgement:
    disk = None if fault.disk is None else fault.disk(folder)
    changed: dict[str, object] = {
        "data_dir": folder / "data",
        "asterisk_dir": folder / "asterisk",
        "secret_dir": folder / "secrets",
    }
    if postgres is not None:
        changed["database_url"] = await postgres.new_database()
    surroundings: dict[str, str] = {}
    clock_file = None
    if fault.clock:
        clock_file = folder / "clock"
        clock_file.write_text("+0\n")
        surroundings = {
            "LD_PRELOAD": FAKETIME,
            "FAKETIME_TIMESTAMP_FILE": str(clock_file),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_CACHE_DURATION": "1",
        }
    async with installation(
        folder / "data",
        seats=int(rate * (TALKS - 2)) + 8,
        first_port=24000,
        script=SeatScript(answer_after=0.3),
        changed=changed,
        surroundings=surroundings,
        work_dir=folder / "simulator",
    ) as made:
        place = Place(made, postgres, disk, clock_file)
        traffic = Traffic(made, rate=rate, seconds=TALKS)
        traffic.start()
        await asyncio.sleep(BEFORE)
        await fault.strike(place, fault.seconds)
        await asyncio.sleep(AFTER)
        await traffic.stop()
        return await judge(made, name, placed=traffic.placed)


def run(name: str, rate: float) -> Judgement:
    fault = FAULTS[name]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="callcenter-fault-")))
        # Not in a running loop: its sockets would have been opened outside.
        stack.enter_context(private_network())
        postgres = stack.enter_context(running_postgres()) if fault.postgres else None
        if fault.disk is not None:
            stack.enter_context(small_disk(fault.disk(folder), fault.disk_mb))
        return asyncio.run(suffer(name, fault, folder, postgres, rate))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", type=float, default=5.0, help="calls a second")
    parser.add_argument("--only", nargs="*", choices=FAULTS, default=list(FAULTS))
    parser.add_argument("--json", type=Path, help="one line of JSON for each fault goes here too")
    given = parser.parse_args()
    if os.geteuid() != 0 or shutil.which("iptables") is None:
        sys.stderr.write("需要 root 与 iptables · needs root and iptables\n")
        return 2
    logs.configure("ERROR")
    found: list[Judgement] = []
    broken: list[str] = []
    sys.stdout.write(f"{HEAD}\n")
    for name in given.only:
        try:
            judgement = run(name, given.rate)
        except Exception:  # noqa: BLE001 - the other faults are still to be seen
            traceback.print_exc()
            broken.append(name)
            sys.stdout.write(f"| {name} | ✕ 未完成 not finished |\n")
            sys.stdout.flush()
            continue
        found.append(judgement)
        sys.stdout.write(f"{line(judgement)}\n")
        sys.stdout.flush()
        if given.json is not None:
            with given.json.open("a") as file:
                file.write(judgement.as_json() + "\n")
    return 0 if not broken and all(judgement.holds for judgement in found) else 1


if __name__ == "__main__":
    sys.exit(main())
