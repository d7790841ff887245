"""Rules of the house about writing: one place commits, one place writes the audit trail."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.contract
PACKAGE = Path(__file__).parents[2] / "platform" / "callcenter"


def calls():
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                yield path.relative_to(PACKAGE).as_posix(), name, node


def test_nobody_commits_but_the_database():
    """A commit in the middle leaves half of a request behind when the rest fails (ADR 0030)."""
    committing = {
        path
        for path, name, node in calls()
        if name == "commit"
        and isinstance(node.func, ast.Attribute)
        and "session" in ast.unparse(node.func.value)
    }
    assert committing == {"kit/db.py"}


def test_nobody_writes_the_audit_trail_but_its_writer():
    """Two writers would fork the chain (ADR 0032)."""
    assert {path for path, name, _ in calls() if name == "AuditRow"} == {"identity/audit.py"}
