"""The runner of `make test`: a failure of a moment is looked at again and named; one that stays, stays."""

from __future__ import annotations

from pathlib import Path

import pytest
import run_layers

pytestmark = pytest.mark.contract

FAILS_ONCE = """
import pathlib
def test_of_a_moment():
    seen = pathlib.Path(__file__).with_name("seen")
    was_there = seen.exists()
    seen.touch()
    assert was_there
"""
FAILS = "def test_that_stays():\n    assert False\n"


@pytest.mark.parametrize(
    ("tests", "status", "said"),
    [
        ([FAILS_ONCE], 0, "passed only alone"),
        ([FAILS_ONCE, FAILS], 1, "failed again"),
        ([FAILS_ONCE] + [FAILS] * run_layers.MOST_RUN_AGAIN, 1, None),
    ],
    ids=["of a moment", "that stays", "too many"],
)
def test_what_failed_is_run_once_more_and_named(
    tests: list[str],
    status: int,
    said: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    for number, text in enumerate(tests):
        (tmp_path / f"test_example_{number}.py").write_text(text)
    ended = run_layers.main(["-q"])
    shown = capfd.readouterr().out
    assert ended == status, shown
    assert ("run once more" in shown) is (said is not None)
    assert said is None or said in shown
