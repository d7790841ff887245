"""Where a number is at home and who carries it, in Chinese and English."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType
from phonenumbers.phonenumberutil import is_number_type_geographical, region_codes_for_country_code

from callcenter.kit.phone_tables import CountryNames, Names, Prefixes, read_countries, read_prefixes

CHINA: Final = 86
_WITH_A_CARRIER: Final = frozenset(
    {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.PAGER}
)


@dataclass(frozen=True, slots=True)
class Place:
    """A number of China has its city or province, and who carries it; any other has its country."""

    region_zh: str
    region_en: str
    carrier_zh: str
    carrier_en: str


NOWHERE: Final = Place("", "", "", "")
_NO_NAMES: Final = Names("", "")


@dataclass(frozen=True, slots=True)
class _Tables:
    cities: Prefixes
    carriers: Prefixes
    countries: CountryNames


def _read_tables() -> _Tables:
    return _Tables(read_prefixes("geodata", CHINA), read_prefixes("carrierdata", CHINA), read_countries())


class PhonePlaces:
    """Names places once their tables are read.

    They are read in a thread of their own, at the latest when the first number is asked for: a process that
    has no calls never pays, and no call waits; until then places have no name.
    """

    def __init__(self, read: Callable[[], _Tables] = _read_tables) -> None:
        self._read = read
        self._tables: _Tables | None = None
        self._loading: threading.Thread | None = None

    @property
    def known(self) -> bool:
        return self._tables is not None

    def of(self, number: str) -> Place:
        """Of a number in E.164. `NOWHERE` for what is none, and while the tables are being read."""
        if self._tables is None:
            self.load()
            return NOWHERE
        try:
            parsed = phonenumbers.parse(number, None)
        except NumberParseException:
            return NOWHERE
        sort = phonenumbers.number_type(parsed)
        if sort == PhoneNumberType.UNKNOWN:
            return NOWHERE
        code = parsed.country_code or 0
        region = carrier = None
        if code == CHINA:
            digits = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)[1:]
            if is_number_type_geographical(sort, code):
                region = self._tables.cities.names_of(digits)
            if sort in _WITH_A_CARRIER:
                carrier = self._tables.carriers.names_of(digits)
        region = region or self._tables.countries.get(_country_of(parsed, code), _NO_NAMES)
        carrier = carrier or _NO_NAMES
        return Place(region.zh, region.en, carrier.zh, carrier.en)

    def load(self) -> threading.Thread:
        """Begins once; who must not do without the names joins the thread."""
        if self._loading is None:
            self._loading = threading.Thread(target=self._load, name="phone places", daemon=True)
            self._loading.start()
        return self._loading

    def _load(self) -> None:
        self._tables = self._read()


def _country_of(parsed: phonenumbers.PhoneNumber, code: int) -> str:
    """Empty for a number that several countries of one code could have."""
    countries = region_codes_for_country_code(code)
    if len(countries) > 1:
        countries = [each for each in countries if phonenumbers.is_valid_number_for_region(parsed, each)]
    return countries[0] if len(countries) == 1 else ""
