"""The floor as a live topic: `link`, `queues/…`, `seats/…`, `calls/…`, `trunks/…`."""

from collections.abc import Iterable
from typing import Final

from callcenter.identity.roles import watchers
from callcenter.live import Topic
from callcenter.telephony.floor.floor import Floor

FLOOR: Final = "floor"


def floor_topic() -> Topic:
    """Numbers of callers are masked before they get here, for everybody."""
    return Topic(FLOOR, frozenset(role.value for role in watchers()))


def publish(topic: Topic, floor: Floor, changed: Iterable[str]) -> None:
    for key in changed:
        entry = floor.entry(key)
        if entry is None:
            topic.drop(key)
        else:
            topic.set(key, entry)
