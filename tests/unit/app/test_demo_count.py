"""The closing line of the demo tells the truth, also when it is bad."""

import json

import pytest

from callcenter.app.demo_count import calls_in_cel, count

pytestmark = pytest.mark.unit


def row(
    call_id: str, outcome: str | None = "answered", survey_score: int | None = None, ended_us: int | None = 2
):
    return {"call_id": call_id, "outcome": outcome, "survey_score": survey_score, "ended_us": ended_us}


def test_counts_arrivals_of_this_run_only_and_forgives_broken_lines(tmp_path):
    def line(uniqueid, eventtime, kind="CALL_ARRIVED"):
        return json.dumps({"userdeftype": kind, "eventtime": eventtime, "uniqueid": uniqueid})

    (tmp_path / "cel.json").write_text(
        "\n".join(
            [
                line("zz1-1.1", "100.000001"),
                line("zz1-1.2", "200.5"),
                line("zz1-1.2", "200.6", "KEY_PRESSED"),
                '{"userdeftype":"CALL_ARRIVED","event',
                line("zz1-1.3", "201.000000"),
            ]
        )
    )
    (tmp_path / "cel.json.20261121").write_text(line("zz1-1.4", "200.500000"))
    assert calls_in_cel(tmp_path, 200_500_000) == {"zz1-1.2", "zz1-1.3", "zz1-1.4"}


def test_agrees_when_all_three_counts_do_and_every_answered_call_has_sound(tmp_path):
    (tmp_path / "zz1-1.1.wav").write_bytes(b"x" * 100)
    counted = count(
        placed=2,
        in_cel=["zz1-1.1", "zz1-1.2"],
        rows=[row("zz1-1.1", survey_score=5), row("zz1-1.2", "abandoned")],
        recordings=tmp_path,
    )
    assert counted.agrees
    assert json.loads(counted.line())["with_survey"] == 1


@pytest.mark.parametrize(
    ("placed", "rows"),
    [
        (3, [row("a"), row("b")]),
        (2, [row("a")]),
        (2, [row("a"), row("b", ended_us=None, outcome=None)]),
        (2, [row("a"), row("c")]),
    ],
)
def test_disagrees_when_a_call_or_a_recording_is_missing(tmp_path, placed, rows):
    for call in "ab":
        (tmp_path / f"{call}.wav").write_bytes(b"x" * 100)
    (tmp_path / "c.wav").write_bytes(b"x" * 44)
    assert not count(placed=placed, in_cel=["a", "b"], rows=rows, recordings=tmp_path).agrees


def test_without_a_record_to_ask_nothing_is_said_of_it(tmp_path):
    counted = count(placed=1, in_cel=["a"], rows=None, recordings=tmp_path)
    assert not counted.agrees
    told = json.loads(counted.line())
    assert (told["placed"], told["in_cel"], told["in_record"], told["open_calls"]) == (1, 1, None, None)
