"""What became of calls: offered with its parts, which always add up, and the rates over them."""

from typing import Final

from callcenter.reporting.definitions.definition import Definition, Subject, Unit, Words, plus

REQUESTED: Final = Words(
    "按转人工时刻归入时段；转人工取按键转人工与首次进入队列两者中较早者",
    "Booked in the interval of the human request: key press or first queue entry, the earlier",
)
OF_OFFERED: Final = Words(
    "人工请求量：每通电话总计只计一次，在其进入的每个队列各计一次；经转接进入者另计",
    "Offered: once overall and once for each queue entered; transfers are apart",
)
_ARRIVED: Final = Words("按呼入时刻归入时段", "Booked in the interval of the arrival")
_CALL: Final = frozenset({Subject.CALL})


def _count(
    id_: str, zh: str, en: str, formula_zh: str, formula_en: str, *, boundary: Words | None = None
) -> Definition:
    return Definition(
        id=id_,
        version=1,
        name=Words(zh, en),
        unit=Unit.calls,
        formula=Words(formula_zh, formula_en),
        numerator=plus(id_),
        clock=REQUESTED,
        boundary=boundary or Words("—", "—"),
    )


OFFERED: Final = _count(
    "offered",
    "人工请求量",
    "Offered",
    "所选时段内转人工的通话数；转人工取按键转人工与首次进入队列两者中较早者",
    "Calls with a human request (key press or first queue entry, the earlier) in the period",
)
ANSWERED: Final = _count(
    "answered",
    "人工接通量",
    "Answered",
    "人工请求量中，主叫与坐席已接通的通话数；一通电话只计一次",
    "Offered calls in which caller and agent were bridged; a call counts once",
)
ABANDONED: Final = _count(
    "abandoned",
    "放弃量",
    "Abandoned",
    "人工请求量中，主叫在人工应答前挂断的通话数（含短时放弃）",
    "Offered calls whose caller hung up before an agent answered, short abandons included",
)
SHORT: Final = Words("不超过 5.000 秒（含）", "≤ 5.000 s, inclusive")
SHORT_ABANDONED: Final = _count(
    "short_abandoned",
    "短时放弃量",
    "Short abandons",
    "放弃量中，转人工后 5.000 秒以内（含）挂断的通话数",
    "Abandoned calls whose caller left within 5.000 s of the human request, inclusive",
    boundary=SHORT,
)
LONG_ABANDONED: Final = Definition(
    id="long_abandoned",
    version=1,
    name=Words("长时放弃量", "Long abandons"),
    unit=Unit.calls,
    formula=Words("放弃量 − 短时放弃量", "abandoned − short abandons"),
    numerator={"abandoned": 1, "short_abandoned": -1},
    clock=REQUESTED,
    boundary=Words("超过 5.000 秒", "> 5.000 s"),
)
OTHER_ENDS: Final = (
    _count(
        "timed_out", "超时量", "Timed out", "在队列中等候超时的通话数", "Calls that waited out their queue"
    ),
    _count(
        "overflowed",
        "溢出量",
        "Overflowed",
        "溢出后仍未接通的通话数；对队列而言，为溢出到其他队列的通话数",
        "Calls that overflowed and were not answered; of a queue: that went on to another queue",
    ),
    _count(
        "refused",
        "未入队量",
        "Refused",
        "队列已满或无坐席而未能入队的通话数",
        "Calls that a full or empty queue did not take",
    ),
    _count(
        "left_by_key",
        "按键离队量",
        "Left by key",
        "等候中按键离开队列（留言、回呼）的通话数",
        "Calls that left by a key, to a voice message or a callback",
    ),
    _count(
        "cut",
        "系统中断量",
        "Cut",
        "被系统中断的通话数",
        "Calls that the system ended before an agent answered",
    ),
    _count(
        "waiting",
        "等待中",
        "Waiting",
        "尚未接通也未结束的通话数；与其余各项相加等于人工请求量",
        "Neither answered nor ended yet; with all others it adds up to offered",
    ),
)
ANSWER_RATE: Final = Definition(
    id="answer_rate",
    version=1,
    name=Words("接通率", "Answer rate"),
    unit=Unit.ratio,
    formula=Words("人工接通量 ÷ 人工请求量", "answered ÷ offered"),
    numerator=plus("answered"),
    denominator=plus("offered"),
    clock=REQUESTED,
    counted=OF_OFFERED,
)
ANSWER_RATE_WITHOUT_SHORT: Final = Definition(
    id="answer_rate_without_short",
    version=1,
    name=Words("接通率（不计短时放弃）", "Answer rate without short abandons"),
    unit=Unit.ratio,
    formula=Words("人工接通量 ÷（人工请求量 − 短时放弃量）", "answered ÷ (offered − short abandons)"),
    numerator=plus("answered"),
    denominator={"offered": 1, "short_abandoned": -1},
    clock=REQUESTED,
    boundary=SHORT,
    counted=OF_OFFERED,
)


