"""What agents did, and how callers rated it."""

from typing import Final

from callcenter.reporting.definitions.calls import REQUESTED
from callcenter.reporting.definitions.definition import EVERYBODY, Definition, Subject, Unit, Words, plus

_OF_AGENTS: Final = frozenset({Subject.AGENT})

SATISFACTION: Final = Definition(
    id="satisfaction",
    version=1,
    name=Words("满意度", "Satisfaction"),
    unit=Unit.ratio,
    formula=Words("评 4 分或 5 分的通话数 ÷ 有评分的通话数", "calls scored 4 or 5 ÷ calls scored"),
    numerator=plus("satisfied"),
    denominator=plus("scored"),
    clock=REQUESTED,
    boundary=Words("4 分及以上", "4 or more of 5"),
    counted=Words("有评分的通话；坐席维度计最后通话的坐席", "Calls scored; of agents: whoever talked last"),
    subjects=EVERYBODY,
)
PARTICIPATION: Final = Definition(
    id="survey_participation",
    version=1,
    name=Words("参评率", "Survey participation"),
    unit=Unit.ratio,
    formula=Words("有评分的通话数 ÷ 已邀请评分的通话数", "calls scored ÷ calls invited"),
    numerator=plus("scored"),
    denominator=plus("invited"),
    clock=REQUESTED,
    counted=Words("已邀请评分的通话", "Calls invited"),
    subjects=EVERYBODY,
)


def _part(id_: str, unit: Unit, name: Words, formula: Words) -> Definition:
    return Definition(
        id=id_,
        version=1,
        name=name,
        unit=unit,
        formula=formula,
        numerator=plus(id_),
        clock=REQUESTED,
        subjects=EVERYBODY if unit is Unit.us else _OF_AGENTS,
    )


OF_LEGS: Final = (
    _part("rings", Unit.calls, Words("振铃量", "Rings"), Words("向坐席振铃的次数", "Offers to the agent")),
    _part("taken", Unit.calls, Words("接听量", "Taken"), Words("坐席接听的次数", "Offers the agent took")),
    _part(
        "missed",
        Unit.calls,
        Words("未接听量", "Missed"),
        Words("振铃未接、忙与不可达的次数", "Not answered, busy or not reachable"),
    ),
    _part(
        "rejected",
        Unit.calls,
        Words("拒接量", "Rejected"),
        Words("坐席拒接的次数", "Offers the agent declined"),
    ),
    _part(
        "talk_us",
        Unit.us,
        Words("通话时长", "Talk time"),
        Words(
            "各坐席与主叫同在一个桥接内的时长之和，保持除外",
            "Time of each agent in one bridge with the caller, without hold",
        ),
    ),
    _part(
        "hold_us",
        Unit.us,
        Words("保持时长", "Hold time"),
        Words(
            "通话中主叫听保持音乐的时长之和", "Time in which the caller heard music in the midst of a talk"
        ),
    ),
)
