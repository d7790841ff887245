"""Encryption at rest: both suites, bound to their place, and tokens that can be looked up."""

import stat

import pytest

from callcenter.kit.encryption import Keyring, Unreadable, load_or_create_secret

pytestmark = pytest.mark.unit
SECRET = bytes(range(32))


@pytest.fixture(params=["sm", "aes"])
def keyring(request):
    return Keyring.from_secret(SECRET, request.param)


class TestEncrypt:
    def test_can_be_read_in_its_place(self, keyring):
        blob = keyring.encrypt(b"13900001234", context=b"phone.cipher")
        assert keyring.decrypt(blob, context=b"phone.cipher") == b"13900001234"
        assert b"13900001234" not in blob

    def test_cannot_be_read_in_another_place(self, keyring):
        blob = keyring.encrypt(b"value", context=b"phone.cipher")
        with pytest.raises(Unreadable):
            keyring.decrypt(blob, context=b"person.name")

    def test_no_changed_bit_goes_unnoticed(self, keyring):
        blob = keyring.encrypt(b"value", context=b"here")
        for index in range(len(blob)):
            changed = bytearray(blob)
            changed[index] ^= 1
            with pytest.raises(Unreadable):
                keyring.decrypt(bytes(changed), context=b"here")

    def test_rubbish_is_unreadable_rather_than_a_crash(self, keyring):
        for rubbish in (b"", b"\x01", b"\x01" * 28, b"\x09" * 60):
            with pytest.raises(Unreadable):
                keyring.decrypt(rubbish, context=b"here")

    def test_the_same_value_twice_looks_different(self, keyring):
        assert keyring.encrypt(b"v", context=b"c") != keyring.encrypt(b"v", context=b"c")

    def test_stays_readable_after_a_change_of_suite(self):
        blob = Keyring.from_secret(SECRET, "sm").encrypt(b"v", context=b"c")
        assert Keyring.from_secret(SECRET, "aes").decrypt(blob, context=b"c") == b"v"

    def test_another_secret_cannot_read_it(self, keyring):
        blob = keyring.encrypt(b"v", context=b"c")
        with pytest.raises(Unreadable):
            Keyring.from_secret(bytes(32), keyring.suite).decrypt(blob, context=b"c")


class TestToken:
    def test_is_the_same_for_the_same_value(self, keyring):
        first = keyring.token("+8613900001234", purpose="phone")
        assert first == keyring.token("+8613900001234", purpose="phone")
        assert len(first) == 32

    def test_differs_by_purpose_value_and_secret(self, keyring):
        other = Keyring.from_secret(bytes(32), keyring.suite)
        tokens = {
            keyring.token("a", purpose="phone"),
            keyring.token("b", purpose="phone"),
            keyring.token("a", purpose="session"),
            other.token("a", purpose="phone"),
        }
        assert len(tokens) == 4


def test_a_row_digest_tells_lines_apart(keyring):
    assert keyring.row_digest(b"line 1") != keyring.row_digest(b"line 2")
    assert len(keyring.row_digest(b"line 1")) == 16


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="needs 32"):
        Keyring.from_secret(b"short", "sm")


class TestSecretFile:
    def test_is_made_once_and_readable_by_its_owner_only(self, tmp_path):
        path = tmp_path / "secrets" / "installation.key"
        secret = load_or_create_secret(path)
        assert load_or_create_secret(path) == secret
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_a_damaged_one_is_refused_rather_than_replaced(self, tmp_path):
        path = tmp_path / "installation.key"
        path.write_bytes(b"cut")
        with pytest.raises(ValueError, match="3 bytes"):
            load_or_create_secret(path)
