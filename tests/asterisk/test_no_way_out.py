"""Without an outbound guard no seat, transfer or originate sends an INVITE to a trunk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from ami_probe import AmiProbe
from conftest import HOTLINE, Floor
from sip_phone import Phone
from talking import SEAT, hears

pytestmark = pytest.mark.asterisk

NUMBERS = ("13900001234", "0013900001234", "+8613900001234", HOTLINE, "913900001234", "s", "trunk-main")
CONTEXTS = (
    *("from-trunk", "hotline", "closed", "menu", "to-queue", "queue-keys", "survey", "voice-message"),
    *("seat-connect", "seat-hung-up", "leg-ended", "wrap-limit", "from-seat", "outward", "default"),
    *(
        "consult",
        "seat-phone",
        "consulted",
        "consulted-hung-up",
        "transferred",
        "to-colleague",
        "transfer-began",
    ),
    *(
        "refused",
        "talked",
        "talk-of",
        "meeting",
        "meeting-left",
        "from-supervisor",
        "act",
        "supervision-ended",
    ),
)


@pytest.fixture
async def carriers(floor: Floor) -> AsyncIterator[list[Phone]]:
    """The far ends of both trunks; they count what reaches them."""
    carriers = [
        await Phone.open(trunk.host, floor.server.address, port=trunk.port)
        for trunk in floor.server.house.trunks
    ]
    yield carriers
    for carrier in carriers:
        carrier.close()
    await asyncio.sleep(0)


async def test_a_seat_that_dials(floor: Floor, carriers: list[Phone]) -> None:
    seat = await floor.seat("1017", "A00017", "complaint")
    for number in NUMBERS:
        call = await seat.call(number, user="demo01-1017-desk")
        await call.until_ended()
        assert call.refusal == 404
    assert [carrier.invites for carrier in carriers] == [0, 0]


def refusals(seat: Phone) -> list[str]:
    """A REFER is accepted as a message; what became of it comes as a NOTIFY."""
    return [request.body for request in seat.requests if request.body.startswith(("SIP/2.0 4", "SIP/2.0 5"))]


async def test_a_seat_that_transfers(floor: Floor, carriers: list[Phone]) -> None:
    number = floor.number()
    seat = await floor.seat("1018", "A00018")
    call = await floor.dial_queue(number)
    ring = await seat.rung()
    ring.answer()
    await hears(call, SEAT)
    main = floor.server.house.trunks[0]
    host, port = floor.server.address
    for target in (
        f"sip:13900001234@{host}:{port}",
        f"sip:13900001234@{main.host}:{main.port}",
        f"sip:trunk-main@{host}:{port}",
    ):
        ring.refer(target)
        answer = await ring.reply_to("REFER")
        if answer.status < 300:
            await floor.server.until(lambda: refusals(seat))
            seat.requests.clear()
    await asyncio.sleep(0.5)
    assert [carrier.invites for carrier in carriers] == [0, 0]
    assert not call.ended.is_set()
    assert not [row for row in floor.server.rows(number) if "TRANSFER" in row["eventtype"]]
    call.hang_up()


async def test_a_caller_cannot_transfer(floor: Floor, carriers: list[Phone]) -> None:
    call = await floor.dial(floor.number())
    call.refer(f"sip:13900001234@{floor.server.address[0]}")
    assert (await call.reply_to("REFER")).status == 603
    call.hang_up()
    assert [carrier.invites for carrier in carriers] == [0, 0]


@pytest.mark.parametrize(
    ("user", "secret"), [("cc-events", "events"), ("cc-actions", "actions"), ("cc-config", "config")]
)
async def test_an_originate(floor: Floor, carriers: list[Phone], user: str, secret: str) -> None:
    probe = await AmiProbe.login(floor.server.house.network.ami_port, user, secret)
    main = floor.server.house.trunks[0]
    channels = [f"Local/13900001234@{context}/n" for context in CONTEXTS]
    channels += ["PJSIP/13900001234@trunk-main", f"PJSIP/trunk-main/sip:13900001234@{main.host}:{main.port}"]
    for channel in channels:
        answer = await probe.action("Originate", Channel=channel, Application="Wait", Data="1", Async="true")
        assert answer[0] == "Response: Error", answer
    await asyncio.sleep(0.3)
    assert [carrier.invites for carrier in carriers] == [0, 0]
    await probe.close()


async def test_a_caller_sent_to_any_context(floor: Floor, carriers: list[Phone]) -> None:
    """AMI Redirect, the one right that moves a call, finds no trunk either."""
    probe = await AmiProbe.login(floor.server.house.network.ami_port, "cc-actions", "actions")

    async def sent_to(context: str) -> None:
        number = floor.number()
        call = await floor.dial(number)
        channel = next(row["channame"] for row in floor.server.rows(number))
        await probe.action("Redirect", Channel=channel, Context=context, Exten="13900001234", Priority="1")
        await asyncio.sleep(0.2)
        call.hang_up()

    for at in range(0, len(CONTEXTS), 8):
        await asyncio.gather(*[sent_to(context) for context in CONTEXTS[at : at + 8]])
    assert [carrier.invites for carrier in carriers] == [0, 0]
    await probe.close()
