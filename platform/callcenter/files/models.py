"""What every row of a file that is made or read in the background has."""

from typing import ClassVar, Final

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.files.transfer import TransferState
from callcenter.kit.db import Base, Microseconds

_STATES: Final = ", ".join(f"'{state.value}'" for state in TransferState)


class FileJob(Base):
    """`without_file`: in these states there is no file, or nobody needs it any more."""

    __abstract__ = True
    without_file: ClassVar[tuple[TransferState, ...]] = (TransferState.REMOVED,)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(16))
    created_us: Mapped[int] = mapped_column(Microseconds)
    ended_us: Mapped[int | None] = mapped_column(Microseconds)
    failure_zh: Mapped[str | None] = mapped_column(String(300))
    failure_en: Mapped[str | None] = mapped_column(String(300))


def known_state() -> CheckConstraint:
    """For the table of each kind."""
    return CheckConstraint(f"state IN ({_STATES})", name="known_state")
