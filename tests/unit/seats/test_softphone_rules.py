"""When a phone is no longer well, where its page finds Asterisk, and whose credential is whose."""

from typing import Any

import pytest

from callcenter.kit.clock import SECOND
from callcenter.seats.softphone.endpoints import SignallingPorts, signalling_url
from callcenter.seats.softphone.service import lifetime_us
from callcenter.seats.softphone.softphone import Microphone, PhoneSeen, PhoneTrouble, Report, trouble_of

pytestmark = pytest.mark.unit

START = 1_763_764_000 * SECOND
PORTS = SignallingPorts(ws=8088, wss=8089)


def report(at_seconds=0, **said):
    given: dict[str, Any] = {"registered": True, "microphone": Microphone.OK, "hidden": False}
    given |= {"in_call": False, **said}
    return Report(at_us=START + at_seconds * SECOND, **given)


def page(heard=None, gone_seconds=None):
    gone_us = None if gone_seconds is None else START + gone_seconds * SECOND
    return PhoneSeen(is_page=True, since_us=START, unregistered_since_us=gone_us, report=heard)


def after(seen, seconds):
    return trouble_of(seen, START + seconds * SECOND)


@pytest.mark.parametrize(
    ("seen", "well_until", "trouble"),
    [
        (page(), 15, PhoneTrouble.TAB_ASLEEP),
        (page(report(20)), 35, PhoneTrouble.TAB_ASLEEP),
        (page(report(20, hidden=True)), 95, PhoneTrouble.TAB_ASLEEP),
        (page(report(5), gone_seconds=2), 12, PhoneTrouble.REGISTRATION_LOST),
    ],
)
def test_patience_ends_by_name(seen, well_until, trouble):
    assert after(seen, well_until) is None
    assert after(seen, well_until + 1) is trouble


def test_a_dead_microphone_is_said_at_once():
    assert after(page(report(microphone=Microphone.DEAD)), 1) is PhoneTrouble.MICROPHONE_DEAD
    assert after(page(report(microphone=Microphone.UNKNOWN)), 1) is None


def test_a_desk_phone_has_no_page_that_could_fall_asleep():
    desk = PhoneSeen(is_page=False, since_us=START, unregistered_since_us=None, report=None)
    assert after(desk, 3600) is None
    gone = PhoneSeen(is_page=False, since_us=START, unregistered_since_us=START, report=None)
    assert after(gone, 11) is PhoneTrouble.REGISTRATION_LOST


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("localhost", "ws://127.0.0.1:8088/ws"),
        ("127.0.0.1", "ws://127.0.0.1:8088/ws"),
        ("::1", "ws://127.0.0.1:8088/ws"),
        ("cc.example.com", "wss://cc.example.com:8089/ws"),
        ("192.0.2.7", "wss://192.0.2.7:8089/ws"),
        ("2001:db8::7", "wss://[2001:db8::7]:8089/ws"),
    ],
)
def test_only_a_page_of_this_machine_goes_without_a_certificate(host, url):
    assert signalling_url(host, PORTS) == url


def test_a_credential_never_outlives_the_longest_sign_in():
    assert lifetime_us(60, 12) == 3600 * SECOND
    assert lifetime_us(720, 2) == 7200 * SECOND
