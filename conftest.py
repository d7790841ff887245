"""Which tests stay together in a parallel run."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

LAYERS_OF_ONE_WORKER = ("tests/asterisk/", "tests/e2e/")
"""One Asterisk in the order of its files, one browser at a time, and ports of their own: they mostly wait."""


class LayerScheduling(LoadScopeScheduling):
    """By the path of a test: xdist's own groups are lost on the way with pytest 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return next((layer for layer in LAYERS_OF_ONE_WORKER if nodeid.startswith(layer)), nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LayerScheduling | None:
    return LayerScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None
