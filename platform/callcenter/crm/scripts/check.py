"""Which words of a text may not be said to a caller: absolute terms and promises nobody can keep.

The text is read as a listener would take it: full-width and half-width are the same, so are capitals, and
spaces, punctuation or invisible signs put between characters hide nothing. Positions are those of the text as
written, counted in Unicode characters, so that a page can mark them.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson

WORDS: Final = Path(__file__).with_name("forbidden_words.json")
_KEPT_SIGNS: Final = frozenset("%‰")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a phrase is forbidden, and by which rule."""

    code: str
    zh: str
    en: str
    law: str


@dataclass(frozen=True, slots=True)
class ForbiddenPhrase:
    """`exceptions`: wordings that hold the phrase and are meant otherwise (第一 in 第一次)."""

    phrase: str
    reason: Reason
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """`matched` is the text as written from `start` up to, not including, `end`."""

    phrase: str
    matched: str
    start: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is left of a text when only what is heard counts, and where each character came from."""

    text: str
    places: tuple[int, ...]


@lru_cache(maxsize=1)
def phrases_of_the_house() -> tuple[ForbiddenPhrase, ...]:
    read: dict[str, Any] = orjson.loads(WORDS.read_bytes())
    return tuple(
        ForbiddenPhrase(
            each["phrase"],
            Reason(group["code"], group["reason_zh"], group["reason_en"], group["law"]),
            tuple(each.get("except", ())),
        )
        for group in read["groups"]
        for each in group["phrases"]
    )


def check(text: str, phrases: Iterable[ForbiddenPhrase]) -> list[Hit]:
    """Every forbidden place in the order of the text. Of overlapping phrases the longest is named."""
    lines: list[Hit] = []
    start = 0
    known = list(phrases)
    # A phrase is not put together across paragraphs: nobody reads a heading and a text in one breath.
    for line in text.split("\n"):
        lines.extend(_check_line(line, start, known))
        start += len(line) + 1
    return lines


@lru_cache(maxsize=4096)
def normalised(phrase: str) -> str:
    """As phrases are compared; empty for what holds nothing that can be heard."""
    return _heard(phrase).text


def _check_line(line: str, offset: int, phrases: Sequence[ForbiddenPhrase]) -> list[Hit]:
    heard = _heard(line)
    found: list[tuple[int, int, ForbiddenPhrase]] = []
    for each in phrases:
        excused = [place for wording in each.exceptions for place in _all_of(heard.text, normalised(wording))]
        found.extend(
            (start, end, each)
            for start, end in _all_of(heard.text, normalised(each.phrase))
            if not any(low <= start and end <= high for low, high in excused)
            and _stands_alone(line, heard, start, end)
        )
    found.sort(key=lambda place: (place[0], -place[1]))
    hits: list[Hit] = []
    reached = -1
    for start, end, each in found:
        if end <= reached:
            continue
        reached = end
        first, last = heard.places[start], heard.places[end - 1] + 1
        hits.append(Hit(each.phrase, line[first:last], offset + first, offset + last, each.reason))
    return hits


def _heard(text: str) -> _Heard:
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKC", sign).casefold():
            if part in _KEPT_SIGNS or unicodedata.category(part)[0] in "LN":
                signs.append(part)
                places.append(place)
    return _Heard("".join(signs), tuple(places))


def _all_of(text: str, wanted: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        places.append((at, at + len(wanted)))
        at = text.find(wanted, at + 1)
    return places


def _stands_alone(line: str, heard: _Heard, start: int, end: int) -> bool:
    """`100%` is not in `2100%` nor in `3.100%`; `top1` is not in `laptop1`. Chinese needs no border."""
    first, last = heard.text[start], heard.text[end - 1]
    before, after = heard.places[start] - 1, heard.places[end - 1] + 1
    if first.isascii() and first.isdigit():
        point = 1 if _sign_at(line, before) in {".", ",", "\uff0e"} else 0
        if _is_digit_at(line, before - point):
            return False
    elif first.isascii() and _is_latin_at(line, before):
        return False
    inside = last.isascii() and last.isalnum() and (_is_latin_at(line, after) or _is_digit_at(line, after))
    return not inside


def _sign_at(line: str, place: int) -> str:
    return line[place] if 0 <= place < len(line) else ""


def _is_digit_at(line: str, place: int) -> bool:
    return _sign_at(line, place).isdecimal()


def _is_latin_at(line: str, place: int) -> bool:
    sign = unicodedata.normalize("NFKC", _sign_at(line, place))
    return sign.isascii() and sign.isalpha()
