"""A file on its way in or out: its states, and what may follow on what. Pure."""

from enum import StrEnum
from typing import Final


class TransferState(StrEnum):
    UPLOADED = "uploaded"
    """The file is here and its first rows were looked at."""
    QUEUED = "queued"
    RUNNING = "running"
    CHECKED = "checked"
    """A dry run went through: nothing was written."""
    DONE = "done"
    FAILED = "failed"
    REMOVED = "removed"
    """The file is gone; what became of it stays."""


class TransferFact(StrEnum):
    ASKED = "asked"
    STARTED = "started"
    CHECKED = "checked"
    FINISHED = "finished"
    BROKE = "broke"
    STOPPED = "stopped"
    """The platform ended in the middle; the rest is done after its start."""
    REMOVED = "removed"


_S, _F = TransferState, TransferFact
TRANSITIONS: Final[dict[tuple[TransferState, TransferFact], TransferState]] = {
    (_S.UPLOADED, _F.ASKED): _S.QUEUED,
    (_S.CHECKED, _F.ASKED): _S.QUEUED,
    (_S.FAILED, _F.ASKED): _S.QUEUED,
    (_S.QUEUED, _F.STARTED): _S.RUNNING,
    (_S.RUNNING, _F.STOPPED): _S.QUEUED,
    (_S.RUNNING, _F.CHECKED): _S.CHECKED,
    (_S.RUNNING, _F.FINISHED): _S.DONE,
    (_S.RUNNING, _F.BROKE): _S.FAILED,
    (_S.QUEUED, _F.BROKE): _S.FAILED,
    (_S.UPLOADED, _F.REMOVED): _S.REMOVED,
    (_S.CHECKED, _F.REMOVED): _S.REMOVED,
    (_S.FAILED, _F.REMOVED): _S.REMOVED,
    (_S.DONE, _F.REMOVED): _S.REMOVED,
    (_S.QUEUED, _F.REMOVED): _S.REMOVED,
}


def advance(state: TransferState, fact: TransferFact) -> TransferState | None:
    """None when the fact does not belong to the state: a command is then refused, anything else ignored."""
    return TRANSITIONS.get((state, fact))
