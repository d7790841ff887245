"""A call as a readable table: rows of both files in the order of time, then the call they must give."""

import re
from dataclasses import dataclass
from pathlib import Path

from callcenter.kit.clock import SECOND
from callcenter.telephony.call import Call, Leg
from callcenter.telephony.interpretation import interpret
from callcenter.telephony.journal.grouping import Groups
from callcenter.telephony.journal.rows import Row, Source
from callcenter.telephony.outcome import LegRole

COLUMNS = (
    "at",
    "file",
    "event",
    "num",
    "exten",
    "context",
    "channame",
    "appname",
    "uniqueid",
    "linkedid",
    "peer",
    "extra",
)
_CEL_FIELDS = ("num", "exten", "context", "channame", "appname", "linkedid", "peer")
_USER_EXTRA = re.compile(r'\{"extra":"([^"]*)"\}')


@dataclass
class Scenario:
    title: str
    rows: list[Row]
    expected: str


def parse(text: str) -> Scenario:
    lines = text.splitlines()
    title = lines[0].removeprefix("# ")
    split = lines.index("expected")
    header = [name.strip() for name in lines[2].split("|")]
    assert tuple(header) == COLUMNS, header
    rows = [_row(line) for line in lines[3:split] if line.strip()]
    return Scenario(title, rows, "\n".join(line.rstrip() for line in lines[split + 1 :]).strip())


def _row(line: str) -> Row:
    cells = dict(zip(COLUMNS, (cell.strip() for cell in line.split("|")), strict=True))
    seconds, fraction = cells["at"].split(".")
    at_us = int(seconds) * SECOND + int(fraction)
    if cells["file"] == "queue_log":
        said = [part.partition("=") for part in cells["extra"].split(";") if part]
        data = {name: value for name, _, value in said}
        return Row(Source.QUEUE_LOG, at_us, cells["event"], cells["uniqueid"], data)
    event, _, sort = cells["event"].partition("/")
    fields: dict[str, str] = {name: cells[name] for name in _CEL_FIELDS}
    fields |= {"eventextra": cells["extra"], "userdeftype": sort, "tenantid": "demo01"}
    return Row(Source.CEL, at_us, event, cells["uniqueid"], fields)


def rows_by_group(rows: list[Row]) -> dict[str, list[Row]]:
    """As the journal does it: a group that turns out to be part of another gives its rows to it."""
    groups = Groups()
    of: dict[str, list[Row]] = {}
    for row in rows:
        group, merge = groups.assign(row)
        if merge is not None:
            of.setdefault(merge.into, []).extend(of.pop(merge.group, []))
        if group is not None:
            of.setdefault(group, []).append(row)
    return of


def call_of(rows: list[Row]) -> Call | None:
    restarts = [row.at_us for row in rows if row.event == "QUEUESTART"]
    calls = [interpret(group, found, restarts=restarts) for group, found in rows_by_group(rows).items()]
    found_calls = [call for call in calls if call is not None]
    assert len(found_calls) <= 1, "a table tells one call"
    return found_calls[0] if found_calls else None


def write(title: str, rows: list[Row]) -> str:
    table = [list(COLUMNS), *(_cells(row) for row in rows)]
    widths = [max(len(line[number]) for line in table) for number in range(len(COLUMNS))]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    ]
    return "\n".join([f"# {title}", "", *lines, "", "expected", describe(call_of(rows)), ""])


def _cells(row: Row) -> list[str]:
    at = f"{row.at_us // SECOND}.{row.at_us % SECOND:06d}"
    if row.source is Source.QUEUE_LOG:
        said = ";".join(f"{name}={value}" for name, value in row.data.items())
        return [at, "queue_log", row.event, *[""] * 5, row.uniqueid, "", "", said]
    extra = row.text("eventextra")
    user = _USER_EXTRA.fullmatch(extra)
    sort = row.text("userdeftype")
    event = f"{row.event}/{sort}" if sort and sort != row.event else row.event
    fields = {name: row.text(name) for name in _CEL_FIELDS}
    return [
        at, "cel", event, fields["num"], fields["exten"], fields["context"], fields["channame"],
        fields["appname"], row.uniqueid, fields["linkedid"], fields["peer"], user[1] if user else extra,
    ]  # fmt: skip


_SIMPLE = (
    "call_id", "hotline", "trunk", "demo", "caller_token", "outcome", "ended_by", "end_reason", "complete",
    "queue", "agent", "seat", "short_abandon", "seat_lost", "survey_offered", "survey_score",
    "recording_file", "voice_message_file", "voice_message_seconds",
)  # fmt: skip
_MOMENTS = (
    "first_answered_us", "notice_us", "human_requested_us", "queued_us", "answered_us", "ended_us",
)  # fmt: skip
_LENGTHS = ("wait_us", "talk_us", "hold_us")


def describe(call: Call | None) -> str:
    """Moments are seconds after arrival."""
    if call is None:
        return "no call"

    def moment(at_us: int | None) -> str:
        return "-" if at_us is None else f"{(at_us - call.arrived_us) / SECOND:+.6f}"

    lines = [f"{name} = {_word(getattr(call, name))}" for name in _SIMPLE]
    lines += [f"{name.removesuffix('_us')} = {moment(getattr(call, name))}" for name in _MOMENTS]
    lines += [f"{name.removesuffix('_us')} = {_length(getattr(call, name))}" for name in _LENGTHS]
    lines += [f"key {key.menu} {key.key} at {moment(key.at_us)}" for key in call.keys]
    lines += [
        f"queue {visit.queue} joined {moment(visit.joined_us)} left {moment(visit.left_us)} "
        f"{visit.left_as or '-'}{' transferred' if visit.transferred else ''}"
        for visit in call.queues
    ]
    lines += [
        f"{_PART.get(leg.role, leg.role)} seat {leg.seat} agent {_word(leg.agent)} queue {_word(leg.queue)} "
        f"from {moment(leg.started_us)} to {moment(leg.ended_us)} {_word(leg.result)} "
        f"bridged {moment(leg.bridged_us)} talk {_length(leg.talk_us)} "
        f"cause {_word(leg.cause)}{' lost' if leg.lost else ''}{_times_of(leg)}"
        for leg in call.legs
        if not leg.is_caller
    ]
    lines += [f"hold from {moment(hold.from_us)} to {moment(hold.to_us)}" for hold in call.holds]
    lines += [
        f"transfer {each.kind} at {moment(each.at_us)} from {_word(each.from_seat)} {_word(each.from_agent)} "
        f"to {_word(each.to)} {_word(each.to_agent)} {_word(each.result)} {moment(each.settled_us)}"
        for each in call.transfers
    ]
    lines += [
        f"three-way from {moment(each.from_us)} to {moment(each.to_us)} seats {each.seats[0]} {each.seats[1]}"
        for each in call.three_ways
    ]
    lines += [
        f"supervision {each.act} from {moment(each.from_us)} to {moment(each.to_us)} by {each.by} "
        f"seat {_word(each.seat)}"
        for each in call.supervisions
    ]
    return "\n".join(lines)


_PART = {LegRole.AGENT: "ring"}


def _times_of(leg: Leg) -> str:
    """Only what there was of it."""
    times = {"hold": leg.hold_us, "consult": leg.consult_us}
    return "".join(f" {name} {_length(value)}" for name, value in times.items() if value)


def _word(value: object) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _length(value: int | None) -> str:
    return "-" if value is None else f"{value / SECOND:.6f}"


def tables() -> list[Path]:
    return sorted(Path(__file__).parent.glob("*.txt"))
