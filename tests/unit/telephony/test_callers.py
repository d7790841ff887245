import pytest

from callcenter.kit.encryption import Keyring
from callcenter.kit.phone_places import PhonePlaces
from callcenter.telephony.callers import Callers
from callcenter.telephony.journal.tokens import token_of

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def keyring() -> Keyring:
    return Keyring.from_secret(b"k" * 32, "sm")


@pytest.fixture(scope="module")
def callers(keyring: Keyring) -> Callers:
    return Callers(keyring, PhonePlaces())


def test_a_number_is_known_by_its_token_however_it_is_written(callers: Callers, keyring: Keyring):
    caller = callers.identify("13900001234")
    assert caller.token == token_of(keyring, "+8613900001234") == callers.identify("+8613900001234").token
    assert caller.masked == "139****1234"


@pytest.mark.parametrize("number", ["", "anonymous", "0"])
def test_a_withheld_number_has_no_token(callers: Callers, number: str):
    caller = callers.identify(number)
    assert (caller.token, caller.masked, caller.region_zh) == (None, "", "")


def test_places_come_as_soon_as_they_are_known(keyring: Keyring):
    places = PhonePlaces()
    callers = Callers(keyring, places)
    assert callers.identify("13800138000").region_zh == ""
    places.load().join()
    assert callers.identify("13800138000").region_zh == "北京市"
