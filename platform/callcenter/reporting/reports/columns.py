"""Which figures a report shows, and which additive parts they need. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from callcenter.kit.problems import InvalidInput
from callcenter.reporting.contacts.kept import CONTACT_PARTS
from callcenter.reporting.definitions.catalogue import CURRENT, of_subject
from callcenter.reporting.definitions.definition import Definition, Subject
from callcenter.reporting.reports.contact_parts import ROWS_BY_DAY
from callcenter.reporting.reports.kinds import Narrowed, RowKind
from callcenter.reporting.rollups.parts import PARTS, PATH_PARTS

MOST_COLUMNS: Final = 40
_USUAL: Final = {
    Subject.CALL: (
        "offered",
        "answered",
        "abandoned",
        "answer_rate",
        "service_level_15s",
        "abandon_rate",
        "asa",
        "att",
        "satisfaction",
        "survey_participation",
    ),
    Subject.QUEUE: (
        "offered",
        "answered",
        "abandoned",
        "overflowed",
        "answer_rate",
        "service_level_15s",
        "abandon_rate",
        "asa",
        "att",
        "transferred_in",
    ),
    Subject.AGENT: (
        "rings",
        "taken",
        "missed",
        "rejected",
        "talk_us",
        "hold_us",
        "wrap_up_us",
        "aht_agent",
        "occupancy",
        "work_rate",
        "utilisation",
        "satisfaction",
    ),
}
"""In the order shown."""

_OF_PATHS: Final = (
    "arrived",
    "ivr_ended",
    "ivr_abandoned",
    "closed",
    "offered",
    "answered",
    "answer_rate",
    "service_level_15s",
    "asa",
)


class FigureUnknown(InvalidInput):
    """There is no definition of that id."""

    def __init__(self, ids: Iterable[str]) -> None:
        named = ", ".join(ids)
        super().__init__(zh=f"没有这些指标:{named}。", en=f"There are no such figures: {named}.")


class FigureNotOfRows(InvalidInput):
    """The figure is not defined for what the rows count."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        told = list(definitions)
        zh = "、".join(definition.name.zh for definition in told)
        en = ", ".join(definition.name.en for definition in told)
        super().__init__(
            zh=f"所选行或筛选条件下没有这些指标:{zh}。请去掉这些列,或改选行与筛选条件。",
            en=f"These figures are not defined for such rows or filters: {en}. Leave them out.",
        )


class TooManyColumns(InvalidInput):
    def __init__(self) -> None:
        super().__init__(
            zh=f"列过多(最多 {MOST_COLUMNS} 列)。", en=f"At most {MOST_COLUMNS} columns, please."
        )


def columns_of(kind: RowKind | None, narrowed: Narrowed, ids: Sequence[str]) -> tuple[Definition, ...]:
    """Those asked for, in the order asked, or the usual ones. `kind` is None of hours by weekdays.

    Raises FigureUnknown, FigureNotOfRows, TooManyColumns.
    """
    subject = narrowed.subject(kind)
    defined = of_subject(subject, narrowed=narrowed.without_agents_time(kind), counted=True)
    kept = {*PARTS, *(CONTACT_PARTS if kind in ROWS_BY_DAY else ())}
    fitting = {each.id: each for each in defined if _parts_of(each) <= kept}
    if kind is RowKind.IVR_PATH:
        fitting = {name: each for name, each in fitting.items() if _is_kept_by_path(each, subject)}
    if not ids:
        usual = _OF_PATHS if kind is RowKind.IVR_PATH else _USUAL[subject]
        return tuple(fitting[name] for name in usual if name in fitting)
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST_COLUMNS:
        raise TooManyColumns
    known = {each.id: each for each in CURRENT}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise FigureUnknown(unknown)
    beside = [known[name] for name in wanted if name not in fitting]
    if beside:
        raise FigureNotOfRows(beside)
    return tuple(fitting[name] for name in wanted)


def _is_kept_by_path(definition: Definition, subject: Subject) -> bool:
    return definition.quantile is None and set(parts_needed([definition], subject)) <= set(PATH_PARTS)


def parts_needed(definitions: Iterable[Definition], subject: Subject) -> tuple[str, ...]:
    """In the order of the table; never none."""
    named = {"offered"}
    for definition in definitions:
        named |= {*_parts_of(definition), definition.rows_of(subject)}
    return tuple(name for name in PARTS if name in named)


def _parts_of(definition: Definition) -> set[str]:
    return {*definition.numerator, *(definition.denominator or {})}
