"""The installation's own certificates and passwords."""

import datetime as dt
import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from callcenter.app.certificate import ensure_certificate
from callcenter.app.credentials import CredentialFile
from callcenter.app.phone_system import certificate_names
from callcenter.app.settings_loading import load_settings

pytestmark = pytest.mark.unit

NOW = dt.datetime(2026, 11, 21, 6, 5, 9, tzinfo=dt.UTC)


def test_the_server_is_vouched_for_by_the_installations_authority(tmp_path):
    certificate, key = ensure_certificate(tmp_path, ["10.1.2.3", "cc.example.com"], NOW)
    server, authority = x509.load_pem_x509_certificates(certificate.read_bytes())
    server.verify_directly_issued_by(authority)
    assert isinstance(server.public_key(), ec.EllipticCurvePublicKey)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {str(name.value) for name in names} >= {"10.1.2.3", "cc.example.com", "localhost", "127.0.0.1"}
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "ca.key").stat().st_mode) == 0o600


def test_the_authoritys_key_stays_away_from_the_folder_that_others_read(tmp_path):
    secrets, shared = tmp_path / "secrets", tmp_path / "tls"
    ensure_certificate(shared, [], NOW, authority_folder=secrets)
    assert {file.name for file in shared.iterdir()} == {"ca.pem", "server.pem", "server.key"}
    assert {file.name for file in secrets.iterdir()} == {"ca.pem", "ca.key"}
    assert (shared / "ca.pem").read_bytes() == (secrets / "ca.pem").read_bytes()


def test_names_every_address_that_the_settings_say_it_is_reached_at():
    settings = load_settings(
        web_host="0.0.0.0", sip_host="10.1.2.3", origins="https://cc.example.com,https://cc.lan:8443"
    )
    assert certificate_names(settings) == ["10.1.2.3", "cc.example.com", "cc.lan"]


def test_is_kept_until_a_month_before_its_end_then_renewed_by_the_same_authority(tmp_path):
    certificate, _ = ensure_certificate(tmp_path, [], NOW)
    first, authority = certificate.read_bytes(), (tmp_path / "ca.pem").read_bytes()
    ensure_certificate(tmp_path, [], NOW + dt.timedelta(days=300))
    assert certificate.read_bytes() == first
    ensure_certificate(tmp_path, [], NOW + dt.timedelta(days=380))
    assert certificate.read_bytes() != first
    assert (tmp_path / "ca.pem").read_bytes() == authority


def test_a_new_name_of_the_host_makes_a_new_certificate(tmp_path):
    certificate, _ = ensure_certificate(tmp_path, [], NOW)
    first = certificate.read_bytes()
    ensure_certificate(tmp_path, ["192.168.1.10"], NOW)
    assert certificate.read_bytes() != first


def test_passwords_stay_and_are_for_the_owner_only(tmp_path):
    file = tmp_path / "secrets/asterisk.json"
    first = CredentialFile(file).passwords(["alice", "bob"])
    again = CredentialFile(file).passwords(["bob", "carol"])
    assert again["bob"] == first["bob"]
    assert len({*first.values(), *again.values()}) == 3
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_programs_that_start_at_the_same_moment_get_the_same_passwords(tmp_path):
    for turn in range(20):
        file = tmp_path / str(turn) / "asterisk.json"
        together = Barrier(4)

        def start(file=file, together=together):
            together.wait(10)
            return CredentialFile(file).passwords(["alice", "bob"])

        with ThreadPoolExecutor(4) as programs:
            given = [running.result(20) for running in [programs.submit(start) for _ in range(4)]]
        assert all(each == given[0] for each in given)
