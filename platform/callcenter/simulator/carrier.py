"""The carrier's end of the trunks: answers Asterisk's question whether it is there, and takes no call."""

import asyncio

from callcenter.simulator.processes import SippProcess
from callcenter.simulator.studio import Studio


class Carrier:
    """- `invited`: INVITEs that Asterisk sent outward, per trunk."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._ends: dict[str, tuple[SippProcess, int, asyncio.Task[None]]] = {}
        self.invited = {"main": 0, "backup": 0}

    async def start(self) -> None:
        for trunk in self.invited:
            await self.plug_in(trunk)

    async def stop(self) -> None:
        for trunk in list(self._ends):
            await self.unplug(trunk)

    async def plug_in(self, trunk: str) -> None:
        studio = self._studio
        host = studio.target.trunk_host(trunk)
        block = studio.ports.take(host)
        process = await SippProcess.start(
            studio.target.sipp,
            studio.remote,
            studio.trunk_script,
            host=host,
            block=block,
            port=studio.target.trunk_port,
        )
        self._ends[trunk] = (process, block, asyncio.create_task(self._follow(trunk, process)))

    async def unplug(self, trunk: str) -> None:
        """The line is cut: nobody answers on this trunk until it is plugged in again."""
        process, block, following = self._ends.pop(trunk)
        await process.stop()
        await following
        self._studio.ports.give_back(block)

    async def _follow(self, trunk: str, process: SippProcess) -> None:
        async for _ in process.lines():
            self.invited[trunk] += 1
