"""Brings the containers up for real, places one call through them, and finds it in the record.

Usage: make containers-check. Needs root, and Docker or podman, which is installed when both are missing.
Everything listens on loopback, in a block of ports of its own; CALLCENTER_CHECK_FIRST_PORT moves the block.
"""

import fcntl
import json
import os
import signal
import sys
import time
from pathlib import Path

import call
import engines
import files
from progress import Missing, Step, run_steps
from site_of_check import Site

FIRST_PORT = int(os.environ.get("CALLCENTER_CHECK_FIRST_PORT", "27000"))
LATE_SECONDS = 5.0


class Check:
    """The steps, and what one leaves for the next."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.site = Site(FIRST_PORT)
        self.engine: engines.Engine | None = None
        self.people: dict[str, str] = {}
        self.placed: call.Placed | None = None
        self.found: dict[str, object] = {}

    @property
    def compose(self) -> engines.Engine:
        assert self.engine is not None
        return self.engine

    def steps(self) -> list[Step]:
        return [
            Step("容器引擎", "engine", self.find_engine),
            Step("基础镜像", "base images", self.base_images),
            Step("构建镜像", "images", self.build),
            Step("先启动平台的邻居", "the platform's neighbours first", self.start_neighbours),
            Step("启动平台", "the platform, late", self.start_platform),
            Step("经 TLS 就绪", "ready through the proxy", self.wait_until_ready),
            Step("班长与坐席", "a supervisor and an agent", self.add_people),
            Step("一通来电,由坐席接听", "one call, answered at a seat", self.place_call),
            Step("话务记录", "the call stands in the record", self.find_in_record),
            Step("逐个重启后恢复", "each restarted, and ready again", self.restart_each),
            Step("共享目录与密钥", "shared folders, and secrets out of reach", self.look_at_files),
        ]

    def find_engine(self) -> str:
        self.engine = engines.choose(self.work, self.site)
        self.engine.down()
        return self.engine.name

    def base_images(self) -> str:
        return self.compose.provide_base_images()

    def build(self) -> str:
        self.compose.run("build")
        return ""

    def start_neighbours(self) -> str:
        self.compose.run("up", "-d", "--no-build", "asterisk", "proxy", "postgres")
        time.sleep(LATE_SECONDS)
        return f"{LATE_SECONDS:.0f} s"

    def start_platform(self) -> str:
        self.compose.run("up", "-d", "--no-build", "platform")
        return ""

    def wait_until_ready(self) -> str:
        return self.site.wait_until_ready()

    def add_people(self) -> str:
        self.people = call.add_people(self.compose)
        return ", ".join(self.people)

    def place_call(self) -> str:
        self.placed = call.place(self.site, self.compose, self.people, self.work / "simulator")
        return self.placed.said

    def find_in_record(self) -> str:
        assert self.placed is not None
        self.found = call.find(self.site, self.people, self.placed)
        return str(self.found["call_id"])

    def restart_each(self) -> str:
        """Secrets of the first start serve every later one, and a neighbour may go and come."""
        assert self.placed is not None
        for service in ("postgres", "asterisk", "platform", "proxy"):
            self.compose.run("restart", service)
        self.site.wait_until_ready()
        again = call.find(self.site, self.people, self.placed)
        if again != self.found:
            raise Missing(f"记录变了:{again}", f"the record has changed: {again}")
        return ""

    def look_at_files(self) -> str:
        return files.look(self.compose, str(self.found["call_id"]))


def main() -> int:
    # Told to end, it takes the containers down like after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    work = Path("var/containers-check").absolute()
    work.mkdir(parents=True, exist_ok=True)
    with (work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        check = Check(work)
        status = 1
        try:
            status = run_steps(check.steps())
        finally:
            if check.engine is not None:
                if status:
                    print(check.engine.logs(), file=sys.stderr)
                try:
                    check.engine.down()
                except Missing as failure:
                    print(failure.zh, failure.en, file=sys.stderr)
                    status = 1
        if status == 0:
            print(json.dumps(check.found, ensure_ascii=False))
        return status


if __name__ == "__main__":
    sys.exit(main())
