"""The second opinion agrees: tools/recount.py shares no code with the platform and counts the same."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import recount
import recount_rows

from callcenter.reporting.definitions.catalogue import of_subject
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.figures import Completeness, Period, Totals, publish
from callcenter.reporting.rollups.contribution import Tally, add_call
from callcenter.telephony.interpretation import interpret
from callcenter.telephony.journal.rows import Row
from fakes.asterisk_files import write_files
from fakes.random_rows import QUEUES, RandomCalls
from scenarios.tables import parse, rows_by_group, tables

pytestmark = pytest.mark.scenario

EVER = Period(from_us=0, to_us=2**60)
A_DAY_US = 86_400_000_000
TABLES = Path(__file__).parent
OF_CALLS = (
    *(
        "arrived",
        "closed",
        "ivr_ended",
        "ivr_abandoned",
        "offered",
        "answered",
        "abandoned",
        "short_abandoned",
    ),
    *("timed_out", "overflowed", "refused", "left_by_key", "cut", "transferred", "talk_us", "hold_us"),
)
Parts = dict[str, tuple[int, int | None]]


def tally_of(rows: list[Row]) -> Tally:
    """The platform's own way: groups, interpretation, contributions."""
    tally = Tally()
    restarts = [row.at_us for row in rows if row.event == "QUEUESTART"]
    for group, found in rows_by_group(rows).items():
        call = interpret(group, found, restarts=restarts)
        if call is not None:
            add_call(tally, call, "demo01")
    return tally


def published(tally: Tally, queue: str | None) -> Parts:
    subject = Subject.CALL if queue is None else Subject.QUEUE
    parts: dict[str, int] = {}
    for cell, values in tally.parts.items():
        if cell.subject is subject and queue in (None, cell.queue):
            for name, value in values.items():
                parts[name] = parts.get(name, 0) + value
    waits: dict[int, int] = {}
    for (cell, edge), calls in tally.waits.items():
        if cell.subject is subject and queue in (None, cell.queue):
            waits[edge] = waits.get(edge, 0) + calls
    figures = publish(
        of_subject(subject),
        Totals(parts=parts, waits=waits),
        subject=subject,
        demo=False,
        period=EVER,
        scope="demo01",
        as_of_us=1,
        completeness=Completeness.live,
    )
    return {figure.definition.id: (figure.numerator, figure.denominator) for figure in figures}


def world(rows: list[Row], folder: Path) -> Any:
    write_files(folder, rows)
    return recount.world_of(folder)


@pytest.mark.parametrize("path", tables(), ids=lambda path: path.stem)
def test_on_every_table(path: Path, tmp_path: Path) -> None:
    rows = parse(path.read_text()).rows
    tally, calls = tally_of(rows), world(rows, tmp_path)

    for queue in (None, *sorted({cell.queue for cell in tally.parts if cell.queue})):
        assert recount.figures(calls, EVER.from_us, EVER.to_us, queue) == published(tally, queue), queue
    _rows_agree(tally, calls)


def _rows_agree(tally: Tally, calls: Any) -> None:
    """By hotline number, by the keys pressed, and of each agent."""
    numbers, paths, agents = dict[str, Counter[str]](), dict[str, Counter[str]](), dict[str, Counter[str]]()
    for cell, parts in tally.parts.items():
        if cell.subject is Subject.CALL and cell.hotline:
            numbers.setdefault(cell.hotline, Counter()).update(parts)
        elif cell.subject is Subject.AGENT:
            agents.setdefault(cell.agent, Counter()).update(parts)
    for path, parts in tally.paths.items():
        paths.setdefault(path.path, Counter()).update(parts)
    for kind, found, names in (
        ("number", numbers, OF_CALLS),
        ("ivr_path", paths, OF_CALLS),
        ("agent", agents, ("talk_us", "hold_us")),
    ):
        counted = recount_rows.ROWS[kind](calls, EVER.from_us, EVER.to_us)
        theirs = {row: {name: told[name][0] for name in names} for row, told in counted.items()}
        ours = {row: {name: parts[name] for name in names} for row, parts in found.items()}
        assert {row: told for row, told in theirs.items() if any(told.values())} == {
            row: told for row, told in ours.items() if any(told.values())
        }, kind


def test_talk_of_a_supervisor_counts_where_it_was_in_the_agents_stead() -> None:
    for name in ("listened_and_barged_in", "taken_over"):
        rows = parse((TABLES / f"{name}.txt").read_text()).rows
        [(group, found)] = rows_by_group(rows).items()
        call = interpret(group, found)
        assert call is not None
        assert published(tally_of(rows), None)["talk_us"] == (call.talk_us, None), name


def test_who_overflows_after_a_lost_seat_was_transferred_by_nobody(tmp_path: Path) -> None:
    rows = parse((TABLES / "seat_lost_and_requeued.txt").read_text()).rows
    again = [row for row in rows if row.event == "QUEUE_JOINED"][-1].at_us
    for row in rows:
        if row.at_us >= again and row.event in ("QUEUE_JOINED", "QUEUE_LEFT"):
            row.data["eventextra"] = row.data["eventextra"].replace("demo01-consult", "demo01-aftersales")
    tally = tally_of(rows)

    later = published(tally, "demo01-aftersales")
    assert (later["transferred_in"], later["offered"]) == ((0, None), (0, None))
    assert recount.figures(world(rows, tmp_path), EVER.from_us, EVER.to_us, "demo01-aftersales") == later


def test_on_5000_random_calls(tmp_path: Path) -> None:
    rows = list(RandomCalls(5, 1_795_190_400_000_000).rows(5_000, within_us=A_DAY_US))
    tally, calls = tally_of(rows), world(rows, tmp_path)

    found = published(tally, None)
    assert found["arrived"] == (5_000, None)
    assert recount.figures(calls, EVER.from_us, EVER.to_us) == found
    _rows_agree(tally, calls)
    for queue in QUEUES:
        assert recount.figures(calls, EVER.from_us, EVER.to_us, queue) == published(tally, queue), queue


def test_a_queue_that_nobody_knows_is_refused_with_those_there_are(tmp_path: Path) -> None:
    calls = world(parse(tables()[0].read_text()).rows, tmp_path)
    calls.about = {
        "queues": {"demo01-consult": ["业务咨询", "consult"], "demo01-operator": ["人工", "operator"]}
    }

    for written in ("demo01-operator", "人工", "operator"):
        assert recount.queue_of(calls, written) == "demo01-operator"
    with pytest.raises(SystemExit, match=r"没有这个技能队列.*no such queue.*demo01-operator 人工 operator"):
        recount.queue_of(calls, "nosuch")
