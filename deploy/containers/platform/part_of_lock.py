"""Prints the part of requirements.lock that one root needs, hashes and all: the image carries no test tools.

Usage: part_of_lock.py requirements.lock ROOT, where ROOT is a name as it stands after "# via" in the lock.
"""

import re
import sys
from pathlib import Path

PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==")
VIA = re.compile(r"^    #(?: via)? +(\S.*)$")


def entries(lock: str) -> dict[str, tuple[str, list[str]]]:
    """Package → its lines in the lock, and who asked for it."""
    found: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in lock.splitlines():
        pinned = PINNED.match(line)
        if pinned:
            name = pinned[1]
            found[name] = ("", [])
        if not name:
            continue
        text, askers = found[name]
        via = VIA.match(line)
        found[name] = (f"{text}{line}\n", [*askers, via[1]] if via else askers)
    return found


def part(lock: str, root: str) -> str:
    """The entries that root leads to, itself included when the lock pins it; raises LookupError for none."""
    pinned = entries(lock)
    wanted: set[str] = {root}
    while True:
        more = {name for name, (_, askers) in pinned.items() if wanted.intersection(askers)} - wanted
        if not more:
            break
        wanted |= more
    chosen = [text for name, (text, _) in pinned.items() if name in wanted]
    if not chosen:
        raise LookupError(f"nothing in the lock belongs to {root!r}")
    return "".join(chosen)


if __name__ == "__main__":
    sys.stdout.write(part(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2]))
