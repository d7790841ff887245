"""Whose rows a question may touch. Every query of every repository takes a scope; none has a default."""

import re
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

COMPANY_ID: Final = re.compile(r"[a-z0-9]{2,12}")


@dataclass(frozen=True, slots=True)
class Scope:
    """The client companies whose rows may be seen. An empty scope sees nothing."""

    company_ids: frozenset[str]

    def __post_init__(self) -> None:
        for company_id in self.company_ids:
            if not COMPANY_ID.fullmatch(company_id):
                raise ValueError(f"not a company id: {company_id!r}")

    @classmethod
    def of(cls, *company_ids: str) -> "Scope":
        return cls(frozenset(company_ids))

    def __contains__(self, company_id: str) -> bool:
        return company_id in self.company_ids

    def holds(self, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """The condition every query carries: `select(...).where(scope.holds(Call.client_company_id))`."""
        values: list[Any] = sorted(self.company_ids)
        return column.in_(values)
