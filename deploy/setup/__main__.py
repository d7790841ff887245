"""Set-up: brings the machine to what one make target needs, quickly when nothing is missing."""

import fcntl
import sys
from functools import partial
from pathlib import Path

import apt_packages
import asterisk_root
import dashboard_build
import python_tools
from progress import LOG, Missing, Step, call, run_steps


def _prepare() -> str:
    def failed(tail: str) -> Missing:
        where = f"settings: docs/running.md, log: {LOG}"
        return Missing(f"未能备好:\n  {tail}", f"not prepared, the reason is above; {where}")

    # Every wrong setting is a line in each language: none of them is cut off.
    said = call([".venv/bin/callcenter", "prepare"], told_lines=100, or_missing=failed)
    return said.strip().rpartition("\n")[2]


APT_RUN = Step("系统软件包", "system packages", partial(apt_packages.install, apt_packages.RUN))
APT_BROWSER = Step("浏览器与字体", "browser and fonts", partial(apt_packages.install, apt_packages.BROWSER))
APT_DESK_PHONE = Step("桌面话机", "a desk phone", partial(apt_packages.install, apt_packages.DESK_PHONE))
APT_DATABASE = Step("PostgreSQL", "PostgreSQL", partial(apt_packages.install, apt_packages.DATABASE))
APT_NETWORK = Step(
    "断网与拨钟工具",
    "tools that break networks and clocks",
    partial(apt_packages.install, (*apt_packages.BROKEN_NETWORK, *apt_packages.BROKEN_CLOCK)),
)
PYTHON = Step("Python 环境", "Python environment", python_tools.install)
NODE = Step("前端依赖", "dashboard packages", dashboard_build.packages)
BUILD = Step("前端构建", "dashboard build", dashboard_build.build)
ASTERISK = Step("Asterisk 22", "Asterisk 22", asterisk_root.ensure)
PREPARE = Step("语音、密钥与证书", "prompts, secrets, certificate", _prepare)

TARGETS = {
    "check": (PYTHON, NODE),
    "dashboard": (PYTHON, NODE, BUILD),
    "demo": (APT_RUN, PYTHON, NODE, BUILD, ASTERISK, PREPARE),
    "test": (
        APT_RUN,
        APT_DESK_PHONE,
        APT_BROWSER,
        APT_DATABASE,
        APT_NETWORK,
        PYTHON,
        NODE,
        BUILD,
        ASTERISK,
        PREPARE,
    ),
}


def main(target: str) -> int:
    needs_asterisk = ASTERISK in TARGETS[target]
    if needs_asterisk and not asterisk_root.may_be_had():
        print(f"{asterisk_root.CONTAINER_WAY.zh} {asterisk_root.CONTAINER_WAY.en}", file=sys.stderr)
        return 1
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with Path(LOG.parent, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return run_steps(TARGETS[target])


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"deploy/setup/run {'|'.join(TARGETS)}")
    sys.exit(main(sys.argv[1]))
