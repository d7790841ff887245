"""A desk phone that is not ours, the way it stands in production: TLS, the installation's CA, SDES-SRTP."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from asterisk_server import Server
from baresip_phone import BaresipPhone
from conftest import COMPANY, Floor, make_server
from sip_phone import Phone
from sip_recording import strongest, strongest_of

from callcenter.routing.settings_model import DeskTransport

pytestmark = pytest.mark.asterisk

TALK_SECONDS = 3
DESK, OTHER_DESK = f"{COMPANY}-1001-desk", f"{COMPANY}-1002-desk"
_numbers = itertools.count(70_000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("secure")


@pytest.fixture(scope="module")
def secure_server(folder: Path) -> Iterator[Server]:
    server = make_server(folder / "asterisk", desk_transport=DeskTransport.TLS)
    yield server
    server.stop()


@pytest.fixture
async def floor(secure_server: Server) -> AsyncIterator[Floor]:
    floor = Floor(secure_server, _numbers, [], [])
    yield floor
    for phone in floor.phones:
        phone.close()
    await asyncio.sleep(0)


def switch_on(floor: Floor, folder: Path, endpoint: str, authority: Path) -> BaresipPhone:
    folder.mkdir()
    return BaresipPhone.switch_on(
        folder,
        account=endpoint,
        password=f"pw-{endpoint}",
        tls_port=floor.server.house.network.sip_tls_port,
        authority=authority,
        hertz=1000,
    )


def our_authority(floor: Floor) -> Path:
    certificate = floor.server.house.network.certificate
    assert certificate is not None
    return certificate.certificate.parent / "ca.pem"


async def test_talks_encrypted_in_both_directions(floor: Floor, folder: Path) -> None:
    server, number = floor.server, floor.number()
    phone = switch_on(floor, folder / "phone", DESK, our_authority(floor))
    try:
        await server.until(lambda: DESK in server.cli("pjsip show contacts"))
        floor.sign_in("1001", "A00001", "consult")
        call = await floor.dial_queue(number, hertz=440)
        await server.until(lambda: "BRIDGE_ENTER" in [row["eventtype"] for row in server.rows(number)])
        recording = server.house.folders.recordings / f"{server.call_id(number)}.raw"
        before = recording.stat().st_size
        await server.until(lambda: recording.stat().st_size > before + TALK_SECONDS * 8000 * 4)
        call.hang_up()
        await floor.over(number)
    finally:
        phone.switch_off()

    caller, to_caller = strongest(recording.read_bytes())
    assert caller == 440
    assert 1000 in to_caller
    heard = phone.heard()
    assert len(heard) > 8000
    assert strongest_of(heard[-8000:]) == 440
    # its answer to OPTIONS has a session description too, with the port 9 and no key
    spoken = phone.spoken()
    assert re.findall(r"m=audio (?!9 )\d+ (\S+)", spoken) == ["RTP/SAVP", "RTP/SAVP"]
    assert len(re.findall(r"a=crypto:\d+ AES_CM_128_HMAC_SHA1_80 inline:\S{40}", spoken)) >= 2
    assert "SIP/2.0/UDP" not in spoken


async def test_a_plain_desk_phone_neither_calls_nor_rings(floor: Floor) -> None:
    server, number = floor.server, floor.number()
    phone = await Phone.open("127.0.0.1", server.address)
    floor.phones.append(phone)
    assert await phone.register(OTHER_DESK, f"pw-{OTHER_DESK}") == 200
    # a seat can dial nothing, and what cannot be dialled is refused before its audio is looked at
    server.cli("dialplan add extension 100,1,Answer into from-seat")
    call = await phone.call("100", user=OTHER_DESK)
    await call.until_ended()
    assert call.refusal == 488

    floor.sign_in("1002", "A00002", "aftersales")
    waiting = await floor.dial_queue(number, "2")
    await server.said(number, "NO_AGENT queue=demo01-aftersales")
    waiting.hang_up()
    await floor.over(number)
    assert phone.invites == 0
