"""A taken port and a second start are refused by name, before anything is started."""

import os
import socket

import pytest

from callcenter.app.ports import AlreadyRunning, Port, PortsTaken, only_one, require_free
from callcenter.app.running import serve_platform
from callcenter.app.settings_loading import load_settings
from fakes.free_ports import free_port

pytestmark = pytest.mark.unit


def test_names_every_taken_port_and_the_setting_that_moves_it():
    with (
        socket.create_server(("127.0.0.1", 0)) as web,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sip,
    ):
        sip.bind(("127.0.0.1", 0))
        web_port, sip_port = web.getsockname()[1], sip.getsockname()[1]
        with pytest.raises(PortsTaken) as refusal:
            require_free(
                [
                    Port("CALLCENTER_WEB_PORT", "127.0.0.1", web_port),
                    Port("CALLCENTER_SIP_PORT", "127.0.0.1", sip_port, udp=True),
                ]
            )
    assert f"127.0.0.1:{web_port}/tcp is taken, CALLCENTER_WEB_PORT moves it" in refusal.value.en
    assert f"127.0.0.1:{sip_port}/udp 已被占用,用 CALLCENTER_SIP_PORT 改换" in refusal.value.zh


def test_free_ports_pass():
    require_free([Port("CALLCENTER_WEB_PORT", "127.0.0.1", free_port())])


def test_a_second_start_on_the_same_folder_names_the_first(tmp_path):
    with (
        only_one(tmp_path, "http://127.0.0.1:8080"),
        pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}, address http://127\.0\.0\.1:8080"),
        only_one(tmp_path, "http://127.0.0.1:8081"),
    ):
        pass


def test_the_platform_alone_holds_the_folder_too(tmp_path, monkeypatch):
    """Two of them on other ports once read the same files side by side."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("callcenter.app.running.logs.configure", lambda level: None)
    settings = load_settings(data_dir=tmp_path)
    with (
        only_one(tmp_path, "demo"),
        only_one(tmp_path, "http://127.0.0.1:8081", lock_name="platform.lock"),
        pytest.raises(AlreadyRunning, match="8081"),
    ):
        serve_platform(settings)


def test_the_folder_is_free_again_after_the_first_has_ended(tmp_path):
    for _ in range(2):
        with only_one(tmp_path, "http://127.0.0.1:8080"):
            pass
