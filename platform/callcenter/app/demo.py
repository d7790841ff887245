"""The demo: Asterisk, the platform, callers and seats over real SIP, and an honest count at the end."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from callcenter.app.asterisk_process import RunningAsterisk
from callcenter.app.background import every
from callcenter.app.demo_attendance import LOOKED_AFTER_SECONDS, bring_back
from callcenter.app.demo_count import DemoCount, calls_in_cel, count
from callcenter.app.demo_customers import ensure_customers
from callcenter.app.demo_people import DemoPeople, DemoPerson, prepare_people, simulated_seats
from callcenter.app.demo_scripts import ensure_scripts
from callcenter.app.demo_words import show_start
from callcenter.app.phone_system import certificate_of, desk_accounts, phone_system, ports_of
from callcenter.app.platform_process import ApiClient, PlatformFailed, PlatformProcess
from callcenter.app.ports import only_one, require_free
from callcenter.app.running import address_of
from callcenter.app.settings import Settings
from callcenter.kit.clock import SECOND, Clock
from callcenter.routing.settings_model import Certificate, House, Seat
from callcenter.simulator.simulation import Simulation
from callcenter.simulator.target import SeatAccount, Target, spoken_seconds

# Most calls in talk end by themselves within this; what is left then is hung up by its caller.
DRAIN_WITHIN = 12.0
QUIET_WITHIN = 5.0
CATCH_UP_WITHIN = 30.0
SEED = 20261121


@dataclass(frozen=True)
class DemoWishes:
    """`seconds` 0 = until Ctrl-C; the platform is away during `outage` (seconds from the first call)."""

    seconds: float = 0.0
    outage: tuple[float, float] | None = None


class Demo:
    """Its parts in the order they start; they end in the reverse order whatever happens."""

    def __init__(self, settings: Settings, wishes: DemoWishes, clock: Clock, console: Console) -> None:
        self._settings = settings
        self._wishes = wishes
        self._clock = clock
        self._console = console
        self._stop = asyncio.Event()
        self._began_us = clock.now_us()
        self._certificate: Certificate | None = None

    async def run(self) -> int:
        """0 only when all counts agree."""
        loop = asyncio.get_running_loop()
        whole = asyncio.current_task()
        assert whole is not None
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._told_to_stop, whole)
        settings = self._settings
        with only_one(settings.data_dir, address_of(settings)):
            require_free(ports_of(settings))
            counted = await self._run()
        sys.stdout.write(counted.line() + "\n")
        sys.stdout.flush()
        return 0 if counted.agrees else 1

    def _told_to_stop(self, whole: asyncio.Task[Any]) -> None:
        """The first Ctrl-C lets running calls end and counts; the second ends everything at once."""
        if self._stop.is_set():
            whole.cancel()
        self._stop.set()

    async def _run(self) -> DemoCount:
        """The platform loads while Asterisk starts: together they are ready in the time of the slower one."""
        settings = self._settings
        people = await prepare_people(settings, self._clock)
        known_numbers = await ensure_customers(settings, self._clock)
        if settings.serves_https:
            # Made here and not by the platform and Asterisk at the same time.
            self._certificate = certificate_of(settings, self._clock.now_us())
        platform = PlatformProcess(
            settings.web_host,
            settings.web_port,
            settings.data_dir / "platform.log",
            certificate=self._certificate,
        )
        starting = asyncio.create_task(platform.start())
        simulations: list[Simulation] = []

        async def plug_in(house: House) -> None:
            # The carrier is there before Asterisk: a trunk is shown as it is from the first second on.
            simulations.append(Simulation(self._target(house), seed=SEED, known_numbers=known_numbers))
            await simulations[0].plug_in()

        phone = phone_system(
            settings, self._clock.now_us(), work_numbers=people.work_numbers, before_start=plug_in
        )
        try:
            async with phone as (asterisk, house):
                try:
                    await starting
                    return await self._with_traffic(asterisk, house, platform, people, simulations[0])
                finally:
                    await platform.stop()
        finally:
            for simulation in simulations:
                await simulation.stop()
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            await platform.stop()

    async def _with_traffic(
        self,
        asterisk: RunningAsterisk,
        house: House,
        platform: PlatformProcess,
        people: DemoPeople,
        simulation: Simulation,
    ) -> DemoCount:
        since_us = self._clock.now_us()
        await simulation.start()
        telling = asyncio.create_task(self._tell_first_answer(simulation))
        try:
            try:
                await self._sign_in_agents(people, house)
                await self._write_scripts(people)
            except OSError as error:
                raise platform.failure() from error
            show_start(
                self._console, self._settings, address_of(self._settings), people, asterisk.program.version
            )
            attending = asyncio.create_task(
                every(LOOKED_AFTER_SECONDS, lambda: bring_back(people, asterisk.ask, self._client))
            )
            try:
                await self._until_told(asterisk, platform)
            finally:
                attending.cancel()
                await asyncio.gather(attending, return_exceptions=True)
            self._console.print("不再呼入,等待通话结束 · no more callers, running calls may end")
            await simulation.stop(drain=DRAIN_WITHIN)
            await _within(QUIET_WITHIN, lambda: _is_quiet(asterisk))
        finally:
            telling.cancel()
            await simulation.stop()
        return await self._count(platform, people, house, simulation.placed, since_us)

    async def _tell_first_answer(self, simulation: Simulation) -> None:
        await simulation.first_answer.wait()
        seconds = (self._clock.now_us() - self._began_us) / SECOND
        self._console.print(f"第一个来电已由坐席接听 · first call answered by a seat ({seconds:.1f} s)")

    def _target(self, house: House) -> Target:
        settings, sounds = self._settings, house.folders.sounds
        return Target(
            sip_host=settings.sip_host,
            sip_port=settings.sip_port,
            hotlines=settings.hotlines,
            seats=tuple(
                SeatAccount(seat=seat, username=username, secret=secret)
                for seat, username, secret in desk_accounts(settings)[: simulated_seats(settings)]
            ),
            work_dir=settings.data_dir / "simulator",
            trunk_main_host=settings.trunk_main_host,
            trunk_backup_host=settings.trunk_backup_host,
            trunk_port=settings.trunk_port,
            # Keys are heard from the menu on; Asterisk waits up to half a second for the first sound.
            menu_after_seconds=spoken_seconds(sounds / "welcome.wav", sounds / "notice.wav") + 0.5,
        )

    async def _sign_in_agents(self, people: DemoPeople, house: House) -> None:
        """Each at the seat of the same place in the list, with the desk phone that is registered there."""

        async def sign_in(person: DemoPerson, seat: Seat) -> None:
            client = self._client()
            await client.sign_in(person.name, person.password)
            await client.post("/api/agents/me/sign-in", {"seat": seat.code, "phone": "desk"})

        await asyncio.gather(*map(sign_in, people.agents[: people.seated], house.seats))

    async def _write_scripts(self, people: DemoPeople) -> None:
        client = self._client()
        await client.sign_in(people.supervisor.name, people.supervisor.password)
        await ensure_scripts(client, self._settings.company_id)

    def _client(self) -> ApiClient:
        settings = self._settings
        return ApiClient(settings.web_host, settings.web_port, certificate=self._certificate)

    async def _until_told(self, asterisk: RunningAsterisk, platform: PlatformProcess) -> None:
        """Ctrl-C, the end of the wished seconds, or a part that ended by itself."""
        told: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(self._stop.wait()),
            asyncio.ensure_future(asterisk.ended()),
            asyncio.ensure_future(platform.lost.wait()),
        ]
        if self._wishes.seconds > 0:
            told.append(asyncio.ensure_future(asyncio.sleep(self._wishes.seconds)))
        ending = asyncio.Event()
        outage = asyncio.ensure_future(self._outage(platform, ending))
        try:
            await asyncio.wait(told, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in told:
                task.cancel()
            ending.set()
            await outage
        if platform.lost.is_set():
            self._say(platform.failure())

    async def _outage(self, platform: PlatformProcess, ending: asyncio.Event) -> None:
        """The platform is stopped and started again; calls go on. It is ready when this returns."""
        if self._wishes.outage is None:
            return
        first, last = self._wishes.outage
        if await _set_within(first, ending):
            return
        self._console.print("平台停止,来电照常 · the platform is stopped, calls go on")
        await platform.stop()
        await _set_within(last - first, ending)
        await platform.start()
        self._console.print("平台恢复 · the platform is back")

    def _say(self, failure: PlatformFailed) -> None:
        self._console.print(f"{failure.zh}\n{failure.en}", soft_wrap=True, markup=False)

    async def _count(
        self, platform: PlatformProcess, people: DemoPeople, house: House, placed: int, since_us: int
    ) -> DemoCount:
        """Without a platform that answers nothing of the record is known: no number stands for it then."""
        in_cel = calls_in_cel(house.folders.log, since_us)
        rows: list[dict[str, Any]] | None = None
        try:
            rows = await self._rows_caught_up(people, since_us, len(in_cel))
        except OSError:
            if not platform.lost.is_set():
                self._say(platform.failure())
        return count(placed=placed, in_cel=in_cel, rows=rows, recordings=house.folders.recordings)

    async def _rows_caught_up(self, people: DemoPeople, since_us: int, arrived: int) -> list[dict[str, Any]]:
        client = self._client()
        await client.sign_in(people.supervisor.name, people.supervisor.password)
        rows: list[dict[str, Any]] = []

        async def caught_up() -> bool:
            rows[:] = await _all_calls(client, since_us)
            return len(rows) >= arrived and all(row["ended_us"] is not None for row in rows)

        await _within(CATCH_UP_WITHIN, caught_up)
        return rows


async def _set_within(seconds: float, event: asyncio.Event) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            return await event.wait()
    return False


async def _all_calls(client: ApiClient, since_us: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = await client.get(f"/api/calls?from_us={since_us}&sort=arrived_asc&limit=200{cursor}")
        rows += page["items"]
        if not page["next_cursor"]:
            return rows
        cursor = f"&cursor={page['next_cursor']}"


async def _is_quiet(asterisk: RunningAsterisk) -> bool:
    """No caller is left; the legs that end wrap-ups stay some seconds longer and belong to no call."""
    status, said = await asterisk.ask("core show channels concise")
    return status == 0 and "PJSIP/" not in said


async def _within(seconds: float, holds: Callable[[], Awaitable[bool]]) -> bool:
    """Asked twice a second: neither Asterisk's console nor the record tells by itself."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not await holds():  # noqa: ASYNC110 - asked, not told: see above
                await asyncio.sleep(0.5)
            return True
    return False
