"""Rows of a table as Asterisk would have written them into its two files."""

import json
from collections.abc import Iterable
from pathlib import Path

from callcenter.kit.clock import SECOND
from callcenter.telephony.journal.rows import ASTERISK_EVENTS, Row, Source


def write_files(folder: Path, rows: Iterable[Row]) -> None:
    with (folder / "cel.json").open("w") as cel, (folder / "queue_log").open("w") as queue_log:
        for row in rows:
            if row.source is Source.CEL:
                cel.write(json.dumps(_cel(row)) + "\n")
            else:
                queue_log.write(_queue_log(row) + "\n")


def _cel(row: Row) -> dict[str, str]:
    extra = row.data.get("eventextra", "")
    if extra and not extra.startswith("{"):
        extra = json.dumps({"extra": extra})
    return {
        **row.data,
        "eventtype": row.event,
        "eventenum": row.event if row.event in ASTERISK_EVENTS else "USER_DEFINED",
        "eventtime": f"{row.at_us // SECOND}.{row.at_us % SECOND:06d}",
        "uniqueid": row.uniqueid,
        "eventextra": extra,
    }


def _queue_log(row: Row) -> str:
    said = [row.text(f"data{number}") for number in range(1, 6)]
    while said and not said[-1]:
        said.pop()
    fields = (str(row.at_us // SECOND), row.uniqueid, row.text("queue"), row.text("agent"), row.event)
    return "|".join((*fields, *said))
