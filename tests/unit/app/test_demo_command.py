"""`callcenter demo`: a wish that cannot be is refused before anything is started."""

import pytest
from typer.testing import CliRunner

from callcenter.app.cli import app

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("outage", ["60-10", "60", "soon", "-5-10", "nan-5", "10-10"])
def test_an_outage_goes_from_a_second_to_a_later_one(outage):
    said = CliRunner().invoke(app, ["demo", f"--platform-outage={outage}"])
    assert said.exit_code == 2
    assert "60-120" in said.output