def _abandon_rate(id_: str, words: Words, formula: Words, numerator: dict[str, int]) -> Definition:
    return Definition(
        id=id_,
        version=1,
        name=words,
        unit=Unit.ratio,
        formula=formula,
        numerator=numerator,
        denominator=plus("offered"),
        clock=REQUESTED,
        boundary=SHORT,
        counted=OF_OFFERED,
    )


ABANDON_RATES: Final = (
    _abandon_rate(
        "abandon_rate",
        Words("放弃率", "Abandon rate"),
        Words("放弃量 ÷ 人工请求量", "abandoned ÷ offered"),
        plus("abandoned"),
    ),
    _abandon_rate(
        "short_abandon_rate",
        Words("短时放弃率", "Short abandon rate"),
        Words("短时放弃量 ÷ 人工请求量", "short abandons ÷ offered"),
        plus("short_abandoned"),
    ),
    _abandon_rate(
        "long_abandon_rate",
        Words("长时放弃率", "Long abandon rate"),
        Words("长时放弃量 ÷ 人工请求量", "long abandons ÷ offered"),
        {"abandoned": 1, "short_abandoned": -1},
    ),
)


def _arrived(id_: str, name: Words, formula: Words) -> Definition:
    return Definition(
        id=id_,
        version=1,
        name=name,
        unit=Unit.calls,
        formula=formula,
        numerator=plus(id_),
        clock=_ARRIVED,
        rows="arrived",
        subjects=_CALL,
    )


BEFORE_A_PERSON: Final = (
    _arrived(
        "arrived", Words("呼入量", "Arrived"), Words("中继呼入的通话数", "Calls that arrived on a trunk")
    ),
    _arrived(
        "closed",
        Words("非服务时间来电", "Outside business hours"),
        Words("非服务时间呼入的通话数，不计入人工请求量", "Arrived outside business hours; not offered"),
    ),
    _arrived(
        "ivr_ended",
        Words("语音导航内结束", "Ended in the menu"),
        Words("未转人工即结束的通话数，不计入人工请求量", "Ended without a human request; not offered"),
    ),
    _arrived(
        "ivr_abandoned",
        Words("语音导航内放弃", "Abandoned in the menu"),
        Words("语音导航内结束中，由主叫挂断者", "Of those ended in the menu, hung up by the caller"),
    ),
    Definition(
        id="system_answer_15s",
        version=1,
        name=Words("系统应答及时率（15秒）", "System answer within 15 s"),
        unit=Unit.ratio,
        formula=Words(
            "呼入至系统应答不超过 15.000 秒的通话数 ÷ 呼入量", "answered by the system ≤ 15.000 s ÷ arrived"
        ),
        numerator=plus("system_in_time"),
        denominator=plus("arrived"),
        clock=Words("呼入时刻 → 系统应答时刻", "arrival → system answer"),
        boundary=Words("不超过 15.000 秒（含）", "≤ 15.000 s, inclusive"),
        counted=Words("全部呼入通话，未获系统应答者亦计入", "All calls that arrived, unanswered ones too"),
        rows="arrived",
        subjects=_CALL,
    ),
    Definition(
        id="system_answer_time",
        version=1,
        name=Words("系统应答时长", "System answer time"),
        unit=Unit.us,
        formula=Words(
            "Σ(系统应答时刻 − 呼入时刻) ÷ 系统应答量", "Σ(system answer − arrival) ÷ answered by the system"
        ),
        numerator=plus("system_wait_us"),
        denominator=plus("system_answered"),
        clock=Words("呼入时刻 → 系统应答时刻", "arrival → system answer"),
        counted=Words("获系统应答的通话", "Calls that the system answered"),
        rows="arrived",
        subjects=_CALL,
    ),
)
HANDED_ON: Final = (
    _count(
        "transferred", "转接量", "Transferred", "坐席曾将主叫转出的通话数", "Calls that an agent handed on"
    ),
    Definition(
        id="transferred_in",
        version=1,
        name=Words("转入量", "Transferred in"),
        unit=Unit.calls,
        formula=Words(
            "经转接进入本队列的通话数，不计入人工请求量", "Came into the queue by transfer; not offered"
        ),
        numerator=plus("transferred_in"),
        clock=REQUESTED,
        subjects=frozenset({Subject.QUEUE}),
    ),
)
