"""The work of everybody over the shifts of a few is no utilisation."""

import pytest

from callcenter.reporting.reports import timesheet

pytestmark = pytest.mark.unit

HOUR_US = 3_600_000_000


def utilisation(*agents: tuple[str, int, int]) -> float | None:
    """Agents with the hours they were ready and the hours of their shifts."""
    nothing = dict.fromkeys(timesheet._NAMES, 0)
    parts = {
        (agent, 1): {
            **nothing,
            "signed_in_us": ready * HOUR_US,
            "ready_us": ready * HOUR_US,
            "paid_us": paid * HOUR_US,
        }
        for agent, ready, paid in agents
    }
    total = timesheet._total(parts, [])
    assert total["paid_us"] == sum(paid for *_, paid in agents) * HOUR_US
    cells = zip(timesheet._COLUMNS, total["figures"], strict=True)
    return next(cell.value for column, cell in cells if column.id == "utilisation")


def test_is_none_while_somebody_who_was_there_has_no_shift() -> None:
    assert utilisation(("A00001", 4, 8), ("A00002", 6, 8)) == 0.625
    assert utilisation(("A00001", 4, 8), ("A00002", 6, 0)) is None
    assert utilisation(("A00001", 4, 8), ("A00002", 0, 0)) == 0.5
