import pytest

from callcenter.kit.phone_places import NOWHERE, PhonePlaces, Place

pytestmark = pytest.mark.unit


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


@pytest.mark.parametrize("number", ["", "1001", "+", "anonymous", "+861", "9" * 30])
def test_what_is_no_number_is_nowhere(places: PhonePlaces, number: str):
    assert places.of(number) == NOWHERE
