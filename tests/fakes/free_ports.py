"""Ports for the programs that tests start."""

import random
import socket
from typing import Final

# Below the kernel's own (from 32768), so that no connection going out takes one before its program listens;
# beside the ports of sound and of SIPp, which are written in the tests that use them, up to 27999.
_PORTS: Final = range(28_000, 32_000)


def free_port() -> int:
    """Nobody has it on any address, for TCP or UDP, and no other test is given it while this process runs."""
    ports = list(_PORTS)
    random.shuffle(ports)
    for port in ports:
        if _is_mine(port) and _is_free(port):
            return port
    raise AssertionError("no port is free")


def free_ports(*names: str) -> dict[str, int]:
    return {name: free_port() for name in names}


def _is_mine(port: int) -> bool:
    """A name that is the machine's and not a file's: it goes with the process that took it."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0callcenter-test-port-{port}")
    except OSError:
        claim.close()
        return False
    # Open until the process ends, by design.
    claim.detach()
    return True


def _is_free(port: int) -> bool:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("0.0.0.0", port))
            except OSError:
                return False
    return True
