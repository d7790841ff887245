"""The demo's closing count: calls as Asterisk wrote them down beside calls as the record has them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class DemoCount:
    """One line of JSON; `agrees` decides the exit status. None: the record could not be asked."""

    placed: int
    in_cel: int
    in_record: int | None
    answered: int | None
    abandoned: int | None
    recorded: int | None
    answered_without_recording: int | None
    with_survey: int | None
    open_calls: int | None

    @property
    def agrees(self) -> bool:
        return (
            self.placed == self.in_cel == self.in_record
            and self.answered_without_recording == 0
            and self.open_calls == 0
        )

    def line(self) -> str:
        return json.dumps({**asdict(self), "agrees": self.agrees})


def calls_in_cel(log_folder: Path, since_us: int) -> set[str]:
    """Counted straight from Asterisk's file and on purpose by other code than the record's."""
    found: set[str] = set()
    for file in sorted(log_folder.glob("cel.json*")):
        for line in file.read_bytes().splitlines():
            if b"CALL_ARRIVED" not in line:
                continue
            try:
                row = json.loads(line)
            except ValueError:
                continue
            seconds, _, fraction = str(row["eventtime"]).partition(".")
            at_us = int(seconds) * 1_000_000 + int((fraction + "000000")[:6])
            if row.get("userdeftype") == "CALL_ARRIVED" and at_us >= since_us:
                found.add(str(row["uniqueid"]))
    return found


def count(
    *, placed: int, in_cel: Iterable[str], rows: Iterable[Mapping[str, Any]] | None, recordings: Path
) -> DemoCount:
    """`rows` are the record's calls of this run; a recording counts when its file holds sound."""
    if rows is None:
        return DemoCount(placed, len(set(in_cel)), *[None] * 7)
    calls = {str(row["call_id"]): row for row in rows}
    answered = {call for call, row in calls.items() if row["outcome"] == "answered"}
    recorded = {call for call in calls if _has_sound(recordings, call)}
    return DemoCount(
        placed=placed,
        in_cel=len(set(in_cel)),
        in_record=len(calls),
        answered=len(answered),
        abandoned=sum(row["outcome"] == "abandoned" for row in calls.values()),
        recorded=len(recorded),
        answered_without_recording=len(answered - recorded),
        with_survey=sum(row["survey_score"] is not None for row in calls.values()),
        open_calls=sum(row["ended_us"] is None for row in calls.values()),
    )


def _has_sound(recordings: Path, call_id: str) -> bool:
    # 44 bytes are a WAV header with nothing after it.
    return any(file.stat().st_size > 44 for file in recordings.rglob(f"{call_id}.*"))
