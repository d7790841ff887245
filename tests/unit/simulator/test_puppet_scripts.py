"""SIPp's scripts are well-formed whatever the files are called, and every jump has its landing."""

import struct
from xml.etree import ElementTree

import pytest

from callcenter.simulator.hostile import FROM_HEADERS
from callcenter.simulator.scenarios import (
    caller_scenario,
    cue_name,
    register_scenario,
    seat_scenario,
    trunk_scenario,
)
from callcenter.simulator.sounds import KEY_SLOTS, KEYS, key_capture

pytestmark = pytest.mark.unit

AWKWARD = '照章 & "sons" <1>'

SCRIPTS = {
    "caller by RFC 4733": caller_scenario(f"{AWKWARD}.al", AWKWARD, keys_by_info=False),
    "caller by INFO": caller_scenario(f"{AWKWARD}.al", AWKWARD, keys_by_info=True),
    "seat": seat_scenario(f"{AWKWARD}.al"),
    "register": register_scenario(expires=60, renew_after=30),
    "trunk": trunk_scenario(),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_well_formed_and_every_jump_lands(name: str) -> None:
    root = ElementTree.fromstring(SCRIPTS[name])
    labels = [element.get("id") for element in root.iter("label")]
    assert len(labels) == len(set(labels))
    jumps = {
        element.get(attribute)
        for element in root.iter()
        for attribute in ("next", "ontimeout")
        if element.get(attribute)
    }
    assert jumps <= set(labels)


def test_file_names_are_escaped_not_cut() -> None:
    root = ElementTree.fromstring(SCRIPTS["seat"])
    streams = [element.get("rtp_stream") for element in root.iter("exec")]
    assert f"{AWKWARD}.al,-1,8" in streams


def test_every_wait_of_a_caller_ends_without_a_director() -> None:
    root = ElementTree.fromstring(SCRIPTS["caller by RFC 4733"])
    waits = [element for element in root.iter("recv") if element.get("request") == "HANGUP"]
    hang_ups = [element for element in waits if element.get("optional") is None]
    assert len(hang_ups) == KEY_SLOTS + 1
    assert all(element.get("ontimeout") == "hang_up" for element in hang_ups)


def test_each_key_has_its_own_cue() -> None:
    assert len({cue_name(key) for key in KEYS}) == len(KEYS)
    assert all(cue_name(key).isalnum() for key in KEYS)


def rtp_packets(capture: bytes) -> list[bytes]:
    packets: list[bytes] = []
    at = 24
    while at < len(capture):
        (length,) = struct.unpack_from("<I", capture, at + 8)
        packets.append(capture[at + 16 + 14 + 28 : at + 16 + length])
        at += 16 + length
    return packets


def test_a_key_is_one_event_whose_end_comes_three_times() -> None:
    packets = rtp_packets(key_capture("5", 2))
    assert {packet[12] for packet in packets} == {5}
    assert [packet[13] >> 7 for packet in packets][-4:] == [0, 1, 1, 1]
    assert {packet[4:8] for packet in packets} == {struct.pack("!I", 240_000)}


def test_no_two_slots_share_a_timestamp() -> None:
    stamps = {rtp_packets(key_capture("1", slot))[0][4:8] for slot in range(KEY_SLOTS)}
    assert len(stamps) == KEY_SLOTS


def test_hostile_headers_are_names_and_addresses_without_a_bare_line_break() -> None:
    assert all(b"\n" not in header and b"\r" not in header for header in FROM_HEADERS.values())
    assert all(b"<sip:" in header for header in FROM_HEADERS.values())
