"""What was published under a version keeps its meaning: a changed definition is a new version beside it."""

import json
from dataclasses import asdict, fields
from hashlib import sha256
from pathlib import Path

import pytest

from callcenter.reporting.definitions.catalogue import CURRENT
from callcenter.reporting.definitions.definition import Definition

pytestmark = pytest.mark.unit

PUBLISHED = Path(__file__).parent / "published_definitions.json"


def digest(definition: Definition) -> str:
    """Of what it says; a field that a later release adds and this one leaves alone changes nothing."""
    said = {
        field.name: value
        for field, value in zip(fields(definition), asdict(definition).values(), strict=True)
        if value != field.default
    }
    said["subjects"] = sorted(definition.subjects)
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def test_a_published_version_never_changes() -> None:
    """A new definition or version is added to the file; a line that stands there is never edited."""
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    now = {f"{each.id} v{each.version}": digest(each) for each in CURRENT}
    assert {name: published.get(name) for name in now} == now
