"""The walls of walls.py, in a process of their own, so that what they cost is not counted as the platform's.

Prints `ready` once all hear the floor, listens until its input ends, then prints for each frame what it
showed and when each wall had it.
"""

import argparse
import asyncio
import sys
import time

import orjson
import websockets
from websockets.typing import Origin

TOGETHER = 20
"""Walls that connect at the same moment."""


async def watch_as(walls: int, port: int, token: str) -> None:
    heard: dict[int, list[float]] = {}
    shown: dict[int, list[tuple[str, str]]] = {}
    gate = asyncio.Semaphore(TOGETHER)
    ready: list[asyncio.Event] = [asyncio.Event() for _ in range(walls)]

    async def wall(number: int) -> None:
        async with gate:
            socket = await websockets.connect(
                f"ws://127.0.0.1:{port}/api/live",
                additional_headers={"Cookie": f"callcenter_session={token}"},
                origin=Origin(f"http://127.0.0.1:{port}"),
            )
            await socket.send(b'{"op":"subscribe","topic":"floor"}'.decode())
            await socket.recv()
            ready[number].set()
        async for message in socket:
            at = time.perf_counter()
            # Frames are equal for all walls: the first to hear one reads it.
            begin = message[:120] if isinstance(message, str) else message[:120].decode()
            if '"op":"delta"' not in begin:
                continue
            seq = int(begin.partition('"seq":')[2].partition(",")[0])
            heard.setdefault(seq, []).append(at)
            if seq not in shown:
                delta = orjson.loads(message)
                said = [(key, value["state"]) for key, value in delta["set"].items() if key[:6] == "calls/"]
                shown[seq] = said + [(key, "gone") for key in delta["drop"]]

    listening = [asyncio.create_task(wall(number)) for number in range(walls)]
    await asyncio.gather(*(each.wait() for each in ready))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for each in listening:
        each.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    sys.stdout.buffer.write(
        orjson.dumps([[shown[seq], times] for seq, times in sorted(heard.items())]) + b"\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name, kind in (("walls", int), ("port", int), ("token", str)):
        parser.add_argument(name, type=kind)
    given = parser.parse_args()
    asyncio.run(watch_as(given.walls, given.port, given.token))
