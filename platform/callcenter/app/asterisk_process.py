"""Answers for the Asterisk that we run: which one, whether it has what we load, its start and its end."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from asyncio.subprocess import Process
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from callcenter.kit import child_processes
from callcenter.kit.errors import Unavailable
from callcenter.routing.rendering.configuration import required_modules

MAJOR = 22
DEFAULT_ROOT = Path("/var/cache/callcenter/asterisk")
_VERSION = re.compile(r"Asterisk\s+(?:certified[/-])?(\d+)\.\S+")


class NoUsableAsterisk(Unavailable):
    """Neither the PATH nor our own root has an Asterisk that can carry this configuration."""


class AsteriskFailed(Unavailable):
    """Asterisk was started and did not come up."""


@dataclass(frozen=True)
class AsteriskProgram:
    """`command` starts it; modules and data (its documentation, sounds) lie where it was unpacked."""

    command: tuple[str, ...]
    version: str
    modules_dir: Path
    data_dir: Path
    environment: Mapping[str, str]

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    def running(self, config: Path) -> list[str]:
        return [*self.command, "-f", "-n", "-C", str(config)]

    def asking(self, config: Path, question: str) -> list[str]:
        return [*self.command, "-C", str(config), "-rx", question]


def multiarch() -> str:
    told = sysconfig.get_config_var("MULTIARCH")
    return told if isinstance(told, str) and told else f"{os.uname().machine}-linux-gnu"


def asterisk_root() -> Path:
    return Path(os.environ.get("CALLCENTER_ASTERISK_ROOT") or DEFAULT_ROOT)


def own_root_program(root: Path) -> tuple[tuple[str, ...], Path, Path, dict[str, str]] | None:
    """Run by the root's own loader and libraries: no chroot, so every path is a path of the host."""
    libraries = root / "usr/lib" / multiarch()
    loaders = sorted(libraries.glob("ld-linux*.so.*"))
    binary = root / "usr/sbin/asterisk"
    if not loaders or not binary.exists():
        return None
    command = (str(loaders[0]), "--library-path", str(libraries), str(binary))
    # Character sets are loaded by path; the host's own would be of another libc.
    environment = {"GCONV_PATH": str(libraries / "gconv")}
    return command, libraries / "asterisk/modules", root / "usr/share/asterisk", environment


def path_program() -> tuple[tuple[str, ...], Path, Path, dict[str, str]] | None:
    found = shutil.which("asterisk", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")
    if found is None:
        return None
    prefix = Path(found).resolve().parents[1]
    folders = [prefix / "lib" / multiarch(), prefix / "lib", prefix / "lib64"]
    modules = next((f / "asterisk/modules" for f in folders if (f / "asterisk/modules").is_dir()), folders[0])
    shares = [prefix / "share/asterisk", Path("/var/lib/asterisk")]
    data = next((folder for folder in shares if (folder / "documentation").is_dir()), shares[0])
    return (found,), modules, data, {}


def version_of(command: tuple[str, ...], environment: Mapping[str, str]) -> str:
    """The version in digits and dots, or nothing when the program does not say one."""
    try:
        told = subprocess.run(
            [*command, "-V"],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
    matched = _VERSION.search(told)
    return "" if matched is None else re.split(r"[^0-9.]", matched.group(0).split()[-1])[0]


def find_asterisk(root: Path | None = None, modules: Iterable[str] | None = None) -> AsteriskProgram:
    """The one on the PATH when it is usable, else the one in our own root; refuses every other."""
    wanted = required_modules() if modules is None else frozenset(modules)
    reasons: list[str] = []
    for found in (path_program(), own_root_program(root or asterisk_root())):
        if found is None:
            continue
        command, modules_dir, data_dir, environment = found
        version = version_of(command, environment)
        program = AsteriskProgram(command, version or "0", modules_dir, data_dir, environment)
        missing = sorted(name for name in wanted if not (modules_dir / name).exists())
        if program.major != MAJOR:
            reasons.append(f"{command[-1]}: {version or '?'} ≠ {MAJOR}")
        elif missing:
            reasons.append(f"{command[-1]}: {', '.join(missing)}")
        else:
            return program
    said = "; ".join(reasons)
    raise NoUsableAsterisk(
        zh=f"没有可用的 Asterisk {MAJOR}" + (f"({said})" if said else "") + ";请运行 make setup。",
        en=f"no usable Asterisk {MAJOR}" + (f" ({said})" if said else "") + "; run make setup.",
    )


def asterisk_elsewhere() -> AsteriskProgram:
    """Debian's package in an image of its own, which we configure and do not start; that image checks it."""
    modules, data = Path("/usr/lib") / multiarch() / "asterisk/modules", Path("/usr/share/asterisk")
    return AsteriskProgram(("asterisk",), str(MAJOR), modules, data, {})


class RunningAsterisk:
    """One Asterisk in the foreground of its own process group, started by us and ended by us."""

    def __init__(self, program: AsteriskProgram, config: Path, process: Process) -> None:
        self.program = program
        self._config = config
        self._process = process

    @classmethod
    async def start(
        cls, program: AsteriskProgram, config: Path, *, output: Path, ready_within: float = 40.0
    ) -> "RunningAsterisk":
        """Returns when Asterisk says that it is fully booted."""
        with output.open("ab") as log:
            process = await child_processes.start(
                program.running(config), environment=program.environment, output=log.fileno()
            )
        running = cls(program, config, process)
        try:
            await asyncio.wait_for(running._until_booted(), ready_within)
        except (TimeoutError, AsteriskFailed):
            status = process.returncode
            await running.stop()
            tail = _last_lines(output)
            raise AsteriskFailed(
                zh=f"Asterisk 未能启动(状态 {status}),日志 {output}:{tail}",
                en=f"Asterisk did not start (status {status}), log {output}: {tail}",
            ) from None
        return running

    async def _until_booted(self) -> None:
        while True:
            if self._process.returncode is not None:
                raise AsteriskFailed(zh="Asterisk 已退出", en="Asterisk has ended")
            status, said = await self.ask("core waitfullybooted")
            if status == 0 and "fully booted" in said:
                return
            # Its control socket gives no event before it exists.
            await asyncio.sleep(0.1)

    async def ask(self, question: str) -> tuple[int, str]:
        """A command of Asterisk's console, and what it prints."""
        asked = await asyncio.create_subprocess_exec(
            *child_processes.ENDS_WITH_US,
            *self.program.asking(self._config, question),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, **self.program.environment},
            start_new_session=True,
        )
        said, _ = await asked.communicate()
        return await asked.wait(), said.decode("utf-8", "replace")

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ended(self) -> int:
        return await self._process.wait()

    async def stop(self, *, within: float = 10.0) -> None:
        """Asked on its console first, so that the last rows of the record are written."""
        if self._process.returncode is None:
            try:
                async with asyncio.timeout(within):
                    await self.ask("core stop now")
                    await self._process.wait()
            except TimeoutError:
                pass
        await child_processes.end(self._process, within=3.0)


def _last_lines(log: Path) -> str:
    return " ".join(log.read_text("utf-8", "replace").splitlines()[-3:])


def main() -> int:
    """Says which Asterisk would run, or why none can: the set-up asks this."""
    try:
        program = find_asterisk()
    except NoUsableAsterisk as refusal:
        sys.stdout.write(f"{refusal.zh} {refusal.en}\n")
        return 1
    sys.stdout.write(f"{program.version} {program.command[-1]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
