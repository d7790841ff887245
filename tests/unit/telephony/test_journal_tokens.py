"""No number of a caller stays readable in a row."""

import pytest

from callcenter.kit.encryption import Keyring
from callcenter.telephony.journal.tokens import Tokeniser, cipher_context, token_of

pytestmark = pytest.mark.unit

NUMBER = "13900001234"


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.from_secret(b"s" * 32, "sm")


@pytest.fixture
def tokeniser(keyring: Keyring) -> Tokeniser:
    return Tokeniser(keyring, hotlines=frozenset({"4000000001"}))


class TestCelRow:
    def test_loses_the_callers_number_and_keeps_the_hotline(self, tokeniser: Tokeniser, keyring: Keyring):
        data = {"num": NUMBER, "exten": "4000000001", "channame": "PJSIP/trunk-main-00000000"}

        tokeniser.cel(data)

        assert data["num"] == token_of(keyring, "+86 139 0000 1234")
        assert data["exten"] == "4000000001"

    def test_keeps_the_number_beside_it_encrypted(self, tokeniser: Tokeniser, keyring: Keyring):
        data = {"num": NUMBER, "channame": "PJSIP/trunk-main-00000000"}

        tokeniser.cel(data)

        [(token, cipher)] = tokeniser.fresh.items()
        assert keyring.decrypt(cipher, context=cipher_context(token)) == b"+8613900001234"

    def test_keeps_a_seats_own_number(self, tokeniser: Tokeniser):
        data = {"num": "1001", "exten": "s", "channame": "PJSIP/demo01-1001-desk-00000001"}

        assert not tokeniser.cel(data)

    def test_treats_a_short_number_of_a_caller_as_a_number(self, tokeniser: Tokeniser):
        """95588 calls from the trunk like anybody else."""
        data = {"num": "95588", "channame": "PJSIP/trunk-main-00000000"}

        tokeniser.cel(data)

        assert "95588" not in data["num"]

    @pytest.mark.parametrize("withheld", ["0", "anonymous"])
    def test_has_no_number_when_it_was_withheld(self, tokeniser: Tokeniser, withheld: str):
        data = {"num": withheld, "channame": "PJSIP/trunk-main-00000000"}

        tokeniser.cel(data)

        assert data["num"] == ""
        assert tokeniser.fresh == {}

    @pytest.mark.parametrize("field", ["exten"])
    def test_loses_an_outside_number_that_was_dialled(self, tokeniser: Tokeniser, field: str):
        data = {field: NUMBER, "channame": "PJSIP/demo01-1001-desk-00000001"}

        tokeniser.cel(data)

        assert NUMBER not in str(data)

    def test_loses_the_target_of_a_transfer(self, tokeniser: Tokeniser):
        data = {
            "eventextra": '{"extension":"13900001234","context":"x"}',
            "channame": "PJSIP/demo01-1001-web-0001",
        }

        tokeniser.cel(data)

        assert NUMBER not in str(data)


class TestQueueLogRow:
    def test_loses_the_callers_number(self, tokeniser: Tokeniser, keyring: Keyring):
        data = {
            "event": "ENTERQUEUE",
            "queue": "demo01-consult",
            "agent": "NONE",
            "data2": NUMBER,
            "data3": "1",
        }

        tokeniser.queue_log(data)

        assert data["data2"] == token_of(keyring, NUMBER)
        assert data["data3"] == "1"

    def test_keeps_the_microseconds_of_the_platforms_own_facts(self, tokeniser: Tokeniser):
        data = {"event": "AGENT_STATE", "queue": "NONE", "agent": "A00001", "data1": "1795302130784523"}

        assert not tokeniser.queue_log(data)
