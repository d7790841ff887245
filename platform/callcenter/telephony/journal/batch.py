"""A batch that is not committed yet: lines of the files become rows with their keys and tokens."""

from dataclasses import dataclass, field
from typing import Any, Final

from callcenter.kit.clock import SECOND
from callcenter.kit.encryption import Keyring
from callcenter.telephony.journal.files import FollowedFile
from callcenter.telephony.journal.lines import HALF_A_ROW, BadLine, Line, read_lines
from callcenter.telephony.journal.rows import Row, Source, cel_event
from callcenter.telephony.journal.tokens import Tokeniser
from callcenter.telephony.straightening import SET_BACK

# Looked up once: a member of an enumeration costs more than a name.
_CEL: Final = Source.CEL
_QUEUE_LOG: Final = Source.QUEUE_LOG

HALF_WRITTEN_ROWS: Final = "half_written_rows"
CLOCK_SET_BACK: Final = "clock_set_back"
CLOCK_SET_FORWARD: Final = "clock_set_forward"
"""No file shows it: the platform sees it, by a clock that nobody sets."""
OPEN_WHEN: Final = {
    CLOCK_SET_BACK: "open_when_clock_set_back",
    CLOCK_SET_FORWARD: "open_when_clock_set_forward",
}
"""Before the minutes that happened twice or never: calls of then may be off in length and time of day."""


@dataclass(slots=True, eq=False)
class Pending(Row):
    """A row that is not committed yet."""

    key: bytes
    company_id: str
    group: str | None = None


@dataclass(slots=True)
class Advance:
    """How far a file will be read once the batch is committed."""

    offset: int
    repeats: dict[str, int]
    repeats_at_us: int
    last_at_us: int | None = None
    """Of the last good row of this file in this batch."""


@dataclass(slots=True, frozen=True)
class Break:
    """Where the record is not to be trusted; without `from_us` the last good row came in an earlier batch."""

    source: Source
    reason: str
    from_us: int | None
    to_us: int
    row: Pending | None = None
    """The one that shows it; a copy of a row that is in the record already shows nothing."""


@dataclass(slots=True)
class Batch:
    rows: list[Pending] = field(default_factory=list[Pending])
    bad: list[tuple[Source, BadLine, bytes]] = field(default_factory=list[tuple[Source, BadLine, bytes]])
    breaks: list[Break] = field(default_factory=list[Break])
    advances: dict[str, Advance] = field(default_factory=dict[str, Advance])
    files: dict[str, FollowedFile] = field(default_factory=dict[str, FollowedFile])

    def __bool__(self) -> bool:
        return bool(self.advances)


@dataclass(slots=True, frozen=True)
class Ingested:
    """What one committed batch brought."""

    rows: int
    duplicates: int
    bad_lines: int
    changed_calls: tuple[str, ...]
    last_at_us: int


class Companies:
    """Whose a row is, by what Asterisk says; what it does not know belongs to the installation's own."""

    def __init__(self, company_ids: frozenset[str], default_company_id: str) -> None:
        self._known = company_ids
        self.default = default_company_id
        self.all = sorted({*company_ids, default_company_id})

    def of(self, said: str) -> str:
        return said if said in self._known else self.default


class Intake:
    """Reads lines into batches."""

    def __init__(self, keyring: Keyring, tokeniser: Tokeniser, companies: Companies) -> None:
        self._keyring = keyring
        self._tokeniser = tokeniser
        self._companies = companies

    def read(self, batch: Batch, file: FollowedFile, chunk: bytes, *, whole: bool) -> int:
        """Adds the complete lines of a chunk to the batch; returns how many bytes they were.

        `whole`: nothing will ever follow in this file, so its last line is complete without a newline.
        """
        end = len(chunk) if whole else chunk.rfind(b"\n") + 1
        if end == 0:
            return 0
        advance = batch.advances.get(file.id)
        if advance is None:
            advance = Advance(file.offset, dict(file.repeats), file.repeats_at_us)
            batch.advances[file.id] = advance
            batch.files[file.id] = file
        half, cel = False, file.source is _CEL
        for line in read_lines(file.source, chunk[:end].split(b"\n")):
            if isinstance(line, BadLine):
                batch.bad.append((file.source, line, self._keyring.row_digest(line.raw)))
                half = line.reason == HALF_A_ROW
                continue
            if half:
                batch.breaks.append(Break(file.source, HALF_WRITTEN_ROWS, advance.last_at_us, line.at_us))
            half = False
            at_us = line.at_us
            pending = self._of_cel(line) if cel else self._of_queue_log(line, advance)
            if cel and file.last_at_us - at_us > SET_BACK:
                # These minutes happened twice, or the ones before them never.
                batch.breaks.append(Break(file.source, CLOCK_SET_BACK, at_us, file.last_at_us, row=pending))
            file.last_at_us = advance.last_at_us = at_us
            batch.rows.append(pending)
        advance.offset += end
        return end

    def _of_cel(self, line: Line) -> Pending:
        raw, at_us, data = line
        self._tokeniser.cel(data)
        key = self._keyring.row_digest(raw)
        company_id = self._companies.of(str(data.get("tenantid", "")))
        return Pending(_CEL, at_us, cel_event(data), data["uniqueid"], data, key, company_id)

    def _of_queue_log(self, line: Line, advance: Advance) -> Pending:
        raw, at_us, data = line
        digest = self._keyring.row_digest(raw)
        # queue_log knows whole seconds: two true lines may be equal. Equal CEL lines are one.
        number = occurrence(advance, digest, at_us)
        self._tokeniser.queue_log(data)
        key = digest + number.to_bytes(2, "big") if number else digest
        company_id = self._companies.of(str(data.get("queue", "")).partition("-")[0])
        return Pending(_QUEUE_LOG, at_us, data.pop("event"), data.pop("callid"), data, key, company_id)


def occurrence(advance: Advance, digest: bytes, at_us: int) -> int:
    """Which one this is among equal lines of the same second."""
    if advance.repeats_at_us // SECOND != at_us // SECOND:
        advance.repeats, advance.repeats_at_us = {}, at_us
    key = digest.hex()
    number = advance.repeats.get(key, 0)
    advance.repeats[key] = number + 1
    return number


def file_values(batch: Batch) -> list[dict[str, Any]]:
    return [
        {
            "id": file.id,
            "source": file.source.value,
            "name": file.name,
            "device": file.device,
            "inode": file.inode,
            "head": file.head,
            "head_length": file.head_length,
            "offset": batch.advances[file.id].offset,
            "repeats": batch.advances[file.id].repeats | {"at_us": batch.advances[file.id].repeats_at_us},
            "stored": file.stored,
        }
        for file in batch.files.values()
    ]
