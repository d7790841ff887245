"""Files on their way in or out, sealed on the disk: they hold whole numbers for as long as they lie there.

A file is a row of sealed parts; each part is bound to its file and place, and the last one says that it is,
so a part that was moved, left out or cut off is noticed.
"""

import io
import os
from collections.abc import AsyncIterable, Iterator
from pathlib import Path
from typing import Final

from callcenter.kit.errors import CallcenterError
from callcenter.telephony.journal.tokens import Keys

PART: Final = 1 << 20
_LENGTH: Final = 4


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
    def __init__(self, folder: Path, keys: Keys) -> None:
        self._folder = folder
        self._keys = keys

    def write(self, name: str, data: io.BytesIO) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self._path(name)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        buffer = data.getbuffer()
        count = max(1, -(-len(buffer) // PART))
        with os.fdopen(descriptor, "wb") as file:
            for number in range(count):
                part = bytes(buffer[number * PART : (number + 1) * PART])
                sealed = self._keys.encrypt(part, context=_place(name, number, last=number + 1 == count))
                file.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
            file.flush()
            os.fsync(file.fileno())
        buffer.release()

    def parts(self, name: str) -> Iterator[bytes]:
        """Raises FileGone, Unreadable."""
        try:
            file = self._path(name).open("rb")
        except FileNotFoundError:
            raise FileGone from None
        with file:
            number = 0
            sealed = _next(file)
            while sealed is not None:
                following = _next(file)
                context = _place(name, number, last=following is None)
                yield self._keys.decrypt(sealed, context=context)
                sealed, number = following, number + 1

    def read(self, name: str) -> io.BytesIO:
        """Raises FileGone, Unreadable."""
        return io.BytesIO(b"".join(self.parts(name)))

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        return [path.stem for path in self._folder.glob("*.sealed")] if self._folder.is_dir() else []

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sealed"


async def received(parts: AsyncIterable[bytes], *, most: int) -> io.BytesIO:
    """All of an upload, in memory only. Raises TooLarge as soon as it is."""
    whole = io.BytesIO()
    async for part in parts:
        if whole.tell() + len(part) > most:
            raise too_large(most)
        whole.write(part)
    return whole


def too_large(most: int) -> TooLarge:
    shown = most // 2**20
    return TooLarge(
        zh=f"文件超过 {shown} MB 的上限,未保存任何内容。请拆分后再上传。",
        en=f"The file is larger than {shown} MB; nothing was kept. Split it.",
    )


def _next(file: io.BufferedReader) -> bytes | None:
    length = file.read(_LENGTH)
    return file.read(int.from_bytes(length, "big")) if length else None


def _place(name: str, number: int, *, last: bool) -> bytes:
    return f"transfer_file:{name}:{number}:{'last' if last else 'more'}".encode()
