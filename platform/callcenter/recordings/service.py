"""Keeps the register of recordings true to the folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement

from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, ReadSession
from callcenter.recordings import repository
from callcenter.recordings.ports import NobodyFollows, RecordingFollower
from callcenter.recordings.recording import check, file_in
from callcenter.telephony.ports import Recorded
from callcenter.tenancy import Scope


class RecordingRegister:
    """Implements telephony's port RecordedCalls."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        clock: Clock,
        scope: Scope,
        *,
        follower: RecordingFollower | None = None,
    ) -> None:
        self._folder = folder
        self._database = database
        self._clock = clock
        self._scope = scope
        self._follower = follower or NobodyFollows()

    async def of(self, session: ReadSession, scope: Scope, call_ids: Sequence[str]) -> Mapping[str, Recorded]:
        return await repository.states(session, scope, call_ids)

    def condition(self, recorded: Recorded) -> ColumnElement[bool]:
        return repository.condition(recorded)

    async def missing(self, session: ReadSession, scope: Scope, *, from_us: int) -> tuple[int, int | None]:
        """How many calls answered since then miss their recording, and since when."""
        return await repository.missing(session, scope, from_us=from_us)

    async def look(self, call_ids: Sequence[str]) -> int:
        """Looks for the files of these calls; how many it looked for."""
        async with self._database.read() as session:
            calls = await repository.calls_to_check(session, self._scope, call_ids=call_ids)
        return await self._look_for(calls)

    async def look_anew(self, call_ids: Sequence[str]) -> int:
        """As `look`, also for files that were there once."""
        async with self._database.read() as session:
            calls = await repository.calls_named(session, self._scope, call_ids)
        return await self._look_for(calls)

    async def look_again(self) -> int:
        """Looks for the files of the last day that were not there yet; how many it looked for."""
        now_us = self._clock.now_us()
        async with self._database.read() as session:
            calls = await repository.calls_to_check_again(session, self._scope, now_us=now_us)
        return await self._look_for(calls)

    async def _look_for(self, calls: Sequence[Any]) -> int:
        now_us = self._clock.now_us()
        rows: list[dict[str, object]] = []
        for call_id, company_id, file, ended_us in calls:
            checked = check(file=file, size=self._size(file), ended_us=ended_us, now_us=now_us)
            rows.append(
                {
                    "call_id": call_id,
                    "client_company_id": company_id,
                    "file": file,
                    "bytes": checked.size,
                    "length_us": checked.length_us,
                    "state": checked.state.value,
                    "checked_us": now_us,
                }
            )
        if rows:
            async with self._database.write() as session:
                await repository.save(session, rows)
                await self._follower.recordings_looked_for(session, [str(row["call_id"]) for row in rows])
        return len(rows)

    def _size(self, file: str | None) -> int | None:
        path = file_in(self._folder, file)
        try:
            return None if path is None else path.stat().st_size
        except FileNotFoundError:
            return None
