"""Rules of the house about writing: one place commits, one place writes the audit trail."""

import ast
from pathlib import Path

import pytest

from callcenter.app.models import METADATA

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


# Tables of the installation itself. Everything else belongs to a client company and says to which.
WITHOUT_A_COMPANY = {
    "clock_base",
    "record_version",
    "rollup_state",
    "client_company",
    "person_role",
    "session",
    "journal_file",
}


def test_every_business_table_says_whose_rows_they_are():
    """A query cannot stay within a company's border when its table does not know the company."""
    without = {table.name for table in METADATA.sorted_tables if "client_company_id" not in table.columns}
    assert without == WITHOUT_A_COMPANY
