"""The shape of the house, where no other tool can say no."""

import re
import tomllib
from pathlib import Path

import pytest

from callcenter.app.settings import Settings

pytestmark = pytest.mark.contract

TOP = Path(__file__).parents[2]
PACKAGE = TOP / "platform/callcenter"
LINES = 350
FILES = 45
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base", "shared"}


def python_files(*folders: str) -> list[Path]:
    return [
        file for folder in folders for file in (TOP / folder).rglob("*.py") if "__pycache__" not in file.parts
    ]


def test_platform_does_not_hide_pythons_own_platform_module():
    assert not (TOP / "platform/__init__.py").exists()


def test_no_file_is_a_drawer():
    named = [
        str(file.relative_to(TOP))
        for file in python_files("platform", "tests", "deploy", "tools")
        if {file.stem, *file.relative_to(TOP).parent.parts} & FORBIDDEN
    ]
    assert named == []


def test_no_python_file_outgrows_its_room():
    counts = {
        str(file.relative_to(TOP)): len(file.read_text(encoding="utf-8").splitlines())
        for file in python_files("platform", "tests", "deploy", "tools")
        if "migrations" not in file.parts
    }
    assert {name: lines for name, lines in counts.items() if lines > LINES} == {}


def test_no_folder_is_a_drawer():
    counts = {
        str(folder.relative_to(TOP)): len(list(folder.glob("*.py")))
        for folder in (path for path in PACKAGE.rglob("*") if path.is_dir())
        if "migrations" not in folder.parts
    }
    assert {name: files for name, files in counts.items() if files > FILES} == {}


def test_every_package_says_what_it_answers_for():
    silent = [
        str(folder.relative_to(TOP))
        for folder in (path for path in PACKAGE.rglob("*") if path.is_dir())
        if any(folder.glob("*.py"))
        and "versions" not in folder.parts
        and not (folder / "__init__.py").is_file()
    ]
    assert silent == []
    empty = [
        str(file.relative_to(TOP))
        for file in PACKAGE.rglob("__init__.py")
        if "migrations" not in file.parts and not file.read_text(encoding="utf-8").startswith('"""')
    ]
    assert empty == []


def test_every_test_module_says_its_layer():
    unmarked = [
        str(file.relative_to(TOP))
        for file in (TOP / "tests").rglob("test_*.py")
        if not re.search(r"^pytestmark = ", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert unmarked == []


def test_every_dependency_says_its_reason():
    text = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    silent = [name for name in named if not re.search(rf'"{re.escape(name)}",\s+# \S+', text)]
    assert silent == []


def test_the_lock_names_no_address_of_a_registry():
    for lock in ("requirements.lock", "deploy/setup/uv.lock", "dashboard/package-lock.json"):
        file = TOP / lock
        if file.exists():
            assert "://registry" not in file.read_text(encoding="utf-8"), lock
            assert "--index-url" not in file.read_text(encoding="utf-8"), lock


def test_every_decision_names_what_enforces_it():
    decisions = sorted((TOP / "platform/decisions").glob("[0-9]*.md"))
    assert decisions
    for file in decisions:
        assert re.search(r"^## Enforced by", file.read_text(encoding="utf-8"), re.MULTILINE), file.name


def test_every_target_that_a_page_names_exists():
    targets = set(re.findall(r"^([a-z][a-z-]*):", (TOP / "Makefile").read_text(), flags=re.MULTILINE))
    pages = [*TOP.glob("*.md"), *TOP.glob("docs/**/*.md"), *TOP.glob("deploy/**/*.md")]
    named = {
        (page.name, target)
        for page in pages
        for target in re.findall(r"(?:^|`)make ([a-z][a-z-]*)", page.read_text(), flags=re.MULTILINE)
    }
    assert ("CONTRIBUTING.md", "screens") in named
    assert {target for _, target in named} <= targets


def test_every_setting_stands_on_the_page_that_tells_how_to_run_it():
    table = (TOP / "docs/running.md").read_text()
    told = {
        name.removeprefix("CALLCENTER").lower() for name in re.findall(r"`(?:CALLCENTER)?(_[A-Z_]+)`", table)
    }
    told |= {name.lower() for name in re.findall(r"`CALLCENTER(_[A-Z_]+)`", table)}
    assert {f"_{name}" for name in Settings.model_fields} <= told


def test_every_decision_has_a_number_of_its_own():
    files = sorted((TOP / "platform/decisions").glob("*.md"))
    numbers = [file.name[:4] for file in files]
    assert len(set(numbers)) == len(numbers), numbers
    for file in files:
        assert file.read_text(encoding="utf-8").startswith(f"# {file.name[:4]} "), file.name
