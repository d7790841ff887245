"""How a seat gets in: encrypted transports, and credentials issued and taken back while running."""

from __future__ import annotations

import asyncio
import json
import ssl

import pytest
from ami_probe import AmiProbe
from asterisk_server import Server
from conftest import Floor
from sip_phone import Phone

from fakes.patience import PATIENCE

pytestmark = pytest.mark.asterisk

REGISTER = (
    "REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1:5;branch=z9hG4bK1;rport\r\n"
    "From: <sip:demo01-1001-desk@127.0.0.1>;tag=1\r\nTo: <sip:demo01-1001-desk@127.0.0.1>\r\nCall-ID: tls\r\n"
    "CSeq: 1 REGISTER\r\nContact: <sip:x@127.0.0.1:5;transport=tls>\r\nMax-Forwards: 70\r\n"
    "Content-Length: 0\r\n\r\n"
)
UPGRADE = (
    "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: sip\r\n\r\n"
)


async def first_line(server: Server, port: int, text: str) -> str:
    certificate = server.house.network.certificate
    assert certificate is not None
    trust = ssl.create_default_context(cafile=certificate.certificate.parent / "ca.pem")
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trust)
    writer.write(text.encode())
    line = await asyncio.wait_for(reader.readline(), PATIENCE)
    writer.transport.abort()
    await asyncio.sleep(0)
    return line.decode().strip()


async def test_a_desk_phone_reaches_sip_over_tls(server: Server) -> None:
    assert await first_line(server, server.house.network.sip_tls_port, REGISTER) == "SIP/2.0 401 Unauthorized"


async def test_a_browser_reaches_sip_over_a_secure_websocket(server: Server) -> None:
    answer = await first_line(server, server.house.network.wss_port, UPGRADE)
    assert answer.startswith("HTTP/1.1 101")


async def test_a_credential_is_issued_and_taken_back_without_a_reload(floor: Floor) -> None:
    endpoint = "demo01-1022-desk"
    phone = await Phone.open("127.0.0.1", floor.server.address)
    floor.phones.append(phone)
    configuration = await AmiProbe.login(floor.server.house.network.ami_port, "cc-config", "config")
    credential = {"auth_type": "userpass", "username": endpoint, "password": "issued"}
    await configuration.action("DBPut", Family="ps/auth", Key=endpoint, Val=json.dumps(credential))
    assert await phone.register(endpoint, f"pw-{endpoint}") == 401
    assert await phone.register(endpoint, "issued") == 200
    await configuration.action("DBDel", Family="ps/auth", Key=endpoint)
    assert await phone.register(endpoint, "issued") == 401
    assert await phone.register(endpoint, f"pw-{endpoint}") == 200
    await configuration.close()
