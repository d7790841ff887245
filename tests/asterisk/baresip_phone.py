"""A desk phone that is not ours: baresip, over TLS and with SDES-SRTP, with files for ear and mouth."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import wave
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from asterisk_server import make_tone

from fakes.patience import PATIENCE

_MODULES = ("g711", "srtp", "aufile", "aubridge", "sndfile")
_AFTER_NETWORK = ("account", "menu")


@dataclass
class BaresipPhone:
    """`authority`: the only certificate authority it trusts."""

    folder: Path
    process: subprocess.Popen[bytes]

    control: int = 0
    """Port of its remote control: what a finger would do on its keys."""

    @classmethod
    def plugged_in(
        cls, folder: Path, *, account: str, password: str, port: int, control: int, hertz: int
    ) -> BaresipPhone:
        """Over plain UDP; it rings until `press("accept")`."""
        line = f"<sip:{account}@127.0.0.1:{port}>;auth_user={account};auth_pass={password}"
        extra = {"ctrl_tcp_listen": f"127.0.0.1:{control}"}
        return cls._run(
            folder, f"{line};answermode=manual;audio_codecs=pcma;regint=60", hertz, extra, control
        )

    def press(self, command: str) -> None:
        """accept, hold, resume, hangup: baresip's own names."""
        said = json.dumps({"command": command}).encode()
        with socket.create_connection(("127.0.0.1", self.control), timeout=PATIENCE) as remote:
            remote.sendall(b"%d:%s," % (len(said), said))
            # Its answer; closing earlier would lose the command.
            remote.recv(4096)

    @classmethod
    def switch_on(
        cls, folder: Path, *, account: str, password: str, tls_port: int, authority: Path, hertz: int
    ) -> BaresipPhone:
        """Over TLS and with SDES-SRTP, as in production; it answers by itself."""
        line = f"<sip:{account}@127.0.0.1:{tls_port};transport=tls>;auth_user={account};auth_pass={password}"
        extra: dict[str, object] = {"sip_cafile": authority, "sip_verify_server": "yes"}
        tail = ";mediaenc=srtp-mand;answermode=auto;audio_codecs=pcma;regint=60"
        return cls._run(folder, line + tail, hertz, extra)

    @classmethod
    def _run(
        cls, folder: Path, account: str, hertz: int, extra: Mapping[str, object], control: int = 0
    ) -> BaresipPhone:
        program = shutil.which("baresip")
        assert program, "baresip is missing: apt-get install baresip-core"
        make_tone(folder / "mouth.wav", 60, hertz)
        modules = next(path.parent for path in Path("/usr/lib").glob("**/baresip/modules/srtp.so"))
        settings = {
            **extra,
            "module_path": modules,
            "net_interface": "127.0.0.1",
            "rtp_ports": "27900-27999",
            "audio_source": f"aufile,{folder / 'mouth.wav'}",
            "audio_player": "aubridge,ear",
            "audio_alert": "aubridge,bell",
            "snd_path": folder,
        }
        lines = [f"{name}\t{value}" for name, value in settings.items()]
        lines += [f"module\t{name}.so" for name in _MODULES]
        lines += [f"module_app\t{name}.so" for name in (*_AFTER_NETWORK, *(["ctrl_tcp"] if control else []))]
        (folder / "config").write_text("\n".join(lines) + "\n")
        (folder / "contacts").write_text("")
        (folder / "accounts").write_text(account + "\n")
        with (folder / "spoken").open("wb") as spoken:
            process = subprocess.Popen(
                [program, "-4", "-s", "-f", folder],
                stdin=subprocess.DEVNULL,
                stdout=spoken,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env={**os.environ, "HOME": str(folder)},
                start_new_session=True,
            )
        return cls(folder, process, control)

    def spoken(self) -> str:
        """Everything it said and heard in SIP, in clear, as it stands inside TLS."""
        return (self.folder / "spoken").read_text(errors="replace")

    def heard(self) -> array[int]:
        (file,) = self.folder.glob("dump*dec*.wav")
        with wave.open(str(file)) as sound:
            assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
            return array("h", sound.readframes(sound.getnframes()))

    def switch_off(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
