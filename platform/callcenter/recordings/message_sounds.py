"""The sound of voice messages as the dial plan's Record() wrote it."""

from pathlib import Path
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.recordings.recording import file_in

_BYTES_PER_SECOND: Final = 8000 * 2
"""8000 samples a second, two bytes each, one channel."""
_WAV_HEADER: Final = 44


class RecordedMessages:
    """Implements crm's port MessageSounds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def length_us(self, file: str) -> int | None:
        path = file_in(self._folder, file)
        try:
            size = 0 if path is None else path.stat().st_size
        except FileNotFoundError:
            return None
        sound = size - _WAV_HEADER
        return sound * SECOND // _BYTES_PER_SECOND if sound > 0 else None

    def read(self, file: str) -> bytes | None:
        path = file_in(self._folder, file)
        try:
            return None if path is None else path.read_bytes()
        except FileNotFoundError:
            return None
