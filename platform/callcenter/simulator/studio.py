"""What every puppet needs before the first call: speech, keys and scripts in the work folder."""

from dataclasses import dataclass
from pathlib import Path

from callcenter.simulator.processes import PortBlocks, may_send_raw
from callcenter.simulator.scenarios import caller_scenario, register_scenario, seat_scenario, trunk_scenario
from callcenter.simulator.sounds import make_speech, write_keys
from callcenter.simulator.target import Target

REGISTRATION_SECONDS = 120
RENEW_AFTER_SECONDS = 72


@dataclass(frozen=True, slots=True)
class Studio:
    target: Target
    ports: PortBlocks
    caller_script: Path
    seat_script: Path
    register_script: Path
    trunk_script: Path

    @classmethod
    async def set_up(cls, target: Target, *, keys_by_info: bool | None = None) -> "Studio":
        """- `keys_by_info`: keys as SIP INFO; left out, RFC 4733 where the process may send it, else INFO."""
        folder = target.work_dir.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        caller_speech, seat_speech = await make_speech(folder)
        keys = folder / "keys"
        write_keys(keys)
        by_info = not may_send_raw() if keys_by_info is None else keys_by_info
        studio = cls(
            target=target,
            ports=PortBlocks(target.first_port, target.last_port),
            caller_script=folder / "caller.xml",
            seat_script=folder / "seat.xml",
            register_script=folder / "register.xml",
            trunk_script=folder / "trunk.xml",
        )
        studio.caller_script.write_text(
            caller_scenario(caller_speech.name, keys.name, keys_by_info=by_info), "utf-8"
        )
        studio.seat_script.write_text(seat_scenario(seat_speech.name), "utf-8")
        studio.register_script.write_text(
            register_scenario(expires=REGISTRATION_SECONDS, renew_after=RENEW_AFTER_SECONDS), "utf-8"
        )
        studio.trunk_script.write_text(trunk_scenario(), "utf-8")
        return studio

    @property
    def remote(self) -> str:
        return f"{self.target.sip_host}:{self.target.sip_port}"
