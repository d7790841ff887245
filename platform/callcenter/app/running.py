"""The programs that run without demo traffic: the platform, Asterisk, or both."""

import asyncio
import gc
import signal
import sys
from typing import Final, TypedDict

from callcenter.app.phone_system import certificate_of, phone_system, ports_of
from callcenter.app.platform_process import PlatformProcess
from callcenter.app.ports import only_one, require_free
from callcenter.app.settings import PREFIX, Settings
from callcenter.kit import logs
from callcenter.kit.clock import SystemClock

WEB_PORT = PREFIX + "WEB_PORT"


class ServerOptions(TypedDict):
    ws_per_message_deflate: bool
    """Browsers offer to unpack; packing would cost more than all else, once for each of them."""
    log_config: None
    access_log: bool
    server_header: bool


SERVER: Final[ServerOptions] = {
    "ws_per_message_deflate": False,
    "log_config": None,
    "access_log": False,
    "server_header": False,
}


def freeze_what_stays() -> None:
    """What is loaded by now is never garbage: looking through it again took 100 ms each time, in which nobody
    was told anything."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def address_of(settings: Settings) -> str:
    scheme = "https" if settings.serves_https else "http"
    return f"{scheme}://{settings.web_host}:{settings.web_port}"


def serve_platform(settings: Settings) -> None:
    """Blocks until the process is told to end; running requests and the journal finish first.

    One per data folder: two would read the same files into the same record.
    """
    import uvicorn

    from callcenter.app.web import create_app

    logs.configure(settings.log_level)
    # A lock of its own: the demo and `up` hold the other one while this runs as a program beside them.
    with only_one(settings.data_dir, address_of(settings), lock_name="platform.lock"):
        require_free(port for port in ports_of(settings) if port.setting == WEB_PORT)
        shown = certificate_of(settings, SystemClock().now_us()) if settings.serves_https else None
        app = create_app(settings)
        freeze_what_stays()
        uvicorn.run(
            app,
            host=settings.web_host,
            port=settings.web_port,
            **SERVER,
            ssl_certfile=None if shown is None else shown.certificate,
            ssl_keyfile=None if shown is None else shown.key,
            timeout_graceful_shutdown=5,
        )


async def run_asterisk(settings: Settings) -> int:
    """In the foreground, for a process supervisor: the status is Asterisk's own."""
    stop = _told_to_stop()
    require_free(port for port in ports_of(settings) if port.setting != WEB_PORT)
    async with phone_system(settings, SystemClock().now_us()) as (asterisk, _):
        ended = asyncio.ensure_future(asterisk.ended())
        await asyncio.wait([ended, stop], return_when=asyncio.FIRST_COMPLETED)
        return ended.result() if ended.done() else 0


async def run_both(settings: Settings) -> int:
    """Ends when it is told to, or when one of the two ends."""
    stop = _told_to_stop()
    with only_one(settings.data_dir, address_of(settings)):
        require_free(ports_of(settings))
        async with phone_system(settings, SystemClock().now_us()) as (asterisk, house):
            platform = PlatformProcess(
                settings.web_host,
                settings.web_port,
                settings.data_dir / "platform.log",
                certificate=house.network.certificate if settings.serves_https else None,
            )
            try:
                await platform.start()
                print(f"照章 {address_of(settings)} · Asterisk {asterisk.program.version}", flush=True)  # noqa: T201 - the person at the terminal
                ended = [asyncio.ensure_future(asterisk.ended()), asyncio.ensure_future(platform.ended())]
                await asyncio.wait([*ended, stop], return_when=asyncio.FIRST_COMPLETED)
                if stop.done():
                    return 0
                name, log = (
                    ("Asterisk", settings.asterisk_log_folder)
                    if ended[0].done()
                    else ("平台 platform", settings.data_dir / "platform.log")
                )
                sys.stderr.write(f"{name} 意外结束,全部停止 · ended by itself, all is stopped: {log}\n")
                return 1
            finally:
                await platform.stop()


def _told_to_stop() -> asyncio.Future[None]:
    loop = asyncio.get_running_loop()
    told: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        if not told.done():
            told.set_result(None)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, tell)
    return told
