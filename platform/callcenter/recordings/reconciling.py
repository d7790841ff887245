"""The register of recordings held against the folder, both ways."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database
from callcenter.recordings import repository
from callcenter.recordings.service import RecordingRegister
from callcenter.telephony.reconcile.differences import Difference, Findings, Kind
from callcenter.tenancy import Scope

_AT_ONCE: Final = 500
_LATER_US: Final = 3600 * SECOND
"""A recording is closed after its call ended, which may be after the period."""


class RecordingsReconciled:
    """Implements telephony's port RecordingsBeside. Nothing is removed: a file nobody knows is listed."""

    def __init__(
        self, folder: Path, database: Database, clock: Clock, scope: Scope, register: RecordingRegister
    ) -> None:
        self._folder = folder
        self._database = database
        self._clock = clock
        self._scope = scope
        self._register = register

    async def reconcile(self, findings: Findings, *, from_us: int, to_us: int) -> None:
        await self._registered(findings, from_us, to_us)
        await self._on_disk(findings, from_us, to_us)

    async def _registered(self, findings: Findings, from_us: int, to_us: int) -> None:
        last = ""
        while True:
            async with self._database.read() as session:
                page = await repository.present_between(
                    session, self._scope, from_us=from_us, to_us=to_us, after=last, limit=_AT_ONCE
                )
            if not page:
                return
            findings.looked_at("recordings", len(page))
            gone = [(call_id, at_us) for call_id, file, size, at_us in page if self._size(file) != size]
            for call_id, at_us in gone:
                findings.add(Difference(Kind.RECORDING_GONE, call_id, at_us))
            await self._register.look_anew([call_id for call_id, _ in gone])
            last = page[-1][0]

    async def _on_disk(self, findings: Findings, from_us: int, to_us: int) -> None:
        until_us = min(to_us, self._clock.now_us() - _LATER_US // 6)
        reading = _written_between(self._folder, from_us, until_us)
        while names := await asyncio.to_thread(_next, reading):
            async with self._database.read() as session:
                known = await repository.files_of_calls(
                    session,
                    self._scope,
                    [name for name, _ in names],
                    from_us=from_us - 24 * _LATER_US,
                    to_us=to_us + _LATER_US,
                )
            for name, at_us in names:
                if name not in known:
                    findings.add(Difference(Kind.RECORDING_WITHOUT_CALL, name, at_us))

    def _size(self, file: str | None) -> int | None:
        if file is None:
            return None
        try:
            return (self._folder / file).stat().st_size
        except FileNotFoundError:
            return None


def _written_between(folder: Path, from_us: int, to_us: int) -> Iterator[tuple[str, int]]:
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if not entry.is_file(follow_symlinks=False):
                continue
            at_us = entry.stat(follow_symlinks=False).st_mtime_ns // 1000
            if from_us <= at_us < to_us:
                yield entry.name, at_us


def _next(reading: Iterator[tuple[str, int]]) -> Sequence[tuple[str, int]]:
    return [found for found, _ in zip(reading, range(_AT_ONCE), strict=False)]
