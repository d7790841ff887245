"""Which tests stay together in a parallel run."""

import os

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

LAYERS_OF_ONE_WORKER = ("tests/asterisk/", "tests/e2e/")
"""One Asterisk in the order of its files, one browser at a time, and ports of their own: they mostly wait."""


class LayerScheduling(LoadScopeScheduling):
    """By the path of a test: xdist's own groups are lost on the way with pytest 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return next((layer for layer in LAYERS_OF_ONE_WORKER if nodeid.startswith(layer)), nodeid)


_begun: list[str] = []


def pytest_runtest_logstart(nodeid: str) -> None:
    """A worker that begins with none of these layers computes, and gives way to those that listen."""
    if not _begun and "PYTEST_XDIST_WORKER" in os.environ and not nodeid.startswith(LAYERS_OF_ONE_WORKER):
        os.nice(10)
    _begun.append(nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LayerScheduling | None:
    return LayerScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None
