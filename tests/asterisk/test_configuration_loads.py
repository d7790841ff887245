"""The rendered files in a real Asterisk: nothing to complain about, and only what was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from asterisk_server import Server
from conftest import make_server
from sip_phone import Phone

from callcenter.routing.rendering.configuration import required_modules
from callcenter.routing.settings_model import DeskTransport

pytestmark = pytest.mark.asterisk


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """As in production: desk phones over TLS, Opus for browsers."""
    server = make_server(tmp_path_factory.mktemp("secure"), desk_transport=DeskTransport.TLS, opus=True)
    yield server
    server.stop()


async def test_not_one_warning(secure: Server) -> None:
    """What its configuration lets Asterisk do at its start (`cli.conf`) is awaited: a call of its own, that
    a stop would cut off with a warning."""

    def call_of_the_start_is_over() -> bool:
        shown = secure.cli("core show channels count")
        return (
            "0 active channels" in shown and re.search(r"^[1-9]\d* calls? processed", shown, re.M) is not None
        )

    await secure.until(call_of_the_start_is_over)
    assert secure.complaints() == []


def test_a_desk_phone_is_encrypted_and_a_browser_too(server: Server, secure: Server) -> None:
    pjsip = (secure.house.folders.etc / "pjsip.conf").read_text()
    assert pjsip.count("media_encryption=sdes") == len(secure.house.seats + secure.house.supervisors)
    assert pjsip.count("webrtc=yes") == len(secure.house.seats + secure.house.supervisors)
    transports = server.cli("pjsip show transports")
    assert {"transport-udp", "transport-tls", "transport-ws", "transport-wss"} <= set(transports.split())


def test_every_module_listed_runs_and_no_other(server: Server) -> None:
    shown = set(re.findall(r"^(\S+\.so)\s.*Running", server.cli("module show"), flags=re.MULTILINE))
    assert shown == set(required_modules())


def test_files_are_private(server: Server) -> None:
    folders = server.house.folders
    files: list[Path] = [*folders.etc.iterdir(), folders.queue_log, folders.log / "messages.log"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


async def test_the_state_of_both_trunks_is_known(server: Server) -> None:
    main = server.house.trunks[0]
    carrier = await Phone.open(main.host, server.address, port=main.port)

    def state(trunk: str, word: str) -> object:
        return re.search(rf"{trunk}/sip:\S+\s+\S+\s+{word}", server.cli("pjsip show contacts"))

    try:
        for trunk in server.house.trunks:
            server.cli(f"pjsip qualify {trunk.endpoint}")
        await server.until(lambda: state("trunk-main", "Avail") and state("trunk-backup", "Unavail"))
    finally:
        carrier.close()
