"""A file that another program writes while a test reads it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


class GrowingFile(Generic[T]):
    """Its whole lines: each is read once, and half a line not yet."""

    def __init__(self, path: Path, read_line: Callable[[bytes], T]) -> None:
        self._path, self._read_line = path, read_line
        self._inode = self._read = 0
        self._lines: list[T] = []

    def lines(self) -> list[T]:
        """Of the file that has this name now."""
        try:
            file = self._path.open("rb")
        except FileNotFoundError:
            return []
        with file:
            state = os.fstat(file.fileno())
            if state.st_ino != self._inode or state.st_size < self._read:
                self._inode, self._read, self._lines = state.st_ino, 0, []
            file.seek(self._read)
            *whole, half = file.read().split(b"\n")
            self._read = file.tell() - len(half)
        self._lines += [self._read_line(line) for line in whole]
        return self._lines
