"""Cuts one call out of a real run's cel.json and queue_log into a scenario table (see README.md)."""

import argparse
from pathlib import Path

from callcenter.kit import phones
from callcenter.telephony.journal.lines import Line, read_lines
from callcenter.telephony.journal.rows import Row, Source, cel_event
from callcenter.telephony.journal.tokens import Tokeniser
from scenarios.tables import rows_by_group, write


class DemoKeys:
    """Numbers become caller-1, caller-2 … in the order in which they come."""

    def __init__(self) -> None:
        self._tokens: dict[str, str] = {}

    def token(self, value: str, *, purpose: str) -> str:
        return self._tokens.setdefault(value, f"caller-{len(self._tokens) + 1}")

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes:
        return b""

    def decrypt(self, blob: bytes, *, context: bytes) -> bytes:
        raise NotImplementedError


def rows_of(folder: Path, hotlines: frozenset[str]) -> list[Row]:
    tokeniser = Tokeniser(DemoKeys(), hotlines=hotlines)
    rows: list[Row] = []
    for source, pattern in ((Source.CEL, "cel.json*"), (Source.QUEUE_LOG, "queue_log*")):
        for path in sorted(folder.glob(pattern)):
            lines = read_lines(source, path.read_bytes().split(b"\n"))
            rows.extend(_row(source, line, tokeniser) for line in lines if isinstance(line, Line))
    return rows


def _row(source: Source, line: Line, tokeniser: Tokeniser) -> Row:
    if source is Source.CEL:
        tokeniser.cel(line.data)
        return Row(source, line.at_us, cel_event(line.data), line.data["uniqueid"], line.data)
    tokeniser.queue_log(line.data)
    return Row(source, line.at_us, line.data.pop("event"), line.data.pop("callid"), line.data)


def call_ids(rows: list[Row]) -> list[str]:
    return [row.uniqueid for row in rows if row.event == "CHAN_START" and row.text("context") == "from-trunk"]


def cut(rows: list[Row], call_id: str) -> list[Row]:
    """The rows of the call, Local legs that end a wrap-up begun in it, later starts of Asterisk."""
    mine = rows_by_group(rows).get(call_id, [])
    seat_legs = {row.uniqueid for row in mine}
    first_us = min(row.at_us for row in mine)
    beside = [
        row
        for row in rows
        if (row.text("context") == "wrap-limit" and row.text("exten").rpartition("+")[2] in seat_legs)
        or (row.event == "QUEUESTART" and row.at_us > first_us)
    ]
    return sorted([*mine, *beside], key=lambda row: (row.at_us, row.source is Source.QUEUE_LOG))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with cel.json and queue_log of a real run")
    parser.add_argument("--title", help="one sentence: what the caller and the agents did")
    parser.add_argument("--call", help="call id; needed when the run has several calls")
    parser.add_argument("--hotline", action="append", default=["4000000001"])
    parser.add_argument("--out", type=Path, help="table to write; without it the calls are listed")
    given = parser.parse_args()
    rows = rows_of(
        given.folder, frozenset(phones.normalise(number) for number in given.hotline) | set(given.hotline)
    )
    if given.out is None:
        print("\n".join(call_ids(rows)))  # noqa: T201 - a command's answer
        return
    call_id = given.call or call_ids(rows)[0]
    given.out.write_text(write(given.title, cut(rows, call_id)))


if __name__ == "__main__":
    main()
