"""Which Asterisk is run, and which is refused."""

from pathlib import Path

import pytest

from callcenter.app import asterisk_process
from callcenter.app.asterisk_process import NoUsableAsterisk, find_asterisk, multiarch

pytestmark = pytest.mark.unit


def put_root(root: Path, version: str, modules: list[str]) -> Path:
    """A root whose loader is a script that answers -V."""
    libraries = root / "usr/lib" / multiarch()
    (libraries / "asterisk/modules").mkdir(parents=True)
    (root / "usr/sbin").mkdir(parents=True)
    (root / "usr/sbin/asterisk").touch()
    loader = libraries / "ld-linux-test.so.2"
    loader.write_text(f"#!/bin/sh\necho 'Asterisk {version}'\n")
    loader.chmod(0o755)
    for module in modules:
        (libraries / "asterisk/modules" / module).touch()
    return root


@pytest.fixture(autouse=True)
def nothing_on_the_path(monkeypatch):
    monkeypatch.setattr(asterisk_process, "path_program", lambda: None)


def test_runs_the_own_root_by_its_own_loader(tmp_path):
    root = put_root(tmp_path, "22.10.1~dfsg+~cs6.15.60671435-1", ["app_queue.so"])
    program = find_asterisk(root, ["app_queue.so"])
    assert program.version == "22.10.1"
    libraries = root / "usr/lib" / multiarch()
    assert program.running(Path("/x/asterisk.conf")) == [
        str(libraries / "ld-linux-test.so.2"),
        "--library-path",
        str(libraries),
        str(root / "usr/sbin/asterisk"),
        "-f",
        "-n",
        "-C",
        "/x/asterisk.conf",
    ]
    assert program.asking(Path("/x/asterisk.conf"), "core show uptime")[-2:] == ["-rx", "core show uptime"]


@pytest.mark.parametrize("version", ["20.9.3", "23.0.0", "certified/18.9-cert4"])
def test_refuses_another_major_version(tmp_path, version):
    root = put_root(tmp_path, version, ["app_queue.so"])
    with pytest.raises(NoUsableAsterisk, match="≠ 22"):
        find_asterisk(root, ["app_queue.so"])


def test_names_every_missing_module(tmp_path):
    root = put_root(tmp_path, "22.10.1", ["app_queue.so"])
    with pytest.raises(NoUsableAsterisk, match=r"cel_custom\.so, res_cdrel_custom\.so"):
        find_asterisk(root, ["app_queue.so", "cel_custom.so", "res_cdrel_custom.so"])


def test_says_how_to_get_one_when_there_is_none(tmp_path):
    with pytest.raises(NoUsableAsterisk, match="make setup"):
        find_asterisk(tmp_path, [])


def test_wants_the_module_that_writes_cel_as_json(tmp_path):
    put_root(tmp_path, "22.10.1", ["app_queue.so", "cel_custom.so"])
    with pytest.raises(NoUsableAsterisk, match=r"res_cdrel_custom\.so"):
        find_asterisk(tmp_path)
