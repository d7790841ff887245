"""Every table of this folder: its rows give its call."""

from pathlib import Path

import pytest

from scenarios.tables import call_of, describe, parse, tables

pytestmark = pytest.mark.scenario


@pytest.mark.parametrize("path", tables(), ids=lambda path: path.stem)
def test_rows_give_the_expected_call(path: Path) -> None:
    scenario = parse(path.read_text())

    assert describe(call_of(scenario.rows)) == scenario.expected


@pytest.mark.parametrize("path", tables(), ids=lambda path: path.stem)
def test_the_order_of_rows_in_the_files_does_not_matter(path: Path) -> None:
    """Asterisk writes rows out of order, and queue_log may be read before or after CEL."""
    scenario = parse(path.read_text())
    starts = [row for row in scenario.rows if row.event == "CHAN_START"]
    others = [row for row in scenario.rows if row.event != "CHAN_START"]

    assert describe(call_of([*starts, *reversed(others)])) == scenario.expected
