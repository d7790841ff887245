"""The tables of package `phonenumbers`, of which only what is asked for comes into memory.

Importing them costs 190 MB and four seconds of processor time, and half of it is of other countries.
Their source files have one prefix in a line, so the lines of one country are read: a fifth of a second, 8 MB.
"""

import ast
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

_COUNTRY: Final = re.compile(r"^  '([A-Z0-9]{2,3})': (\{.*\}),$", re.MULTILINE)
_STRING: Final = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_U: Final = re.compile(r"\bu\(")


class Names(NamedTuple):
    zh: str
    en: str


CountryNames = Mapping[str, Names]


class Prefixes:
    """Prefix → names, the longest that fits: sorted arrays, one pair for each length."""

    def __init__(self, found: Iterator[tuple[str, Names]]) -> None:
        names: dict[Names, int] = {}
        unsorted: dict[int, dict[int, int]] = {}
        for prefix, its in found:
            unsorted.setdefault(len(prefix), {})[int(prefix)] = names.setdefault(its, len(names))
        self._names = tuple(names)
        self._by_length: list[tuple[int, array[int], array[int]]] = []
        for length in sorted(unsorted, reverse=True):
            pairs = unsorted.pop(length)
            keys = array("Q", sorted(pairs))
            self._by_length.append((length, keys, array("H", (pairs[key] for key in keys))))

    def __len__(self) -> int:
        return sum(len(keys) for _, keys, _ in self._by_length)

    def names_of(self, digits: str) -> Names | None:
        """`digits` begin with the country code."""
        for length, keys, places in self._by_length:
            if len(digits) < length:
                continue
            wanted = int(digits[:length])
            at = bisect_left(keys, wanted)
            if at < len(keys) and keys[at] == wanted:
                return self._names[places[at]]
        return None


def read_prefixes(table: str, country_code: int) -> Prefixes:
    """`table` is `geodata` or `carrierdata`."""
    return Prefixes(_prefixes(table, country_code))


def read_countries() -> CountryNames:
    """Region (`CN`) → its names."""
    source = (files("phonenumbers") / "geodata" / "locale.py").read_text("utf-8")
    return {found[1]: _country_names(found[2]) for found in _COUNTRY.finditer(source)}


def _prefixes(table: str, country_code: int) -> Iterator[tuple[str, Names]]:
    line = re.compile(rf"^ '({country_code}[0-9]*)':(\{{.*\}}),$", re.MULTILINE)
    # Thousands of prefixes have the same few hundred names: each is understood once.
    understood = cache(_prefix_names)
    for file in (files("phonenumbers") / table).iterdir():
        if file.name.startswith("data") and file.name.endswith(".py"):
            for found in line.finditer(file.read_text("utf-8")):
                yield found[1], understood(found[2])


def _prefix_names(written: str) -> Names:
    names: dict[str, str] = ast.literal_eval(_U.sub("(", written))
    return Names(names.get("zh", names.get("en", "")), names.get("en", ""))


def _country_names(written: str) -> Names:
    english = _of_language(written, "en")
    return Names(_of_language(written, "zh") or english, english)


def _of_language(written: str, language: str) -> str:
    """Of two hundred languages one; `*aa` says that the name stands under another."""
    name = _written_under(written, language)
    if name.startswith("*"):
        name = _written_under(written, name[1:])
    # One country refers to itself.
    return "" if name.startswith("*") else name


def _written_under(written: str, language: str) -> str:
    found = re.search(rf"'{language}':(?:u\()?({_STRING})", written)
    return str(ast.literal_eval(found[1])) if found is not None else ""
