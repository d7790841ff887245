"""A network namespace of the test's own, whose loopback can be made to lose or refuse packets."""

import ctypes
import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL

CLONE_NEWNET = 0x40000000


@contextmanager
def private_network() -> Generator[None]:
    """Everything that this thread opens or starts meanwhile is inside. Needs root."""
    libc = ctypes.CDLL(None, use_errno=True)
    outside = os.open(f"/proc/self/task/{_thread()}/ns/net", os.O_RDONLY)
    try:
        _checked(libc.unshare(CLONE_NEWNET))
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        yield
    finally:
        _checked(libc.setns(outside, CLONE_NEWNET))
        os.close(outside)


@contextmanager
def vanishing(port: int) -> Generator[None]:
    """TCP to and from `port` gets lost without a word."""
    with _rules(["--dport", str(port), "-j", "DROP"], ["--sport", str(port), "-j", "DROP"]):
        yield


@contextmanager
def reset(port: int) -> Generator[None]:
    """Connections to `port` are reset, and so is every attempt at a new one."""
    with _rules(["--dport", str(port), "-j", "REJECT", "--reject-with", "tcp-reset"]):
        # It complains about those of the pair that are gone by then; the tests see whether it worked.
        kill = ["ss", "-K", "state", "established", f"sport = :{port}"]
        subprocess.run(kill, check=True, stdout=DEVNULL, stderr=DEVNULL)
        yield


@contextmanager
def _rules(*rules: list[str]) -> Generator[None]:
    for rule in rules:
        subprocess.run(["iptables", "-w", "-I", "INPUT", "-p", "tcp", *rule], check=True)
    try:
        yield
    finally:
        for rule in rules:
            subprocess.run(["iptables", "-w", "-D", "INPUT", "-p", "tcp", *rule], check=True)


def _thread() -> str:
    return Path("/proc/thread-self").readlink().name


def _checked(result: int) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
