"""Whether callers could reach the phone system at all."""

from typing import Final

from callcenter.reporting.definitions.definition import Definition, Subject, Unit, Words, plus

_CLOCK: Final = Words("按实际发生时刻归入时段", "Booked where the clock was")
_DOWN: Final = Words(
    "不可用：没有 Asterisk 能接受来电，或没有一条中继可达；仅平台停机不算；状态未知的时间另计",
    "Down: no Asterisk accepts calls, or no trunk is reachable; the platform alone being away is not. "
    "Time in which nobody could say is apart",
)
_CALL: Final = frozenset({Subject.CALL})


def _part(id_: str, unit: Unit, name: Words, formula: Words, boundary: Words | None = None) -> Definition:
    return Definition(
        id=id_,
        version=1,
        name=name,
        unit=unit,
        formula=formula,
        numerator=plus(id_),
        clock=_CLOCK,
        boundary=boundary or Words("—", "—"),
        counted=_DOWN,
        rows="service_epochs",
        subjects=_CALL,
    )


SERVICE: Final = (
    Definition(
        id="availability",
        version=1,
        name=Words("系统可用率", "Availability"),
        unit=Unit.ratio,
        formula=Words("1 − 不可用时长 ÷ 受监测时长", "1 − downtime ÷ watched time"),
        numerator=plus("available_us"),
        denominator=plus("watched_us"),
        clock=_CLOCK,
        boundary=Words(
            "前后两次观察不一致时，其间视为不可用", "Between two looks that say otherwise it counts as down"
        ),
        counted=_DOWN,
        rows="service_epochs",
        subjects=_CALL,
    ),
    _part("downtime_us", Unit.us, Words("不可用时长", "Downtime"), Words("不可用的时长之和", "Σ of outages")),
    _part(
        "outages", Unit.calls, Words("中断次数", "Outages"), Words("不可用的次数", "How often it was down")
    ),
    _part(
        "outages_30m",
        Unit.calls,
        Words("超时中断次数", "Outages over 30 min"),
        Words("单次超过 30 分钟的中断次数", "Outages of more than 30 minutes"),
        Words("超过 30 分钟", "> 30 min"),
    ),
    _part(
        "longest_outage_us",
        Unit.us,
        Words("最长中断时长", "Longest outage"),
        Words("最长一次不可用的时长", "The longest time it was down without a break"),
    ),
    _part(
        "unwatched_us",
        Unit.us,
        Words("未监测时长", "Not watched"),
        Words("时段长度 − 受监测时长", "length of the period − watched time"),
    ),
)
