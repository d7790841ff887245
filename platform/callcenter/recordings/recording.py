"""Whether a call's recording is there, and how long it is. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from callcenter.kit.clock import SECOND

SETTLES_WITHIN_US: Final = 10 * SECOND
"""Asterisk closes the file some time after the hang-up; only then is a missing file missing."""
LOOKED_FOR_US: Final = 24 * 3600 * SECOND
"""A missing file is looked for again this long: a folder may have been away."""
_BYTES_PER_SECOND: Final = 8000 * 2 * 2
"""MixMonitor's raw file: 8000 samples a second, two bytes each, caller and agent apart."""
_WAV_HEADER: Final = 44


class RecordingState(StrEnum):
    PRESENT = "present"
    MISSING = "missing"
    PENDING = "pending"


def file_in(folder: Path, name: str | None) -> Path | None:
    """Only names within the folder: a name with a path in it is no recording of ours."""
    if not name or Path(name).name != name or name.startswith("."):
        return None
    return folder / name


@dataclass(frozen=True, slots=True)
class Checked:
    state: RecordingState
    size: int
    length_us: int


def check(*, file: str | None, size: int | None, ended_us: int, now_us: int) -> Checked:
    """`file` is the name that the record tells, `size` what the folder holds under it (None: nothing)."""
    sound = 0 if file is None or size is None else size - (_WAV_HEADER if file.endswith(".wav") else 0)
    if sound > 0:
        return Checked(RecordingState.PRESENT, size or 0, sound * SECOND // _BYTES_PER_SECOND)
    settled = file is None or now_us - ended_us >= SETTLES_WITHIN_US
    return Checked(RecordingState.MISSING if settled else RecordingState.PENDING, size or 0, 0)
