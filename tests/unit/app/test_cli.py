"""What the command says about itself."""

from datetime import datetime

import pytest
from typer.testing import CliRunner

from callcenter import __version__
from callcenter.app.cli import app
from callcenter.app.record_commands import days
from callcenter.reporting.reports.days import DaysWrong

pytestmark = pytest.mark.unit


def test_says_its_version():
    told = CliRunner().invoke(app, ["--version"])
    assert (told.exit_code, told.output) == (0, f"callcenter {__version__}\n")


@pytest.mark.parametrize(("first", "last"), [("0001-01-01", "9999-12-31"), ("2026-11-22", "2026-11-21")])
def test_days_that_cannot_be_are_refused_as_days(first, last):
    with pytest.raises(DaysWrong, match="first day"):
        days(datetime.fromisoformat(first), datetime.fromisoformat(last))
