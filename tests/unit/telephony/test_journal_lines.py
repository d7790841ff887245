"""Lines of Asterisk's files, good and bad."""

import pytest

from callcenter.telephony.journal.lines import BadLine, Line, microseconds, read_lines
from callcenter.telephony.journal.rows import Row, Source, cel_event

pytestmark = pytest.mark.unit

CEL = (
    b'{"eventtype":"ANSWER","eventenum":"ANSWER","eventtime":"1795302130.784523","num":"1001",'
    b'"uniqueid":"zz1-1795302130.0","linkedid":"zz1-1795302130.0"}'
)
CONNECT = b"1795302135|zz1-1795302130.0|demo01-consult|A00001|CONNECT|2|zz1-1795302133.1|1"


def read(source: Source, *pieces: bytes) -> list[Line | BadLine]:
    return list(read_lines(source, list(pieces)))


class TestCel:
    def test_keeps_microseconds_exactly(self):
        [line] = read(Source.CEL, CEL)

        assert isinstance(line, Line)
        assert line.at_us == 1795302130784523

    @pytest.mark.parametrize("cut", [1, 2, 40, len(CEL) - 1])
    def test_finds_the_row_glued_to_half_a_row(self, cut: int):
        half, line = read(Source.CEL, CEL[:cut] + CEL)

        assert isinstance(half, BadLine)
        assert half.raw == CEL[:cut]
        assert isinstance(line, Line)
        assert line.raw == CEL

    @pytest.mark.parametrize(
        "piece",
        [
            b"not json",
            b"[1,2]",
            b'{"eventtype":"ANSWER"}',
            CEL.replace(b"1795302130.784523", b"yesterday"),
            b"\xff\xfe{",
            CEL[:-1],
            CEL.replace(b'"linkedid":"zz1-1795302130.0"', b'"linkedid":5'),
            CEL.replace(b'"uniqueid":"zz1-1795302130.0"', b'"uniqueid":["zz1-1795302130.0"]'),
            CEL.replace(b'"eventtype":"ANSWER"', b'"eventtype":{"a":1}'),
            CEL.replace(b'"1795302130.784523"', b"1e300"),
            CEL.replace(b"1795302130.784523", b"9" * 30),
            CEL.replace(b"1795302130.784523", "1795302130.٣".encode()),
            CEL.replace(b'"1001"', b'"10\\u000001"'),
        ],
    )
    def test_keeps_what_is_no_row_aside(self, piece: bytes):
        [line] = read(Source.CEL, piece)

        assert isinstance(line, BadLine)
        assert line.raw == piece

    def test_a_callers_quotes_begin_no_row(self):
        """Asterisk escapes quotes, so text typed by a caller never starts an object."""
        forged = CEL.replace(b'"1001"', b'"x{\\"eventtype\\":\\"HANGUP\\"' + b"\xff" + b'"')

        [line] = read(Source.CEL, forged)

        assert isinstance(line, BadLine)

    def test_says_nothing_about_empty_lines(self):
        assert read(Source.CEL, b"", b"\r") == []

    def test_a_word_of_the_dial_plan_cannot_pass_for_asterisks(self):
        assert cel_event({"eventtype": "HANGUP", "eventenum": "USER_DEFINED"}) == "USER_HANGUP"
        assert cel_event({"eventtype": "HANGUP", "eventenum": "HANGUP"}) == "HANGUP"


class TestQueueLog:
    def test_names_its_fields(self):
        [line] = read(Source.QUEUE_LOG, CONNECT)

        assert isinstance(line, Line)
        assert line.at_us == 1795302135000000
        assert line.data == {
            "event": "CONNECT",
            "callid": "zz1-1795302130.0",
            "queue": "demo01-consult",
            "agent": "A00001",
            "data1": "2",
            "data2": "zz1-1795302133.1",
            "data3": "1",
        }

    @pytest.mark.parametrize("cut", [3, 12, 40, len(CONNECT) - 2])
    def test_finds_the_row_glued_to_half_a_row(self, cut: int):
        half, line = read(Source.QUEUE_LOG, CONNECT[:cut] + CONNECT)

        assert isinstance(half, BadLine)
        assert half.raw == CONNECT[:cut]
        assert isinstance(line, Line)
        assert line.raw == CONNECT

    @pytest.mark.parametrize(
        "piece", [b"1795302135|x", b"garbage", b"x|NONE|NONE|NONE|QUEUESTART|", b"17953\xff|a|b|c|D"]
    )
    def test_keeps_what_is_no_row_aside(self, piece: bytes):
        [line] = read(Source.QUEUE_LOG, piece)

        assert isinstance(line, BadLine)


class TestTimes:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("1795302130.784523", 1795302130784523),
            ("1795302130.7", 1795302130700000),
            ("1795302130", 1795302130000000),
            ("", None),
            ("-1.5", None),
            (None, None),
            ("1.2.3", None),
        ],
    )
    def test_are_integers(self, written: object, expected: int | None):
        assert microseconds(written) == expected


class TestExtra:
    def row(self, extra: object) -> Row:
        return Row(Source.CEL, 0, "X", "u", {"eventextra": extra})

    @pytest.mark.parametrize(
        "extra",
        ['{"extra":"menu=main;key=1"}', {"extra": "menu=main;key=1"}, "menu=main;key=1"],
    )
    def test_reads_the_dial_plans_pairs(self, extra: object):
        assert self.row(extra).extra() == {"menu": "main", "key": "1"}

    def test_reads_asterisks_own(self):
        assert self.row('{"hangupcause":16,"hangupsource":"x"}').extra() == {
            "hangupcause": 16,
            "hangupsource": "x",
        }

    @pytest.mark.parametrize("extra", [None, "", "{broken", 7, "[]"])
    def test_is_empty_rather_than_wrong(self, extra: object):
        assert self.row(extra).extra() == {}
