"""The audio callers and seats send: A-law speech made once, and keys as RFC 4733 events."""

import asyncio
import struct
from pathlib import Path

from callcenter.kit.errors import Unavailable

KEYS = "0123456789*#"
KEY_SLOTS = 8
KEY_MILLISECONDS = 160
PACKET_MILLISECONDS = 20
TELEPHONE_EVENT = 101

_CALLER_SAYS = (
    "你好，我想咨询一下你们的业务。请问今天可以办理吗？需要带什么材料？好的，我记一下。"
    "那大概需要多长时间呢？明白了，麻烦你再帮我查一下，谢谢。"
)
_SEAT_SAYS = (
    "您好，很高兴为您服务。请问有什么可以帮您？好的，请您稍等，我帮您查询一下。"
    "您的问题已经记录下来了，我们会尽快处理。请问还有其他需要吗？"
)


class SpeechNotMade(Unavailable):
    """espeak-ng or sox is missing or failed; the demo's callers would be silent."""


async def make_speech(folder: Path) -> tuple[Path, Path]:
    """The callers' and the seats' speech as raw A-law files, kept from an earlier run where they exist."""
    caller, seat = folder / "caller.al", folder / "seat.al"
    for path, voice, pitch, text in ((caller, "cmn", 45, _CALLER_SAYS), (seat, "cmn+f3", 60, _SEAT_SAYS)):
        if not path.exists():
            await _speak(path, voice=voice, pitch=pitch, text=text)
    return caller, seat


async def _speak(path: Path, *, voice: str, pitch: int, text: str) -> None:
    spoken, half_done = path.with_suffix(".wav"), path.with_suffix(".part")
    await _run("espeak-ng", "-v", voice, "-p", str(pitch), "-s", "165", "-w", str(spoken), text)
    await _run(
        "sox",
        "-G",
        str(spoken),
        "-t",
        "raw",
        "-r",
        "8000",
        "-c",
        "1",
        "-e",
        "a-law",
        str(half_done),
        "pad",
        "0",
        "0.8",
    )
    half_done.replace(path)
    spoken.unlink()


async def _run(*command: str) -> None:
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
    except FileNotFoundError as missing:
        raise SpeechNotMade(
            zh=f"没有安装 {command[0]}：apt-get install espeak-ng sox",
            en=f"{command[0]} is missing: apt-get install espeak-ng sox",
        ) from missing
    _, complaint = await process.communicate()
    if process.returncode != 0:
        raise SpeechNotMade(
            zh=f"{command[0]} 没有合成出语音",
            en=f"{command[0]} failed: {complaint.decode(errors='replace').strip()}",
        )


def write_keys(folder: Path) -> None:
    """One capture file per key and slot, for SIPp to play.

    Asterisk takes an event with the timestamp of the one before for a repetition of it, so the n-th key of a
    call needs packets of its own: later timestamp, later sequence numbers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for slot in range(KEY_SLOTS):
        for key in KEYS:
            (folder / key_file_name(slot, key)).write_bytes(key_capture(key, slot))


def key_file_name(slot: int, key: str) -> str:
    name = {"*": "star", "#": "hash"}.get(key, key)
    return f"key-{slot}-{name}.pcap"


def key_capture(key: str, slot: int) -> bytes:
    """A pcap of one RFC 4733 event: 160 ms, the end sent three times."""
    capture = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    steps = KEY_MILLISECONDS // PACKET_MILLISECONDS
    first_sequence, timestamp = 1000 + slot * 100, 80_000 * (slot + 1)
    for index in range(steps + 2):
        ended = index >= steps - 1
        duration = min(index + 1, steps) * PACKET_MILLISECONDS * 8
        rtp = struct.pack(
            "!BBHIIBBH",
            0x80,
            TELEPHONE_EVENT | (0x80 if index == 0 else 0),
            first_sequence + index,
            timestamp,
            0x5A5A0000,
            KEYS.index(key),
            (0x80 if ended else 0) | 10,
            duration,
        )
        frame = _ethernet(rtp)
        at = index * PACKET_MILLISECONDS
        capture += struct.pack("<IIII", at // 1000, at % 1000 * 1000, len(frame), len(frame)) + frame
    return capture


def _ethernet(payload: bytes) -> bytes:
    # SIPp takes only the UDP payload from the capture and writes the call's own addresses and ports.
    udp = struct.pack("!HHHH", 5000, 5002, 8 + len(payload), 0) + payload
    loopback = bytes([127, 0, 0, 1])
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + loopback + loopback + udp
    return bytes(12) + b"\x08\x00" + ip
