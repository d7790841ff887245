"""Asterisk's files, live, rotated and archived, as pieces of whole lines with the keys of their rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from callcenter.kit.encryption import Keyring
from callcenter.telephony.journal.batch import Advance, occurrence
from callcenter.telephony.journal.files import list_files
from callcenter.telephony.journal.lines import Line, read_lines
from callcenter.telephony.journal.rotation import ARCHIVE
from callcenter.telephony.journal.rows import Source
from callcenter.telephony.journal.sealed_file import unseal

_PIECE: Final = 1 << 18
_SEALED: Final = ".gz.sealed"


@dataclass(frozen=True, slots=True)
class KeptFile:
    path: Path
    source: Source
    sealed: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines; `keys` are those of the good rows in the period, by time."""

    lines: bytes
    keys: tuple[tuple[int, bytes], ...]


def kept_files(folder: Path, *, since_us: int) -> list[KeptFile]:
    """Those that were written or archived since."""
    found = [
        KeptFile(file.path, file.source, sealed=False)
        for file in list_files(folder)
        if file.modified_us >= since_us
    ]
    for path in sorted((folder / ARCHIVE).glob(f"*{_SEALED}")):
        if path.stat().st_mtime_ns // 1000 >= since_us:
            source = Source.QUEUE_LOG if path.name.startswith("queue_log") else Source.CEL
            found.append(KeptFile(path, source, sealed=True))
    return found


def pieces(file: KeptFile, keyring: Keyring, *, from_us: int, to_us: int) -> Iterator[Piece]:
    """A file that begins after the period is left at its first piece. Raises OSError, Unreadable."""
    advance = Advance(0, {}, 0)
    for block in _whole_lines(file, keyring):
        keys: list[tuple[int, bytes]] = []
        first: int | None = None
        for line in read_lines(file.source, block.split(b"\n")):
            if not isinstance(line, Line):
                continue
            first = line.at_us if first is None else first
            key = keyring.row_digest(line.raw)
            if file.source is Source.QUEUE_LOG:
                number = occurrence(advance, key, line.at_us)
                key = key + number.to_bytes(2, "big") if number else key
            if from_us <= line.at_us < to_us:
                keys.append((line.at_us, key))
        yield Piece(block, tuple(keys))
        if first is not None and first >= to_us:
            return


def _whole_lines(file: KeptFile, keyring: Keyring) -> Iterator[bytes]:
    """What follows the last newline is not whole yet."""
    left = b""
    for block in unseal(file.path, keyring=keyring) if file.sealed else _plain(file.path):
        end = block.rfind(b"\n") + 1
        if end:
            yield left + block[:end]
            left = block[end:]
        else:
            left += block


def _plain(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_PIECE):
            yield block
