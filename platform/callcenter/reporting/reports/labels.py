"""What the rows of a report are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from callcenter.kit.db import ReadSession
from callcenter.reporting.definitions.definition import Words
from callcenter.reporting.reports import repository
from callcenter.reporting.reports.kinds import RowKind
from callcenter.routing.settings_model import standard_queues
from callcenter.tenancy import Scope

WEEKDAYS: Final = (
    Words("周一", "Monday"),
    Words("周二", "Tuesday"),
    Words("周三", "Wednesday"),
    Words("周四", "Thursday"),
    Words("周五", "Friday"),
    Words("周六", "Saturday"),
    Words("周日", "Sunday"),
)
_NOBODY: Final = {
    RowKind.TEAM: Words("未分组", "Without a team"),
    RowKind.QUEUE: Words("未经队列", "Through no queue"),
}
_KEYS: Final = {"none": Words("未按键", "no key"), "wrong": Words("错误按键", "wrong key")}


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of the database and of the plan. A number, and a queue of old, is called by its code."""

    kind: RowKind
    names: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    async def of(cls, session: ReadSession, scope: Scope, kind: RowKind) -> Self:
        if kind is RowKind.AGENT:
            named = await repository.agents_named(session, scope)
            return cls(kind, {agent: f"{name} {number}" for agent, (name, number) in named.items()})
        if kind is RowKind.COMPANY:
            return cls(kind, await repository.companies_named(session, scope))
        if kind is RowKind.QUEUE:
            queues = (queue for company in scope.company_ids for queue in standard_queues(company))
            return cls(kind, {queue.name: queue.name_zh for queue in queues})
        return cls(kind)

    def label(self, key: str) -> Words:
        if not key and self.kind in _NOBODY:
            return _NOBODY[self.kind]
        if self.kind is RowKind.WEEKDAY:
            return WEEKDAYS[int(key) - 1]
        if self.kind is RowKind.HOUR:
            hour = f"{int(key):02d}:00–{int(key) + 1:02d}:00"
            return Words(hour, hour)
        if self.kind is RowKind.IVR_PATH:
            return _path(key)
        if self.kind is RowKind.WEEK:
            return Words(f"{key} 起一周", f"Week of {key}")
        said = self.names.get(key, key)
        return Words(said, said)


def _path(keys: str) -> Words:
    if not keys:
        return Words("未到按键", "Before any key")
    told = [_KEYS.get(key, Words(key, key)) for key in keys.split(">")]
    return Words(" → ".join(key.zh for key in told), " → ".join(key.en for key in told))
