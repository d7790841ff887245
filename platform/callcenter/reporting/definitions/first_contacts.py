"""Whether one contact was enough, and whether the answered calls have their recordings."""

from collections.abc import Container
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.reporting.definitions.calls import REQUESTED
from callcenter.reporting.definitions.definition import Definition, Unit, Words, plus

WINDOWS: Final = {"24h": 24, "72h": 72, "7d": 7 * 24}
"""Hours in which the same caller does not come again."""


def reach_us(ids: Container[str]) -> int:
    """How far before and after a period its figures look: a call that is missing there makes them wrong."""
    return max((hours * 3600 * SECOND for name, hours in WINDOWS.items() if f"fcr_{name}" in ids), default=0)


def _fcr(name: str, hours: int) -> Definition:
    return Definition(
        id=f"fcr_{name}",
        version=1,
        name=Words(f"一次解决率（{hours} 小时）", f"First contact resolution ({hours} h)"),
        unit=Unit.ratio,
        formula=Words(
            f"首次联络中，其后 {hours} 小时内同一主叫未再转人工的通话数 ÷ 首次联络数",
            f"first contacts whose caller did not ask for a person again within {hours} h ÷ first contacts",
        ),
        numerator=plus(f"resolved_{name}"),
        denominator=plus(f"first_contacts_{name}"),
        clock=Words(
            "转人工时刻 → 同一主叫下一次转人工时刻", "human request → the same caller's next human request"
        ),
        boundary=Words(
            f"恰为 {hours} 小时视为重复；只计已满 {hours} 小时的完整自然日",
            f"{hours} h sharp is a repeat; only whole days that ended at least {hours} h ago",
        ),
        counted=Words(
            f"已接通、且此前 {hours} 小时内同一主叫未曾转人工的通话；隐藏号码的主叫不计",
            f"Answered calls whose caller had not asked for a person in the {hours} h before; not those "
            "who withhold their number",
        ),
        rows=f"first_contacts_{name}",
    )


COUNTED: Final = (
    Definition(
        id="recording_completeness",
        version=1,
        name=Words("录音完整率", "Recordings present"),
        unit=Unit.ratio,
        formula=Words(
            "有可播放录音文件的接通量 ÷ 人工接通量", "answered with a playable recording ÷ answered"
        ),
        numerator=plus("recorded"),
        denominator=plus("answered"),
        clock=REQUESTED,
        counted=Words("人工接通量", "answered"),
    ),
    *(_fcr(name, hours) for name, hours in WINDOWS.items()),
)
