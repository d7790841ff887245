"""Secrets at rest: one installation secret, keys of their own for each purpose, two suites.

Decide by the way a value is used: shown again from its row → `encrypt`; looked up by value → `token`;
both → both columns.
"""

import os
import secrets
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from callcenter.kit.errors import CallcenterError

Suite = Literal["sm", "aes"]

_NONCE: Final = 12
_TAG: Final = 16
_SECRET: Final = 32
_HEADERS: Final[dict[Suite, int]] = {"sm": 0x01, "aes": 0x02}
_SUITES: Final[dict[int, Suite]] = {header: suite for suite, header in _HEADERS.items()}
_CIPHER_KEY: Final[dict[Suite, int]] = {"sm": 16, "aes": 32}


class Unreadable(CallcenterError):
    """The bytes were changed, belong to another place, or were written under another secret."""


def hash_of(suite: Suite) -> hashes.HashAlgorithm:
    return hashes.SM3() if suite == "sm" else hashes.SHA256()


class Keyring:
    """SM4-GCM with SM3 (国密), or AES-256-GCM with SHA-256.

    Blobs say their suite in their first byte, so after a change of suite old ones stay readable. Tokens
    depend on the suite: a change of suite means writing them anew.
    """

    def __init__(self, secret: bytes, suite: Suite) -> None:
        if len(secret) < _SECRET:
            raise ValueError(f"the secret has {len(secret)} bytes; it needs {_SECRET}")
        self.suite: Suite = suite
        self._secret = secret
        self._cipher_keys = {known: self._derive(known, "cipher", _CIPHER_KEY[known]) for known in _HEADERS}
        self._row_digest = blake2b(key=self._derive(suite, "row-digest", 32), digest_size=16)
        self._token_mac = lru_cache(maxsize=64)(self._make_token_mac)

    @classmethod
    def from_secret(cls, secret: bytes, suite: Suite) -> Self:
        return cls(secret, suite)

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes:
        """`context` names the place (table, column, row); the blob can be read nowhere else."""
        header = bytes([_HEADERS[self.suite]])
        nonce = os.urandom(_NONCE)
        encryptor = self._cipher(self.suite, nonce).encryptor()
        encryptor.authenticate_additional_data(header + context)
        sealed = encryptor.update(plain) + encryptor.finalize()
        return header + nonce + sealed + encryptor.tag

    def decrypt(self, blob: bytes, *, context: bytes) -> bytes:
        """Raises Unreadable rather than return one doubtful byte."""
        suite = _SUITES.get(blob[0]) if len(blob) > _NONCE + _TAG else None
        if suite is None:
            raise _unreadable()
        nonce, sealed, tag = blob[1 : 1 + _NONCE], blob[1 + _NONCE : -_TAG], blob[-_TAG:]
        decryptor = self._cipher(suite, nonce, tag).decryptor()
        decryptor.authenticate_additional_data(blob[:1] + context)
        try:
            return decryptor.update(sealed) + decryptor.finalize()
        except InvalidTag:
            raise _unreadable() from None

    def token(self, value: str, *, purpose: str) -> str:
        """The same 32 hex digits for the same value and purpose; says nothing about the value."""
        mac = self._token_mac(purpose).copy()
        mac.update(value.encode())
        return mac.finalize()[:16].hex()

    def row_digest(self, line: bytes) -> bytes:
        """16 keyed bytes that tell one line of the journal from another; fast, not evidence."""
        digest = self._row_digest.copy()
        digest.update(line)
        return digest.digest()

    def _make_token_mac(self, purpose: str) -> hmac.HMAC:
        return hmac.HMAC(self._derive(self.suite, f"token:{purpose}", 32), hash_of(self.suite))

    def _derive(self, suite: Suite, purpose: str, length: int) -> bytes:
        info = f"callcenter/1/{suite}/{purpose}".encode()
        return HKDF(algorithm=hash_of(suite), length=length, salt=None, info=info).derive(self._secret)

    def _cipher(self, suite: Suite, nonce: bytes, tag: bytes | None = None) -> Cipher[modes.GCM]:
        key = self._cipher_keys[suite]
        algorithm = algorithms.SM4(key) if suite == "sm" else algorithms.AES(key)
        return Cipher(algorithm, modes.GCM(nonce, tag))


def load_or_create_secret(path: Path) -> bytes:
    """The installation's secret, made on first use and readable by its owner only.

    Raises ValueError when the file is shorter than a secret: continuing would make every stored
    value unreadable under a new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = path.read_bytes()
        if len(secret) < _SECRET:
            raise ValueError(f"{path} is not a secret of this program: {len(secret)} bytes") from None
        return secret
    secret = secrets.token_bytes(_SECRET)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return secret


def _unreadable() -> Unreadable:
    return Unreadable(
        zh="存储的密文无法解密:内容被改动,或安装密钥已更换。请恢复原来的密钥文件。",
        en="A stored value cannot be decrypted: it was changed, or the installation's secret was. "
        "Restore the original secret file.",
    )
