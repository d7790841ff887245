"""Places of numbers, compared with what the package says itself, in a process that may pay for its tables."""

import json
import random
import subprocess
import sys

import pytest

from callcenter.kit.phone_places import NOWHERE, PhonePlaces, Place

pytestmark = pytest.mark.unit

ASK_THE_PACKAGE = """
import json, sys
import phonenumbers
from phonenumbers import carrier, geocoder
def of(number):
    parsed = phonenumbers.parse(number, None)
    return [name(parsed, language) for name in (geocoder.description_for_number, carrier.name_for_number)
            for language in ("zh", "en")]
json.dump([of(number) for number in json.load(sys.stdin)], sys.stdout)
"""


@pytest.fixture(scope="module")
def places() -> PhonePlaces:
    places = PhonePlaces()
    assert places.of("+8613800138000") == NOWHERE, "a call never waits for the tables"
    places.load().join()
    return places


def test_a_mobile_number_has_a_city_and_a_carrier(places: PhonePlaces):
    assert places.of("+8613800138000") == Place("北京市", "Beijing", "中国移动", "China Mobile")


def test_a_fixed_line_has_no_carrier(places: PhonePlaces):
    assert places.of("+862088886666") == Place("广东省广州市", "Guangzhou, Guangdong", "", "")


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        ("+442083612345", "英国", "United Kingdom"),
        ("+85221234567", "香港", "Hong Kong"),
        ("+2252123456789", "象牙海岸", "Côte d'Ivoire"),
        ("+80012345678", "", ""),
    ],
)
def test_a_number_from_abroad_has_its_country(places: PhonePlaces, number: str, zh: str, en: str):
    place = places.of(number)
    assert (place.region_zh, place.region_en, place.carrier_zh) == (zh, en, "")


@pytest.mark.parametrize("number", ["", "1001", "+", "anonymous", "+861", "9" * 30])
def test_what_is_no_number_is_nowhere(places: PhonePlaces, number: str):
    assert places.of(number) == NOWHERE


def test_thousands_of_numbers_of_china_are_where_the_package_says(places: PhonePlaces):
    chosen = random.Random(86)
    mobiles = [f"+861{chosen.randrange(3_000_000_000, 10_000_000_000)}" for _ in range(3000)]
    fixed = [
        f"+86{chosen.randrange(10, 1000)}{chosen.randrange(10_000_000, 99_999_999)}" for _ in range(2000)
    ]
    numbers = [*mobiles, *fixed, "+864001234567", "+868001234567", "+8612345", "+8610086"]
    asked = subprocess.run(
        [sys.executable, "-c", ASK_THE_PACKAGE],
        input=json.dumps(numbers).encode(),
        capture_output=True,
        check=True,
    )
    for number, said in zip(numbers, json.loads(asked.stdout), strict=True):
        place = places.of(number)
        assert [place.region_zh, place.region_en, place.carrier_zh, place.carrier_en] == said, number


def test_the_tables_of_the_world_are_not_loaded(places: PhonePlaces):
    assert places.known
    loaded = "import sys; from callcenter.kit.phone_places import PhonePlaces; PhonePlaces().load().join(); "
    found = subprocess.run(
        [sys.executable, "-c", loaded + "print([m for m in sys.modules if 'phonenumbers.geodata' in m])"],
        capture_output=True,
        check=True,
    )
    assert found.stdout.strip() == b"[]"
