"""The platform over HTTPS by itself, with a certificate of its own authority that a browser can fetch."""

import asyncio
import http.client
import os
import re
import ssl
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from callcenter.app.certificate import ensure_certificate
from callcenter.app.platform_process import ApiClient
from callcenter.app.settings import PREFIX
from callcenter.kit import child_processes
from callcenter.kit.clock import SystemClock, to_datetime
from callcenter.routing.settings_model import Certificate
from fakes.free_ports import free_port
from fakes.patience import PATIENCE
from fakes.platform_app import running_app

pytestmark = pytest.mark.integration

OTHER_NAME = "cc.example.com"


@pytest.fixture
async def address(tmp_path: Path):
    given = {
        "DATA_DIR": tmp_path,
        "WEB_PORT": free_port(),
        "AMI_PORT": free_port(),
        "HTTPS": "on",
        "CERTIFICATE_NAMES": OTHER_NAME,
    }
    environment = {PREFIX + name: str(value) for name, value in given.items()}
    with patch.dict(os.environ, environment), (tmp_path / "log").open("wb") as log:
        process = await child_processes.start(
            [sys.executable, "-m", "callcenter.app.cli", "serve"], output=log.fileno()
        )
    port = int(environment[PREFIX + "WEB_PORT"])
    try:
        async with asyncio.timeout(4 * PATIENCE):
            while not await asyncio.to_thread(_answers, port, tmp_path / "secrets" / "server.pem"):
                assert process.returncode is None, (tmp_path / "log").read_text()
                await asyncio.sleep(0.1)
        yield port, tmp_path
    finally:
        await child_processes.end(process, within=15)


def _answers(port: int, certificate: Path) -> bool:
    if not certificate.exists():
        return False
    client = ApiClient("127.0.0.1", port, certificate=Certificate(certificate=certificate, key=certificate))
    return asyncio.run(client.status("/healthz")) == 200


def ask(port: int, path: str, trust: ssl.SSLContext, *, method="GET", name="127.0.0.1", body=None):
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=trust)
    connection.sock = trust.wrap_socket(_plain(port), server_hostname=name)
    headers = {"X-Callcenter": "1", "Content-Type": "application/json"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    return answer, said


def _plain(port: int):
    import socket

    return socket.create_connection(("127.0.0.1", port), timeout=10)


async def test_a_browser_fetches_the_authority_and_trusts_every_name_from_then_on(address):
    port, folder = address
    blind = ssl.create_default_context()
    blind.check_hostname = False
    blind.verify_mode = ssl.CERT_NONE
    answer, fetched = await asyncio.to_thread(ask, port, "/api/ca.crt", blind)
    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert fetched == (folder / "secrets" / "ca.pem").read_bytes()

    trust = ssl.create_default_context(cadata=fetched.decode())
    for name in ("127.0.0.1", "localhost", OTHER_NAME):
        answer, page = await asyncio.to_thread(ask, port, "/ca", trust, name=name)
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"]
    text = page.decode()
    assert "受信任的根证书颁发机构" in text
    assert "Trusted Root" in text
    assert re.search(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", text)
    assert "<script" not in text
    with pytest.raises(ssl.SSLCertVerificationError):
        await asyncio.to_thread(ask, port, "/ca", trust, name="elsewhere.example.com")


async def test_nothing_is_said_without_encryption(address):
    port, _ = address

    def in_clear() -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/healthz")
        return connection.getresponse().status

    with pytest.raises((http.client.HTTPException, ConnectionError)):
        await asyncio.to_thread(in_clear)


async def test_the_cookie_of_an_https_page_is_secure(tmp_path):
    async with running_app(tmp_path, https="on") as running, running.client() as client:
        headers = {"X-Callcenter": "1"}
        said = {"name": "agent", "password": "correct horse battery"}
        answer = await client.post("/api/session", json=said, headers=headers)
        assert "Secure" in answer.headers["set-cookie"]


async def test_a_certificate_of_another_authority_needs_nothing_installed(tmp_path):
    now = to_datetime(SystemClock().now_us())
    certificate, key = ensure_certificate(tmp_path / "given", ["127.0.0.1"], now)
    async with (
        running_app(tmp_path, tls_certificate=certificate, tls_key=key) as running,
        running.client() as client,
    ):
        for path in ("/api/ca.crt", "/ca"):
            answer = await client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "NoAuthorityOfItsOwn")
