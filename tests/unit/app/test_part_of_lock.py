"""The part of requirements.lock that goes into the platform's image."""

import importlib.util
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[3]
_spec = importlib.util.spec_from_file_location(
    "part_of_lock", ROOT / "deploy/containers/platform/part_of_lock.py"
)
assert _spec is not None
assert _spec.loader is not None
part_of_lock = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(part_of_lock)

LOCK = """\
alone==1.0 \\
    --hash=sha256:aa
    # via house (pyproject.toml:dev)
deep==3.1 ; sys_platform == 'linux' \\
    --hash=sha256:bb
    # via
    #   alone
    #   shared
shared[extra]==2.0 \\
    --hash=sha256:cc
    # via house (pyproject.toml)
"""


def test_only_what_the_root_leads_to():
    chosen = part_of_lock.part(LOCK, "house (pyproject.toml)")
    assert [line.split("=")[0] for line in chosen.splitlines() if "==1" in line or "==" in line] == [
        "deep",
        "shared[extra]",
    ]
    assert "sha256:bb" in chosen
    assert "sha256:aa" not in chosen
    assert "alone==" in part_of_lock.part(LOCK, "alone")


def test_a_root_that_is_not_there_is_an_error():
    with pytest.raises(LookupError):
        part_of_lock.part(LOCK, "nobody")


def test_the_image_gets_every_dependency_of_ours_and_no_test_tool():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    chosen = set(part_of_lock.entries(part_of_lock.part(lock, "callcenter (pyproject.toml)")))
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {line.partition(">=")[0].partition("==")[0].partition("[")[0] for line in declared}
    assert names <= chosen
    assert chosen.isdisjoint({"pytest", "ruff", "pyright", "playwright", "schemathesis"})
