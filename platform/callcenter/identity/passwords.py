"""Passwords: argon2id, checked off the event loop, a bounded number at a time."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from callcenter.kit.problems import InvalidInput

SHORTEST: Final = 10
LONGEST: Final = 256
# Each check takes 64 MiB and a core; more at once would let sign-ins starve calls of the machine.
_AT_ONCE: Final = 2


class Passwords:
    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """Raises InvalidInput for a password that is too short to be one."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise InvalidInput(
                zh=f"密码长度应为 {SHORTEST} 至 {LONGEST} 个字符。",
                en=f"A password has {SHORTEST} to {LONGEST} characters.",
            )
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password_hash: str | None, password: str) -> bool:
        """Takes as long for a person who does not exist, so that time tells nobody who does."""
        async with self._turns:
            return await asyncio.to_thread(self._matches, password_hash, password)

    def is_outdated(self, password_hash: str) -> bool:
        """True when a stored hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def _matches(self, password_hash: str | None, password: str) -> bool:
        if password_hash is None:
            if self._nobody is None:
                self._nobody = self._hasher.hash("nobody has this password")
            self._verify(self._nobody, password)
            return False
        return self._verify(password_hash, password)

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
