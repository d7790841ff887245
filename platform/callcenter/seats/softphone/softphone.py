"""The rules of browser phones: whose endpoint, for how long, and when a phone is no longer well."""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from callcenter.kit.clock import SECOND

# Digest authentication sends no password; 32 random bytes leave nothing to guess.
PASSWORD_BYTES: Final = 32
REALM: Final = "asterisk"

# A visible page reports every 5 s.
SILENT_AFTER_US: Final = 15 * SECOND
# A browser lets the timers of a hidden page run once a minute; one that is asleep is silent for longer.
SILENT_HIDDEN_AFTER_US: Final = 75 * SECOND
# A lost registration of a page that reloads, or of a restarted Asterisk, is back within this time.
UNREGISTERED_AFTER_US: Final = 10 * SECOND


class Microphone(StrEnum):
    OK = "ok"
    DEAD = "dead"
    UNKNOWN = "unknown"


class PhoneTrouble(StrEnum):
    """Why nobody should be rung at a seat."""

    REGISTRATION_LOST = "registration_lost"
    MICROPHONE_DEAD = "microphone_dead"
    TAB_ASLEEP = "tab_asleep"


@dataclass(frozen=True, slots=True)
class Report:
    """What a page last said of its phone."""

    at_us: int
    registered: bool
    microphone: Microphone
    hidden: bool
    in_call: bool


@dataclass(frozen=True, slots=True)
class PhoneSeen:
    """A seat's phone as the page and as Asterisk see it. `unregistered_since_us`: None while both say that it
    is registered; `report` is None for a desk phone and for a page that has not spoken."""

    is_page: bool
    since_us: int
    unregistered_since_us: int | None
    report: Report | None


def trouble_of(seen: PhoneSeen, now_us: int) -> PhoneTrouble | None:
    """The first of the troubles, the one that explains the others before those it explains."""
    if seen.is_page and now_us - _heard_us(seen) > _patience_us(seen):
        return PhoneTrouble.TAB_ASLEEP
    gone_us = seen.unregistered_since_us
    if gone_us is not None and now_us - gone_us > UNREGISTERED_AFTER_US:
        return PhoneTrouble.REGISTRATION_LOST
    if seen.report is None:
        return None
    if seen.report.microphone is Microphone.DEAD:
        return PhoneTrouble.MICROPHONE_DEAD
    return None


def _heard_us(seen: PhoneSeen) -> int:
    return seen.since_us if seen.report is None else max(seen.report.at_us, seen.since_us)


def _patience_us(seen: PhoneSeen) -> int:
    hidden = seen.report is not None and seen.report.hidden
    return SILENT_HIDDEN_AFTER_US if hidden else SILENT_AFTER_US


def seat_endpoint(company_id: str, seat: str) -> str:
    return f"{company_id}-{seat}-web"


def supervisor_endpoints(company_id: str, count: int) -> list[str]:
    """Phones of nobody in particular: a supervisor who signs in gets the first that is free."""
    return [f"{company_id}-S{number:02d}-web" for number in range(1, count + 1)]


def new_password() -> str:
    return secrets.token_urlsafe(PASSWORD_BYTES)


@dataclass(frozen=True, slots=True)
class Issued:
    endpoint: str
    password: str = field(repr=False)
    expires_us: int
