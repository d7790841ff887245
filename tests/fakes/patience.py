"""How long tests wait for what other programs do."""

from typing import Final

PATIENCE: Final = 30.0
"""Seconds: it comes at once on an idle machine, later on a busy one, and a test fails when it never comes."""
