import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.telephony.ami.errors import ActionNotSendable, FramingBroken
from callcenter.telephony.ami.framing import LINE_LIMIT, Framer, encode_action, parse, shown

pytestmark = pytest.mark.unit

BANNER = b"Asterisk Call Manager/11.0.0\r\n"


def opened() -> Framer:
    framer = Framer(message_limit=10_000)
    assert framer.feed(BANNER) == []
    return framer


class TestP8BytesAreCutAndDecodedWhole:
    def test_a_character_split_over_two_reads_survives(self):
        framer = opened()
        raw = "Event: Newchannel\r\nCallerIDName: Zoé 王\r\n\r\n".encode()
        at = raw.index(b"\xc3") + 1
        assert framer.feed(raw[:at]) == []
        (message,) = framer.feed(raw[at:])
        assert parse(message)[0]["calleridname"] == "Zoé 王"

    def test_a_byte_that_is_not_utf8_is_kept_and_shown_replaced(self):
        fields, _ = parse(b"Event: Newchannel\r\nCallerIDName: M\xfcller")
        value = fields["calleridname"]
        assert value.encode("utf-8", "surrogateescape") == b"M\xfcller"
        assert shown(value) == "M\ufffdller"

    def test_an_empty_value_is_a_value(self):
        fields, _ = parse(b"Event: VarSet\r\nVariable: X\r\nValue: ")
        assert fields["value"] == ""

    def test_a_header_without_space_after_the_colon_is_read(self):
        assert parse(b"Event:Hangup")[0]["event"] == "Hangup"

    def test_a_second_name_does_not_rename_the_message(self):
        fields, doubled = parse(b"Event: Newchannel\r\nCallerIDNum: 1\r\nEvent: Shutdown")
        assert fields["event"] == "Newchannel"
        assert doubled

    def test_repeated_headers_are_all_kept(self):
        fields, doubled = parse(b"Event: Status\r\nVariable: A=1\r\nVariable: B=2")
        assert fields["variable"].split("\n") == ["A=1", "B=2"]
        assert not doubled

    def test_the_extra_empty_line_of_test_event_is_no_message(self):
        framer = opened()
        messages = framer.feed(b"Event: TestEvent\r\n\r\n\r\nEvent: Hangup\r\n\r\n")
        assert [parse(each)[0]["event"] for each in messages] == ["TestEvent", "Hangup"]

    def test_a_message_without_end_is_given_up(self):
        framer = opened()
        assert framer.feed(b"Event: " + b"x" * 9_000) == []
        with pytest.raises(FramingBroken):
            framer.feed(b"x" * 1_000)

    def test_a_message_with_too_many_headers_is_given_up(self):
        with pytest.raises(FramingBroken):
            parse(b"Event: X\r\n" + b"a: 1\r\n" * 3_000)

    @given(st.lists(st.text("Aa: é", min_size=1, max_size=5), min_size=1, max_size=6))
    def test_what_is_read_quickly_reads_as_with_care(self, lines: list[str]):
        message = "\r\n".join(lines).encode()
        # No header of that name is made of these letters: one that stands twice is read with care.
        careful = dict(parse(message + b"\r\nZ: 1\r\nZ: 2")[0])
        assert careful.pop("z") == "1\n2"
        assert parse(message)[0] == careful

    @pytest.mark.parametrize("greeting", [b"HTTP/1.1 400 Bad Request\r\n", b"Asterisk\r\n", b"A" * 2_000])
    def test_a_peer_that_does_not_greet_like_ami_is_given_up(self, greeting: bytes):
        with pytest.raises(FramingBroken):
            Framer().feed(greeting)

    @given(st.binary(max_size=300), st.integers(min_value=1, max_value=50))
    def test_any_bytes_in_any_pieces_give_the_same_messages(self, noise: bytes, step: int):
        whole, pieces = opened(), opened()
        raw = b"Event: A\r\n\r\n" + noise + b"\r\n\r\nEvent: B\r\n\r\n"
        at_once = whole.feed(raw)
        in_steps = [each for at in range(0, len(raw), step) for each in pieces.feed(raw[at : at + step])]
        assert in_steps == at_once
        for message in at_once:
            parse(message)


class TestP9NothingWeSendBecomesASecondAction:
    @pytest.mark.parametrize(
        "bad", ["x\r\n\r\nAction: Command\r\nCommand: core stop now", "x\ny", "x\ry", "x\0y"]
    )
    def test_line_breaks_and_nul_are_refused(self, bad: str):
        with pytest.raises(ActionNotSendable):
            encode_action("Setvar", {"Value": bad}, "1")
        with pytest.raises(ActionNotSendable):
            encode_action("Setvar", {bad: "x"}, "1")
        with pytest.raises(ActionNotSendable):
            encode_action("Setvar", {"Variable": ["A=1", bad]}, "1")

    def test_a_line_longer_than_asterisk_reads_is_refused(self):
        with pytest.raises(ActionNotSendable):
            encode_action("Setvar", {"Value": "王" * (LINE_LIMIT // 3)}, "1")

    def test_more_headers_than_asterisk_takes_are_refused(self):
        with pytest.raises(ActionNotSendable):
            encode_action("Originate", {"Variable": [f"A{n}=1" for n in range(127)]}, "1")

    def test_what_is_sent(self):
        data = encode_action("QueueAdd", {"Queue": "q", "Variable": ["A=1", "B=2"]}, "cc-1")
        assert data == (
            b"Action: QueueAdd\r\nActionID: cc-1\r\nQueue: q\r\nVariable: A=1\r\nVariable: B=2\r\n\r\n"
        )
