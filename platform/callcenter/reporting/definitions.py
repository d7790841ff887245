"""Definitions of published figures, as data.

A definition never changes once published: another formula is another version. Formulas, clocks and
boundaries are those of the strictest reading in use (F3); other readings come beside it under their own ids.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ANSWER_WITHIN_US: Final = 15_000_000
"""人工服务应答时限: 15 s from the human request, up to and including 15.000000 s."""


class Unit(StrEnum):
    calls = "count"
    ratio = "ratio"
    us = "us"


@dataclass(frozen=True, kw_only=True, slots=True)
class Definition:
    """`target` is a goal of the trade (行业目标值), never a threshold of law; None where there is none."""

    id: str
    version: int
    name_zh: str
    name_en: str
    unit: Unit
    formula_zh: str
    formula_en: str
    target: float | None = None


OFFERED: Final = Definition(
    id="offered",
    version=1,
    name_zh="人工请求量",
    name_en="Offered",
    unit=Unit.calls,
    formula_zh="所选时段内转人工的通话数；转人工取按键转人工与首次进入队列两者中较早者",
    formula_en="Calls with a human request (key press or first queue entry, the earlier) in the period",
)
ANSWERED: Final = Definition(
    id="answered",
    version=1,
    name_zh="人工接通量",
    name_en="Answered",
    unit=Unit.calls,
    formula_zh="人工请求量中，主叫与坐席已接通的通话数；一通电话只计一次",
    formula_en="Offered calls in which caller and agent were bridged; a call counts once",
)
ABANDONED: Final = Definition(
    id="abandoned",
    version=1,
    name_zh="放弃量",
    name_en="Abandoned",
    unit=Unit.calls,
    formula_zh="人工请求量中，主叫在人工应答前挂断的通话数（含短时放弃）",
    formula_en="Offered calls whose caller hung up before an agent answered, short abandons included",
)
SHORT_ABANDONED: Final = Definition(
    id="short_abandoned",
    version=1,
    name_zh="短时放弃量",
    name_en="Short abandons",
    unit=Unit.calls,
    formula_zh="放弃量中，转人工后 5.000 秒以内（含）挂断的通话数",
    formula_en="Abandoned calls whose caller left within 5.000 s of the human request, inclusive",
)
ANSWER_RATE: Final = Definition(
    id="answer_rate",
    version=1,
    name_zh="接通率",
    name_en="Answer rate",
    unit=Unit.ratio,
    formula_zh="人工接通量 ÷ 人工请求量",
    formula_en="answered ÷ offered",
)
SERVICE_LEVEL: Final = Definition(
    id="service_level_15s",
    version=1,
    name_zh="15秒接通率",
    name_en="Service level (15 s)",
    unit=Unit.ratio,
    formula_zh="转人工至人工应答不超过 15.000 秒（含）的接通量 ÷ 人工请求量（F3；排队与振铃均计入）",
    formula_en="answered ≤ 15.000 s after the human request ÷ offered (F3; queue and ring included)",
    target=0.85,
)
ASA: Final = Definition(
    id="asa",
    version=1,
    name_zh="平均应答速度",
    name_en="Average speed of answer",
    unit=Unit.us,
    formula_zh="Σ(人工应答时刻 − 转人工时刻) ÷ 人工接通量",
    formula_en="Σ(agent answer − human request) ÷ answered",
)
SATISFACTION: Final = Definition(
    id="satisfaction",
    version=1,
    name_zh="满意度",
    name_en="Satisfaction",
    unit=Unit.ratio,
    formula_zh="评 4 分或 5 分的通话数 ÷ 有评分的通话数",
    formula_en="calls scored 4 or 5 ÷ calls scored",
)
PARTICIPATION: Final = Definition(
    id="survey_participation",
    version=1,
    name_zh="参评率",
    name_en="Survey participation",
    unit=Unit.ratio,
    formula_zh="有评分的通话数 ÷ 已邀请评分的通话数",
    formula_en="calls scored ÷ calls invited",
)

TODAY: Final = (
    OFFERED,
    ANSWERED,
    ABANDONED,
    SHORT_ABANDONED,
    ANSWER_RATE,
    SERVICE_LEVEL,
    ASA,
    SATISFACTION,
    PARTICIPATION,
)
"""The figures of the wall, in the order shown."""
