"""The installation's own authority and the server certificate for SIP over TLS and WSS.

- `ca.pem` is what a phone or a browser is told to trust; its key never leaves the secrets folder, also when
  the server's certificate lies in another folder that Asterisk and a reverse proxy read.
- A certificate of a real authority replaces `server.pem` and `server.key`; ours is then not renewed over it.
"""

import datetime as dt
import ipaddress
import os
import socket
from collections.abc import Iterable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
# Browsers refuse a server certificate that is valid for longer than 398 days.
SERVER_DAYS = 397
RENEW_BEFORE = dt.timedelta(days=30)
AUTHORITY_NAME = "Callcenter installation CA"


def ensure_certificate(
    folder: Path, names: Iterable[str], now: dt.datetime, *, authority_folder: Path | None = None
) -> tuple[Path, Path]:
    """Paths of the server's certificate and key, made or renewed when needed."""
    certificate, key = folder / "server.pem", folder / "server.key"
    wanted = sorted({*names, "localhost", "127.0.0.1", socket.gethostname()})
    if certificate.exists() and key.exists() and not _is_stale(certificate, wanted, now):
        return certificate, key
    authority, authority_key = _ensure_authority(authority_folder or folder, now)
    server_key = ec.generate_private_key(ec.SECP256R1())
    made = (
        _builder("callcenter", authority.subject, server_key.public_key(), now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_alternative(name) for name in wanted]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    _write_key(key, server_key)
    certificate.write_bytes(_pem(made) + _pem(authority))
    (folder / "ca.pem").write_bytes(_pem(authority))
    return certificate, key


def _is_stale(file: Path, wanted: list[str], now: dt.datetime) -> bool:
    present = x509.load_pem_x509_certificates(file.read_bytes())[0]
    if present.issuer != x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, AUTHORITY_NAME)]):
        return False
    names = present.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    covered = {str(name.value) for name in names}
    return not covered.issuperset(wanted) or now > present.not_valid_after_utc - RENEW_BEFORE


def _ensure_authority(folder: Path, now: dt.datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    certificate, key = folder / "ca.pem", folder / "ca.key"
    if certificate.exists() and key.exists():
        loaded = serialization.load_pem_private_key(key.read_bytes(), None)
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)
        return x509.load_pem_x509_certificate(certificate.read_bytes()), loaded
    made_key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, AUTHORITY_NAME)])
    made = (
        _builder(AUTHORITY_NAME, name, made_key.public_key(), now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(made_key, hashes.SHA256())
    )
    _write_key(key, made_key)
    certificate.write_bytes(_pem(made))
    return made, made_key


def _builder(
    subject: str, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: dt.datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        # A phone whose clock is a little slow still accepts it.
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=days))
    )


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write_key(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(text)
