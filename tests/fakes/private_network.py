"""A network namespace of the test's own, whose loopback can be made to lose or refuse packets."""

import ctypes
import os
import shlex
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL

CLONE_NEWNET = 0x40000000
HERE, THERE = "to-the-seat", "to-the-house"
HERE_ADDRESS, THERE_ADDRESS = "10.99.0.1", "10.99.0.2"


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


@dataclass(frozen=True)
class FarSeat:
    """A second network with one place in it, joined to this one by a cable."""

    holder: int
    """A process that keeps the other network in being."""

    def running(self, program: str, script: Path) -> Path:
        """`script` is written: it runs the program over there."""
        script.write_text(f'#!/bin/sh\nexec nsenter -t {self.holder} -n {shlex.quote(program)} "$@"\n')
        script.chmod(0o755)
        return script

    @contextmanager
    def cut_off(self) -> Generator[None]:
        """Every packet on the cable gets lost without a word."""
        rules = (["INPUT", "-i", HERE], ["OUTPUT", "-o", HERE])
        for rule in rules:
            subprocess.run(["iptables", "-w", "-I", *rule, "-j", "DROP"], check=True)
        try:
            yield
        finally:
            for rule in rules:
                subprocess.run(["iptables", "-w", "-D", *rule, "-j", "DROP"], check=True)


@contextmanager
def far_seat() -> Generator[FarSeat]:
    """Inside a private network only: this end of the cable is HERE_ADDRESS."""
    holding = ["unshare", "--net", "sh", "-c", "echo there; exec sleep infinity"]
    with subprocess.Popen(holding, stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None
            holder.stdout.readline()
            there = ["nsenter", "-t", str(holder.pid), "-n", "ip"]
            for command in (
                f"ip link add {HERE} type veth peer name {THERE} netns {holder.pid}".split(),
                f"ip address add {HERE_ADDRESS}/24 dev {HERE}".split(),
                f"ip link set {HERE} up".split(),
                [*there, *f"address add {THERE_ADDRESS}/24 dev {THERE}".split()],
                [*there, *f"link set {THERE} up".split()],
                [*there, "link", "set", "lo", "up"],
                # Without a way out a browser names no address of its own to the other side of a call.
                f"ip route add default via {THERE_ADDRESS}".split(),
                [*there, *f"route add default via {HERE_ADDRESS}".split()],
            ):
                subprocess.run(command, check=True)
            yield FarSeat(holder.pid)
        finally:
            holder.kill()


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
