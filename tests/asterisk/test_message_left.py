"""Voice messages on a real Asterisk: left by key from the queue, ended by silence, nothing said at all."""

import re

import pytest
from conftest import Floor
from sip_audio import tone

pytestmark = pytest.mark.asterisk

SECOND_OF_SOUND = 16_000


async def offered_by_key(floor: Floor, *, hertz: int = 440):
    """A caller who waits in a queue presses 9; the call, its id and the file of the message."""
    number = floor.number()
    call = await floor.dial_queue(number, "6", hertz=hertz)
    call.press("9")
    await floor.server.said(number, "VOICE_MESSAGE_OFFERED")
    call_id = floor.server.call_id(number)
    return number, call, floor.server.house.folders.recordings / f"{call_id}-message.wav"


async def test_a_message_ends_when_nothing_more_is_said(floor: Floor) -> None:
    number, call, file = await offered_by_key(floor)
    await floor.server.until(lambda: file.exists() and file.stat().st_size > 2 * SECOND_OF_SOUND)
    call.audio.packets = tone(0)
    await call.until_ended()
    await floor.server.said(number, "VOICE_MESSAGE_LEFT")
    words = floor.server.words(number)
    assert words[-4:-1] == [
        "KEY_PRESSED menu=queue;key=9",
        "QUEUE_LEFT queue=demo01-narrow;status=KEY",
        "VOICE_MESSAGE_OFFERED",
    ]
    said = re.fullmatch(r"VOICE_MESSAGE_LEFT file=(\S+);seconds=(\d+)", words[-1])
    assert said is not None, words[-1]
    assert said[1] == file.name
    # The silence at its end is cut off: what is told is what can be heard.
    assert int(said[2]) == file.stat().st_size // SECOND_OF_SOUND >= 2
    assert file.stat().st_mode & 0o777 == 0o600


async def test_a_caller_who_says_nothing_leaves_no_message(floor: Floor) -> None:
    number, call, file = await offered_by_key(floor, hertz=0)
    await call.until_ended()
    await floor.server.until(lambda: floor.server.rows(number)[-1]["eventtype"] == "LINKEDID_END")
    assert floor.server.words(number)[-1] == "VOICE_MESSAGE_OFFERED", file.stat().st_size
