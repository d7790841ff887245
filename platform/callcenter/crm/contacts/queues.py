"""Queues that somebody names: only those that there are."""

from collections.abc import Iterable

from callcenter.kit.problems import InvalidInput
from callcenter.routing.settings_model import standard_queues


class QueueUnknown(InvalidInput):
    def __init__(self, unknown: Iterable[str]) -> None:
        names = sorted(unknown)
        super().__init__(
            zh=f"没有这个技能队列:{'、'.join(names)}。请重新选择。",
            en=f"There is no such queue: {', '.join(names)}. Choose again.",
        )


def require_queues(company_id: str, named: Iterable[str]) -> None:
    """Raises QueueUnknown."""
    unknown = set(named) - {queue.name for queue in standard_queues(company_id)}
    if unknown:
        raise QueueUnknown(unknown)
