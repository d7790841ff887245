"""A packed and encrypted copy of a rotated file, in blocks, so that size costs no memory.

Layout: magic, 26 bytes of id, then blocks of a 4-byte length and a ciphertext. Each block is bound to the
id, to its number and to whether it is the last one: none can be left out, moved or cut off unnoticed.
"""

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from callcenter.kit.encryption import Keyring, Unreadable

MAGIC: Final = b"ZZJ1"
_BLOCK: Final = 1 << 20
_LENGTH: Final = struct.Struct(">I")
_ID: Final = 26


def seal(source: Path, target: Path, *, file_id: str, keyring: Keyring) -> None:
    """Writes `target` durably, reads it back and compares it with `source`; raises rather than doubt."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as plain, os.fdopen(descriptor, "wb") as sealed:
        written = _write(plain, sealed, file_id, keyring)
        sealed.flush()
        os.fsync(sealed.fileno())
    read = hashlib.sha256()
    for piece in unseal(part, keyring=keyring):
        read.update(piece)
    if read.digest() != written:
        raise OSError(f"{part.name} does not hold what was written to it")
    part.replace(target)
    _sync_folder(target.parent)


def _write(plain: BinaryIO, sealed: BinaryIO, file_id: str, keyring: Keyring) -> bytes:
    digest = hashlib.sha256()
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    sealed.write(MAGIC + file_id.encode())
    pending, number = b"", 0
    while piece := plain.read(_BLOCK):
        digest.update(piece)
        pending += packer.compress(piece)
        while len(pending) > _BLOCK:
            sealed.write(_block(pending[:_BLOCK], file_id, number, keyring, last=False))
            pending, number = pending[_BLOCK:], number + 1
    pending += packer.flush()
    sealed.write(_block(pending, file_id, number, keyring, last=True))
    return digest.digest()


def _block(packed: bytes, file_id: str, number: int, keyring: Keyring, *, last: bool) -> bytes:
    cipher = keyring.encrypt(packed, context=_context(file_id, number, last=last))
    return _LENGTH.pack(len(cipher)) + cipher


def _context(file_id: str, number: int, *, last: bool) -> bytes:
    return f"journal_archive:{file_id}:{number}:{'last' if last else 'more'}".encode()


def unseal(path: Path, *, keyring: Keyring) -> Iterator[bytes]:
    """The plain bytes in pieces. Raises Unreadable when anything was changed, moved or cut off."""
    with path.open("rb") as sealed:
        if sealed.read(len(MAGIC)) != MAGIC:
            raise _unreadable(path)
        file_id = sealed.read(_ID).decode(errors="replace")
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        number = 0
        cipher = _next(sealed, path)
        while cipher is not None:
            following = _next(sealed, path)
            packed = keyring.decrypt(cipher, context=_context(file_id, number, last=following is None))
            piece = unpacker.decompress(packed)
            if piece:
                yield piece
            cipher, number = following, number + 1
        if not unpacker.eof:
            raise _unreadable(path)


def _next(sealed: BinaryIO, path: Path) -> bytes | None:
    prefix = sealed.read(_LENGTH.size)
    if not prefix:
        return None
    if len(prefix) == _LENGTH.size:
        (length,) = _LENGTH.unpack(prefix)
        cipher = sealed.read(min(length, 2 * _BLOCK))
        if len(cipher) == length:
            return cipher
    raise _unreadable(path)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unreadable(path: Path) -> Unreadable:
    return Unreadable(
        zh=f"归档文件 {path.name} 不完整或被改动。请从备份恢复。",
        en=f"The archived file {path.name} is incomplete or was changed. Restore it from a backup.",
    )
