"""Files on their way in or out, sealed on the disk: they hold whole numbers for as long as they lie there.

A file is a row of sealed parts; each part is bound to its file and place, and the last one says that it is,
so a part that was moved, left out or cut off is noticed. They are sealed and opened part by part, which needs
no whole file in memory; an export is made there all the same before it is sealed.
"""

import asyncio
import io
import os
from collections.abc import AsyncIterable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from callcenter.kit.errors import CallcenterError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PART: Final = 1 << 20
_LENGTH: Final = 4


class Seals(Protocol):
    """The part of kit.encryption.Keyring that files need."""

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes: ...

    def decrypt(self, blob: bytes, *, context: bytes) -> bytes: ...


class TooLarge(CallcenterError):
    """More than the setting allows; nothing of it was kept."""

    status = 413


class FileGone(CallcenterError):
    """It was removed after its time."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            zh="文件已到期删除,请重新生成或上传。", en="The file was removed after its time; make it again."
        )


class SealedFiles:
    def __init__(self, folder: Path, keys: Seals) -> None:
        self._folder = folder
        self._keys = keys

    @contextmanager
    def writing(self, name: str) -> Generator["SealedWriter"]:
        """The file is there when the block ends, and not at all when it raises."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                writer = SealedWriter(file, name, self._keys)
                yield writer
                writer.finish()
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            self.remove(name)
            raise

    def write(self, name: str, data: io.BytesIO) -> None:
        with self.writing(name) as writer, data.getbuffer() as whole:
            for at in range(0, len(whole), PART):
                writer.add(whole[at : at + PART])

    async def receive(self, name: str, parts: AsyncIterable[bytes], *, most: int) -> int:
        """An upload; returns its size. Raises TooLarge as soon as it is, and keeps nothing of it."""
        with self.writing(name) as writer:
            async for part in parts:
                if writer.size + len(part) > most:
                    raise too_large(most)
                await asyncio.to_thread(writer.add, part)
        return writer.size

    def open(self, name: str) -> io.BufferedReader:
        """To be read from any place, opening part by part. Raises FileGone; reading it raises Unreadable."""
        try:
            file = self._path(name).open("rb")
        except FileNotFoundError:
            raise FileGone from None
        return io.BufferedReader(_SealedReader(file, name, self._keys))

    def read(self, name: str) -> bytes:
        """Raises FileGone, Unreadable."""
        with self.open(name) as file:
            return file.read()

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def untouched_since(self, at_us: int) -> list[str]:
        """The names of the files that nobody has written to since then."""
        files = self._folder.glob("*.sealed") if self._folder.is_dir() else ()
        return [file.stem for file in files if file.stat().st_mtime_ns // 1000 < at_us]

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sealed"


class SealedWriter:
    """`size` counts what was added, readable."""

    def __init__(self, file: io.BufferedWriter, name: str, keys: Seals) -> None:
        self._file = file
        self._name = name
        self._keys = keys
        self._kept = bytearray()
        self._number = 0
        self.size = 0

    def add(self, data: bytes | memoryview) -> None:
        self.size += len(data)
        self._kept += data
        # What may be the last part stays until it is known whether it is.
        while len(self._kept) > PART:
            self._seal(bytes(self._kept[:PART]), last=False)
            del self._kept[:PART]

    def finish(self) -> None:
        self._seal(bytes(self._kept), last=True)

    def _seal(self, part: bytes, *, last: bool) -> None:
        sealed = self._keys.encrypt(part, context=_place(self._name, self._number, last=last))
        self._file.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        self._number += 1


class _SealedReader(io.RawIOBase):
    def __init__(self, file: io.BufferedReader, name: str, keys: Seals) -> None:
        self._file = file
        self._name = name
        self._keys = keys
        self._places = list(_places(file))
        self._at = 0
        self._opened: tuple[int, bytes] = (-1, b"")
        # The last part says whether the end is there, before anything else is believed.
        last = len(self._places) - 1
        self._size = last * PART + len(self._part(last))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        number, within = divmod(self._at, PART)
        if self._at >= self._size:
            return 0
        with memoryview(buffer) as view:
            read = self._part(number)[within : within + len(view)]
            view[: len(read)] = read
        self._at += len(read)
        return len(read)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _part(self, number: int) -> bytes:
        if self._opened[0] != number:
            offset, length = self._places[number]
            self._file.seek(offset)
            context = _place(self._name, number, last=number + 1 == len(self._places))
            self._opened = (number, self._keys.decrypt(self._file.read(length), context=context))
        return self._opened[1]


def _places(file: io.BufferedReader) -> Generator[tuple[int, int]]:
    """Offset and length of each sealed part; of an empty file one that nobody can open."""
    at = 0
    while True:
        length = int.from_bytes(file.read(_LENGTH), "big")
        if not length and at:
            return
        yield at + _LENGTH, length
        at = file.seek(at + _LENGTH + length)


def too_large(most: int) -> TooLarge:
    shown = most // 2**20
    return TooLarge(
        zh=f"文件超过 {shown} MB 的上限,未保存任何内容。请拆分后再上传。",
        en=f"The file is larger than {shown} MB; nothing was kept. Split it.",
    )


def _place(name: str, number: int, *, last: bool) -> bytes:
    return f"transfer_file:{name}:{number}:{'last' if last else 'more'}".encode()
