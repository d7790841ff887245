"""How soon: the 15-second rate in all its readings, and the waits of answered calls."""

from typing import Final

from callcenter.reporting.definitions.calls import OF_OFFERED
from callcenter.reporting.definitions.definition import Definition, Unit, Words, plus

_WAIT: Final = Words(
    "转人工时刻 → 人工应答时刻；排队与振铃均计入", "human request → agent answer; queue and ring included"
)
_WITHIN: Final = Words("不超过 15.000 秒（含）", "≤ 15.000 s, inclusive")
_EDGE: Final = Words(
    "60 秒以内按 0.1 秒、以上按 1 秒分组，取所在组的上界（含）",
    "Bins of 0.1 s up to 60 s and of 1 s above; the upper edge of the bin, inclusive",
)
_ANSWERED: Final = Words("人工接通量", "answered")

SERVICE_LEVEL: Final = Definition(
    id="service_level_15s",
    version=1,
    name=Words("15秒接通率", "Service level (15 s)"),
    unit=Unit.ratio,
    formula=Words(
        "转人工至人工应答不超过 15.000 秒（含）的接通量 ÷ 人工请求量（F3；排队与振铃均计入）",
        "answered ≤ 15.000 s after the human request ÷ offered (F3; queue and ring included)",
    ),
    numerator=plus("in_time"),
    denominator=plus("offered"),
    clock=_WAIT,
    boundary=_WITHIN,
    counted=OF_OFFERED,
    target=0.85,
)


def _reading(
    number: int, formula: Words, numerator: dict[str, int], denominator: dict[str, int]
) -> Definition:
    return Definition(
        id=f"service_level_15s_f{number}",
        version=1,
        name=Words(f"15秒接通率（F{number}）", f"Service level (15 s), F{number}"),
        unit=Unit.ratio,
        formula=formula,
        numerator=numerator,
        denominator=denominator,
        clock=_WAIT,
        boundary=_WITHIN,
        counted=Words("见公式；B_15 为 15.000 秒内放弃，B_s 为短时放弃", "As the formula says"),
    )


OTHER_READINGS: Final = (
    _reading(
        1,
        Words("(15秒内接通 + 15秒内放弃) ÷ 人工请求量", "(answered + abandoned within 15 s) ÷ offered"),
        plus("in_time", "abandoned_in_time"),
        plus("offered"),
    ),
    _reading(
        2,
        Words("15秒内接通 ÷ 人工接通量", "answered within 15 s ÷ answered"),
        plus("in_time"),
        plus("answered"),
    ),
    _reading(
        4,
        Words(
            "15秒内接通 ÷ (人工请求量 − 15秒内放弃)",
            "answered within 15 s ÷ (offered − abandoned within 15 s)",
        ),
        plus("in_time"),
        {"offered": 1, "abandoned_in_time": -1},
    ),
    _reading(
        5,
        Words("(15秒内接通 + 短时放弃) ÷ 人工请求量", "(answered within 15 s + short abandons) ÷ offered"),
        plus("in_time", "short_abandoned"),
        plus("offered"),
    ),
    _reading(
        6,
        Words("15秒内接通 ÷ (人工请求量 − 短时放弃)", "answered within 15 s ÷ (offered − short abandons)"),
        plus("in_time"),
        {"offered": 1, "short_abandoned": -1},
    ),
)
ASA: Final = Definition(
    id="asa",
    version=1,
    name=Words("平均应答速度", "Average speed of answer"),
    unit=Unit.us,
    formula=Words("Σ(人工应答时刻 − 转人工时刻) ÷ 人工接通量", "Σ(agent answer − human request) ÷ answered"),
    numerator=plus("wait_us"),
    denominator=plus("answered"),
    clock=_WAIT,
    counted=_ANSWERED,
)


def _wait(id_: str, name: Words, share: float) -> Definition:
    return Definition(
        id=id_,
        version=1,
        name=name,
        unit=Unit.us,
        formula=Words(
            f"人工接通量按应答等待由短到长排列，第 ⌈{share:g} × n⌉ 通所在组的上界",
            f"Waits of answered calls in order: the upper edge of the bin of number ⌈{share:g} × n⌉",
        ),
        quantile=share,
        clock=_WAIT,
        boundary=_EDGE,
        counted=_ANSWERED,
    )


WAITS: Final = (
    _wait("wait_p50", Words("应答等待中位数", "Wait, median"), 0.5),
    _wait("wait_p90", Words("应答等待 P90", "Wait, P90"), 0.9),
    _wait("wait_max", Words("最长应答等待", "Longest wait answered"), 1.0),
)
