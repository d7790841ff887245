"""Files of Asterisk's log folder: which one is which, through renames, truncation and copies."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from callcenter.telephony.journal.rows import Source

NAMES: Final = {Source.CEL: "cel.json", Source.QUEUE_LOG: "queue_log"}
_ROTATED: Final = re.compile(r"\.[A-Za-z0-9-]+")
_NOT_OURS: Final = (".gz", ".sealed", ".part", ".tmp", ".swp")
_HEAD: Final = 256


@dataclass(slots=True, frozen=True)
class FileOnDisk:
    path: Path
    source: Source
    device: int
    inode: int
    size: int
    modified_us: int
    live: bool
    """Asterisk writes to it; a file that is not live was rotated away."""


@dataclass(slots=True)
class FollowedFile:
    """How far a file is in the record. `repeats` counts equal queue_log lines of its last second."""

    id: str
    source: Source
    name: str
    device: int
    inode: int
    head: bytes
    head_length: int
    offset: int = 0
    repeats: dict[str, int] = field(default_factory=dict[str, int])
    repeats_at_us: int = 0
    stored: bool = False
    last_at_us: int = 0


def list_files(folder: Path) -> list[FileOnDisk]:
    """Oldest first, the live file of each source last. A missing folder has no files yet."""
    found: list[FileOnDisk] = []
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return []
    for entry in entries:
        source = _source_of(entry.name)
        if source is None:
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue  # renamed while listing: the next look sees it under its new name
        if not entry.is_file(follow_symlinks=False):
            continue
        found.append(
            FileOnDisk(
                path=Path(entry.path),
                source=source,
                device=status.st_dev,
                inode=status.st_ino,
                size=status.st_size,
                modified_us=status.st_mtime_ns // 1000,
                live=entry.name == NAMES[source],
            )
        )
    return sorted(found, key=lambda file: (file.live, file.modified_us, file.path.name))


def _source_of(name: str) -> Source | None:
    if name.endswith(_NOT_OURS):
        return None
    for source, base in NAMES.items():
        if name == base or (name.startswith(base) and _ROTATED.fullmatch(name, len(base))):
            return source
    return None


class Folder:
    """Recognises files by inode and first bytes, so that a reused inode or a truncated file is a new file."""

    def __init__(self, folder: Path, *, digest: Callable[[bytes], bytes], new_id: Callable[[], str]) -> None:
        self.path = folder
        self._digest = digest
        self._new_id = new_id
        self._followed: dict[tuple[Source, int, int], FollowedFile] = {}
        self._live: dict[Source, FollowedFile] = {}

    def restore(self, files: list[FollowedFile], *, last_cel_us: int | None) -> None:
        """`last_cel_us` is what the clock said in the row that came last."""
        self._followed = {(file.source, file.device, file.inode): file for file in files}
        self._live = {}
        # The one called live in the database, or after a rotation the newest.
        for file in sorted(files, key=lambda file: (file.name == NAMES[file.source], file.id)):
            self._live[file.source] = file
        if Source.CEL in self._live:
            self._live[Source.CEL].last_at_us = last_cel_us or 0

    def look(self) -> list[tuple[FileOnDisk, FollowedFile]]:
        """Every file there is, each with how far it was read."""
        seen: list[tuple[FileOnDisk, FollowedFile]] = []
        for disk in list_files(self.path):
            followed = self._recognise(disk)
            if followed is None:
                continue
            if disk.live:
                self._live[disk.source] = followed
            seen.append((disk, followed))
        return seen

    def forget(self, file_id: str) -> None:
        """After a file was archived: another file may get its inode."""
        self._followed = {key: file for key, file in self._followed.items() if file.id != file_id}

    def _recognise(self, disk: FileOnDisk) -> FollowedFile | None:
        key = (disk.source, disk.device, disk.inode)
        followed = self._followed.get(key)
        if followed is not None and disk.size == followed.offset:
            followed.name = disk.path.name
            return followed
        head = _read_head(disk.path)
        if followed is not None:
            kept = (
                disk.size >= followed.offset and self._digest(head[: followed.head_length]) == followed.head
            )
            if kept:
                followed.name = disk.path.name
                return followed
        if not head:
            return None
        new = FollowedFile(
            id=self._new_id(),
            source=disk.source,
            name=disk.path.name,
            device=disk.device,
            inode=disk.inode,
            head=self._digest(head),
            head_length=len(head),
        )
        if disk.live and disk.source in self._live:
            # The live file after a rotation goes on where the last one ended, in mid-second perhaps.
            before = self._live[disk.source]
            new.repeats, new.repeats_at_us = dict(before.repeats), before.repeats_at_us
            copied = self._digest(head[: before.head_length]) == before.head
            if before.name != new.name and not copied:
                # It was rotated away. A copy holds rows of before once more, and no clock went back.
                new.last_at_us = before.last_at_us
        self._followed[key] = new
        return new


def _read_head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError:
        return b""


def read_from(disk: FileOnDisk, offset: int, length: int) -> bytes:
    """Empty when the file went away meanwhile, or when another stands under its name since we looked."""
    try:
        with disk.path.open("rb") as file:
            status = os.fstat(file.fileno())
            if (status.st_dev, status.st_ino) != (disk.device, disk.inode):
                return b""
            file.seek(offset)
            return file.read(length)
    except FileNotFoundError:
        return b""
