"""Passwords that the installation makes for itself: AMI users, seats, demo people."""

import fcntl
import json
import os
import secrets
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path


class CredentialFile:
    """A file of names and generated passwords; a name keeps its password for ever."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def passwords(self, names: Iterable[str], *, length: int = 24) -> dict[str, str]:
        """One for each name, made where there was none."""
        wanted = list(names)
        known = self._read()
        if not known.keys() >= set(wanted):
            with self._alone():
                known = self._read()
                new = {name: secrets.token_urlsafe(length)[:length] for name in wanted if name not in known}
                known |= new
                if new:
                    self._write(known)
        return {name: known[name] for name in wanted}

    @contextmanager
    def _alone(self) -> Generator[None]:
        """Set-up and platform may start at the same moment: one of them makes the passwords."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self._path.with_suffix(".lock"), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _read(self) -> dict[str, str]:
        if not self._path.exists():
            return {}
        return {str(name): str(value) for name, value in json.loads(self._path.read_text("utf-8")).items()}

    def _write(self, everything: dict[str, str]) -> None:
        # Written whole beside the old file and renamed: a full disk never leaves half the passwords.
        beside = self._path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            json.dump(everything, opened, indent=1, sort_keys=True)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(self._path)
