"""`callcenter prepare`: the files of a running one are its own."""

import pytest
from typer.testing import CliRunner

from callcenter.app.cli import app
from callcenter.app.ports import only_one

pytestmark = pytest.mark.unit


def test_beside_a_running_one_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CALLCENTER_DATA_DIR", str(tmp_path / "var"))
    with only_one(tmp_path / "var", "http://127.0.0.1:8080"):
        before = sorted((tmp_path / "var").rglob("*"))
        said = CliRunner().invoke(app, ["prepare", "--asterisk-elsewhere"])
        assert said.exit_code == 0, said.output
        assert "left as it is" in said.output
        assert sorted((tmp_path / "var").rglob("*")) == before
