"""Where a number is at home and who carries it, in Chinese and English."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber

Describe = Callable[[PhoneNumber, str], str]
"""A number and a language → a name, empty when nobody can tell."""


@dataclass(frozen=True, slots=True)
class Place:
    region_zh: str
    region_en: str
    carrier_zh: str
    carrier_en: str


NOWHERE: Final = Place("", "", "", "")


class PhonePlaces:
    """Names places once their tables are loaded.

    The tables cost 200 MB and four seconds. They are loaded in a thread of their own when the first number
    is asked for: a process that has no calls never pays, and no call waits; until then places have no name.
    """

    def __init__(self) -> None:
        self._describe: tuple[Describe, Describe] | None = None
        self._loading: threading.Thread | None = None

    @property
    def known(self) -> bool:
        return self._describe is not None

    def of(self, number: str) -> Place:
        """Of a number in E.164. `NOWHERE` for what is none, and while the tables are being loaded."""
        if self._describe is None:
            self.load()
            return NOWHERE
        try:
            parsed = phonenumbers.parse(number, None)
        except NumberParseException:
            return NOWHERE
        if not phonenumbers.is_valid_number(parsed):
            return NOWHERE
        region, carrier = self._describe
        return Place(region(parsed, "zh"), region(parsed, "en"), carrier(parsed, "zh"), carrier(parsed, "en"))

    def load(self) -> threading.Thread:
        """Begins once; who must not do without the names joins the thread."""
        if self._loading is None:
            self._loading = threading.Thread(target=self._load, name="phone places", daemon=True)
            self._loading.start()
        return self._loading

    def _load(self) -> None:
        from phonenumbers import carrier, geocoder

        self._describe = (geocoder.description_for_number, carrier.name_for_number)
