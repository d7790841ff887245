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


_BUSY: Final = plus("talk_us", "hold_us", "wrap_up_us")
_BOTH: Final = Words(
    "通话与保持归入转人工所在时段；事后处理、空闲与签入按实际发生时刻归入时段",
    "Talk and hold in the interval of the human request; wrap-up, ready and signed in where the clock was",
)
_CALLS_AND_AGENTS: Final = frozenset({Subject.CALL, Subject.AGENT})


def _state(id_: str, name: Words, formula: Words) -> Definition:
    return Definition(
        id=id_,
        version=1,
        name=name,
        unit=Unit.us,
        formula=formula,
        numerator=plus(id_),
        clock=Words("按实际发生时刻归入时段", "Booked where the clock was"),
        subjects=_CALLS_AND_AGENTS,
        of_agents=True,
    )


def _of_time(
    id_: str, name: Words, formula: Words, denominator: dict[str, int], counted: Words, also: str = ""
) -> Definition:
    return Definition(
        id=id_,
        version=1,
        name=name,
        unit=Unit.ratio,
        formula=formula,
        numerator={**_BUSY, **(plus(also) if also else {})},
        denominator=denominator,
        clock=_BOTH,
        counted=counted,
        subjects=_CALLS_AND_AGENTS,
        of_agents=True,
    )


def _handle(id_: str, name: Words, formula: Words, by: str, subject: Subject) -> Definition:
    return Definition(
        id=id_,
        version=1,
        name=name,
        unit=Unit.us,
        formula=formula,
        numerator=_BUSY,
        denominator=plus(by),
        clock=_BOTH,
        counted=Words("人工接通量；坐席维度为接听量", "answered; of an agent: offers taken"),
        subjects=frozenset({subject}),
        of_agents=True,
    )


OF_TIME: Final = (
    _state(
        "signed_in_us", Words("签入时长", "Signed in"), Words("签入至签出的时长", "From sign-in to sign-out")
    ),
    _state("ready_us", Words("空闲时长", "Ready"), Words("空闲状态的时长", "Time in the state ready")),
    _state(
        "wrap_up_us",
        Words("事后处理时长", "Wrap-up"),
        Words("事后处理状态的时长", "Time in the state wrap-up"),
    ),
    _state("break_us", Words("小休时长", "Breaks"), Words("小休状态的时长", "Time in the state on break")),
    _state(
        "not_ready_us", Words("示忙时长", "Not ready"), Words("示忙状态的时长", "Time in the state not ready")
    ),
    _handle(
        "aht",
        Words("平均处理时长", "Average handling time"),
        Words("（通话 + 保持 + 事后处理）÷ 人工接通量", "(talk + hold + wrap-up) ÷ answered"),
        "answered",
        Subject.CALL,
    ),
    _handle(
        "aht_agent",
        Words("平均处理时长（坐席）", "Average handling time of an agent"),
        Words("（通话 + 保持 + 事后处理）÷ 接听量", "(talk + hold + wrap-up) ÷ offers taken"),
        "taken",
        Subject.AGENT,
    ),
    _of_time(
        "occupancy",
        Words("占用率", "Occupancy"),
        Words(
            "（通话 + 保持 + 事后处理）÷（通话 + 保持 + 事后处理 + 空闲）",
            "(talk + hold + wrap-up) ÷ (talk + hold + wrap-up + ready)",
        ),
        plus("talk_us", "hold_us", "wrap_up_us", "ready_us"),
        Words("通话、保持、事后处理与空闲时长", "Talk, hold, wrap-up and ready"),
    ),
    _of_time(
        "work_rate",
        Words("工时利用率", "Work-hour rate"),
        Words("（通话 + 保持 + 事后处理）÷ 签入时长", "(talk + hold + wrap-up) ÷ signed in"),
        plus("signed_in_us"),
        Words("签入时长（出勤）", "Time signed in (attendance)"),
    ),
    _of_time(
        "utilisation",
        Words("坐席利用率", "Utilisation"),
        Words(
            "（通话 + 保持 + 事后处理 + 空闲）÷ 排班时长", "(talk + hold + wrap-up + ready) ÷ scheduled time"
        ),
        plus("paid_us"),
        Words("排班时长；无排班时为“—”", "Scheduled time; without shifts there is none"),
        also="ready_us",
    ),
)
TALK: Final = Definition(
    id="att",
    version=1,
    name=Words("平均通话时长", "Average talk and hold"),
    unit=Unit.us,
    formula=Words("（通话 + 保持）÷ 人工接通量", "(talk + hold) ÷ answered"),
    numerator=plus("talk_us", "hold_us"),
    denominator=plus("answered"),
    clock=REQUESTED,
    counted=Words("人工接通量", "answered"),
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
