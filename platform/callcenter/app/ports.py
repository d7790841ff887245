"""Before anything is started: every port that is taken is named at once, with the setting that moves it."""

import contextlib
import errno
import fcntl
import json
import os
import socket
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path

from callcenter.kit.errors import Refused


class PortsTaken(Refused):
    """Other programs listen where we would."""


class AlreadyRunning(Refused):
    """Another callcenter runs on the same data folder."""


@dataclass(frozen=True)
class Port:
    """`setting` is the environment variable that moves it."""

    setting: str
    host: str
    number: int
    udp: bool = False

    @property
    def said(self) -> str:
        return f"{self.host}:{self.number}/{'udp' if self.udp else 'tcp'}"


def is_taken(port: Port) -> bool:
    family = socket.AF_INET6 if ":" in port.host else socket.AF_INET
    kind = socket.SOCK_DGRAM if port.udp else socket.SOCK_STREAM
    with socket.socket(family, kind) as probe:
        if not port.udp:
            # A port whose last connection is still fading away is free for a listener.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((port.host, port.number))
        except OSError as failure:
            if failure.errno == errno.EADDRINUSE:
                return True
            raise
    return False


def require_free(ports: Iterable[Port]) -> None:
    taken = [port for port in ports if is_taken(port)]
    if taken:
        zh = ";".join(f"{port.said} 已被占用,用 {port.setting} 改换" for port in taken)
        en = "; ".join(f"{port.said} is taken, {port.setting} moves it" for port in taken)
        raise PortsTaken(zh=zh, en=en)


@contextlib.contextmanager
def only_one(data_dir: Path, address: str, *, lock_name: str = "running.lock") -> Generator[None]:
    """Holds the data folder for this process; the kernel lets go of it however we end."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / lock_name).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid, at = _holder(data_dir / lock_name)
            raise AlreadyRunning(
                zh=f"已有一个在运行(进程 {pid},地址 {at});请先停止它,或用 CALLCENTER_DATA_DIR 另选数据目录。",
                en=f"one is running already (process {pid}, address {at}); "
                "stop it first, or choose another data folder with CALLCENTER_DATA_DIR.",
            ) from None
        lock.seek(0)
        lock.truncate()
        json.dump({"pid": os.getpid(), "address": address}, lock)
        lock.flush()
        yield


def _holder(file: Path) -> tuple[object, object]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return told["pid"], told["address"]
    except (OSError, ValueError, KeyError, TypeError):
        return "?", "?"
