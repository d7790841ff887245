"""Voice messages over HTTP: listed, played with a trace, dealt with, overdue."""

import io
import wave
from typing import Any

import pytest
from sqlalchemy import select

from callcenter.identity import Role
from callcenter.identity.models import AuditRow
from callcenter.recordings.models import Recording
from fakes.customer_desk import ARRIVED, SECOND, a_call
from fakes.lost_calls import CONSULT, a_lost_call
from fakes.platform_app import RunningApp, running_app

pytestmark = pytest.mark.integration

LI, WANG = "+8613900004321", "+8613800000000"
HOUR = 3600 * SECOND


@pytest.fixture
async def running(tmp_path, database_url):
    async with running_app(tmp_path, database_url=database_url) as running:
        yield running


@pytest.fixture
async def desk(running: RunningApp):
    async with running.signed_in(Role.SUPERVISOR) as client:
        yield client


def a_sound(running: RunningApp, file: str, *, seconds: int) -> bytes:
    """Lies in the recordings folder as Asterisk would have written it."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\1\0" * 8000 * seconds)
    folder = running.settings.recordings_folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(made.getvalue())
    return made.getvalue()


async def a_message(
    running: RunningApp, call_id: str, number: str, *, hours_ago: float, **given: Any
) -> None:
    arrived_us = running.platform.clock.now_us() - int(hours_ago * HOUR)
    values: dict[str, Any] = {
        "outcome": "left_by_key",
        "voice_message_file": f"{call_id}-message.wav",
    } | given
    await a_lost_call(running, call_id, number, after_s=(arrived_us - ARRIVED) // SECOND, **values)


async def messages(client, running: RunningApp, **query):
    now_us = running.platform.clock.now_us()
    period = {"from_us": now_us - 48 * HOUR, "to_us": now_us + HOUR}
    answer = await client.get("/api/voice-messages", params=period | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def waiting(client):
    answer = await client.get("/api/voice-messages/waiting")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_list_shows_who_and_how_long_and_what_is_overdue(running, desk):
    await a_message(running, "zz1-1.1", LI, hours_ago=5)
    await a_message(running, "zz1-2.1", WANG, hours_ago=1, outcome="closed", queue=None)
    await a_call(running, "zz1-3.1", LI)
    a_sound(running, "zz1-1.1-message.wav", seconds=7)

    wang, li = (await messages(desk, running))["items"]

    assert (li["caller_masked"], li["length_us"], li["overdue"]) == ("139****4321", 7 * SECOND, True)
    assert (li["queue"], li["outcome"], li["state"]) == (CONSULT, "left_by_key", "open")
    assert (wang["call_id"], wang["length_us"], wang["overdue"]) == ("zz1-2.1", None, False)
    assert [each["call_id"] for each in (await messages(desk, running, queue=CONSULT))["items"]] == [
        "zz1-1.1"
    ]
    found = await waiting(desk)
    assert (found["open"], found["overdue"], found["hours"]) == (2, 1, 4)
    assert found["oldest_us"] == li["arrived_us"]
    first = await messages(desk, running, limit=1)
    second = await messages(desk, running, limit=1, cursor=first["next_cursor"])
    assert [page["items"][0]["call_id"] for page in (first, second)] == ["zz1-2.1", "zz1-1.1"]
    assert second["next_cursor"] is None


async def test_playing_gives_the_sound_and_leaves_a_trace(running, desk):
    await a_message(running, "zz1-1.1", LI, hours_ago=1)
    await a_message(running, "zz1-2.1", LI, hours_ago=1, voice_message_file="../../secrets/installation.key")
    sound = a_sound(running, "zz1-1.1-message.wav", seconds=2)

    answer = await desk.post("/api/voice-messages/zz1-1.1/plays")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
    assert answer.content == sound
    async with running.platform.database.read() as session:
        row = (await session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(1))).one()
    assert (row.tag, row.subject, row.person_name) == ("calls:voice_message:played", "zz1-1.1", "supervisor")
    # What is not in the folder is never read, whatever the record says its name is.
    answer = await desk.post("/api/voice-messages/zz1-2.1/plays")
    assert (answer.status_code, answer.json()["code"]) == (404, "MessageGone")
    await a_call(running, "zz1-3.1", LI)
    assert (await desk.post("/api/voice-messages/zz1-3.1/plays")).json()["code"] == "NoSuchMessage"


async def test_dealing_with_a_message_deals_with_the_lost_call_too(running, desk):
    await a_message(running, "zz1-1.1", LI, hours_ago=5)
    body = {"handled": True, "note": "已回复", "version": 0}
    answer = await desk.put("/api/voice-messages/zz1-1.1/handling", json=body)
    assert answer.status_code == 200, answer.text

    [message] = (await messages(desk, running, state="handled"))["items"]
    assert (message["overdue"], message["handling"]["note"]) == (False, "已回复")
    assert (await messages(desk, running, state="open"))["items"] == []
    assert (await waiting(desk))["open"] == 0
    now_us = running.platform.clock.now_us()
    lost = await desk.get("/api/lost-calls", params={"from_us": now_us - 48 * HOUR, "to_us": now_us})
    [line] = lost.json()["items"]
    assert (line["state"], line["voice_message"], line["handling"]["note"]) == ("handled", True, "已回复")
    body = {"handled": True, "note": "再写一次", "version": 0}
    assert (await desk.put("/api/voice-messages/zz1-1.1/handling", json=body)).status_code == 409


async def test_the_wall_is_told_of_overdue_messages_and_missing_recordings(running, desk):
    await a_message(running, "zz1-1.1", LI, hours_ago=5)
    now_us = running.platform.clock.now_us()
    # Answered later than any midnight that may come before the topic is read.
    await a_call(running, "zz1-2.1", WANG, arrived_us=now_us + HOUR, answered_us=now_us + HOUR)
    async with running.platform.database.write() as session:
        session.add(
            Recording(
                call_id="zz1-2.1",
                client_company_id="demo01",
                file=None,
                bytes=0,
                length_us=0,
                state="missing",
                checked_us=now_us,
            )
        )

    await running.platform.attention.refresh()

    said = running.platform.attention.topic.entries
    assert said["voice_messages"].items() >= {"open": 1, "overdue": 1, "hours": 4}.items()
    assert said["recordings"] == {"missing": 1, "since_us": now_us + HOUR}
