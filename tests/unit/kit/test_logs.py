"""Log lines: JSON, one line each, without anything that could be a telephone number."""

import io
import json
import logging

import pytest
import structlog

from callcenter.kit.logs import configure, get_logger, hide_personal_data, without_numbers

pytestmark = pytest.mark.unit


@pytest.fixture
def lines(monkeypatch):
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure("INFO")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("uvicorn.access").disabled = False
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("INVITE from 13900001234", "INVITE from [hidden]"),
        ("sip:+8613900001234@10.0.0.1", "sip:[hidden]@10.0.0.1"),
        ("139 0000 1234", "[hidden]"),
        ("call zz1-1763764000.12 ended", "call zz1-1763764000.12 ended"),
        ("port 25001", "port 25001"),
        ("2026-11-21T14:05:09", "2026-11-21T14:05:09"),
        ("\0" + "0\0", "0"),
    ],
)
def test_without_numbers(text, shown):
    assert without_numbers(text) == shown


class TestHidePersonalData:
    def test_hides_keys_with_a_pii_segment(self):
        shown = hide_personal_data(
            None, "info", {"pii.caller": "Alice", "caller_pii": "x", "event": "arrived"}
        )
        assert shown == {"pii.caller": "[hidden]", "caller_pii": "[hidden]", "event": "arrived"}

    def test_masks_inside_nested_values_but_not_in_ids_and_times(self):
        shown = hide_personal_data(
            None,
            "info",
            {"a": {"b": ["13900001234"]}, "at_us": 1763764000123456, "call_id": "zz1-1763764000.12"},
        )
        assert shown == {
            "a": {"b": ["[hidden]"]},
            "at_us": 1763764000123456,
            "call_id": "zz1-1763764000.12",
        }

    def test_masks_a_mobile_number_kept_as_an_integer(self):
        assert hide_personal_data(None, "info", {"n": 13900001234, "m": 42}) == {"n": "[hidden]", "m": 42}


class TestConfigure:
    def test_writes_one_json_line_with_control_characters_escaped(self, lines):
        get_logger("callcenter.test").info("call arrived", name="a\r\nAction: Originate\x07")
        [line] = lines()
        assert line["event"] == "call arrived"
        assert line["name"] == "a\r\nAction: Originate\x07"
        assert line["level"] == "info"
        assert line["logger"] == "callcenter.test"

    def test_the_standard_library_writes_the_same_lines(self, lines):
        logging.getLogger("uvicorn.error").warning("peer %s left", "13900001234")
        [line] = lines()
        assert line["event"] == "peer [hidden] left"

    def test_an_exception_keeps_its_place_and_loses_its_numbers(self, lines):
        try:
            raise ValueError("caller 13900001234")
        except ValueError:
            get_logger("callcenter.test").exception("call failed")
        [line] = lines()
        assert "13900001234" not in line["exception"]
        assert "ValueError" in line["exception"]

    def test_the_server_s_own_access_lines_are_off(self, lines):
        logging.getLogger("uvicorn.access").warning("GET /api/calls?caller=13900001234")
        assert lines() == []
