"""Scripts and knowledge: what agents may say, and how a page of it is found. Pure."""

import unicodedata
from enum import StrEnum
from typing import Final

EXCERPT_BEFORE: Final = 20
EXCERPT_LENGTH: Final = 120


class ScriptKind(StrEnum):
    SCRIPT = "script"
    KNOWLEDGE = "knowledge"


def searchable(*texts: str) -> str:
    """One form for what is looked through and for what is looked for: no width, no case, single spaces."""
    folded = unicodedata.normalize("NFKC", "\n".join(texts)).casefold()
    return " ".join(folded.split())


def terms_of(sought: str) -> list[str]:
    """All of them have to be there; a run of Chinese is one term, found anywhere in the text."""
    return list(dict.fromkeys(searchable(sought).split()))


def excerpt(body: str, terms: list[str]) -> str:
    """The part of the text around the first term, in one line; its beginning when no term is in it."""
    line = " ".join(body.split())
    folded = line.casefold()
    places = [folded.find(term) for term in terms]
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, first - EXCERPT_BEFORE)
    shown = line[start : start + EXCERPT_LENGTH]
    return ("…" if start else "") + shown + ("…" if start + EXCERPT_LENGTH < len(line) else "")
