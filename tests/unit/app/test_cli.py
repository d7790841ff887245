"""What the command says about itself."""

import pytest
from typer.testing import CliRunner

from callcenter import __version__
from callcenter.app.cli import app

pytestmark = pytest.mark.unit


def test_says_its_version():
    told = CliRunner().invoke(app, ["--version"])
    assert (told.exit_code, told.output) == (0, f"callcenter {__version__}\n")
