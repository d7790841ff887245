"""The rendered configuration, to the byte, and what must never be in it."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from callcenter.routing.rendering.configuration import Secrets, Unwritable, render, required_modules, write
from callcenter.routing.settings_model import (
    Certificate,
    Folders,
    Hotline,
    Hours,
    House,
    Network,
    Opening,
    Seat,
    Trunk,
    standard_menu,
    standard_queues,
)
from fakes.floor_bench import Story

pytestmark = pytest.mark.unit

GOLDEN = Path(__file__).parent / "golden"
SECRETS = Secrets(
    ami_events="golden-events",
    ami_actions="golden-actions",
    ami_config="golden-config",
    seats={"demo01-1001-desk": "golden-desk", "demo01-1001-web": "golden-web"},
)


def house() -> House:
    base = Path("/srv/callcenter/asterisk")
    return House(
        installation="zz1",
        company="demo01",
        folders=Folders(base=base, modules=Path("/usr/lib/asterisk/modules")),
        hotlines=(
            Hotline(
                company="demo01",
                number="4000000001",
                hours=Hours(
                    openings=(
                        Opening(first_day="mon", last_day="fri", opens="09:00", closes="18:00"),
                        Opening(first_day="sat", last_day="sat", opens="10:00", closes="16:00"),
                    ),
                    holidays=("20261001", "20261002"),
                    make_up_days=("20261010",),
                ),
            ),
        ),
        menus=(standard_menu(),),
        queues=standard_queues("demo01"),
        seats=(Seat(company="demo01", code="1001"), Seat(company="demo01", code="1002")),
        supervisors=(Seat(company="demo01", code="S01"),),
        trunks=(Trunk(role="main", host="127.0.1.1"), Trunk(role="backup", host="127.0.1.2")),
        network=Network(
            certificate=Certificate(
                certificate=base / "keys" / "server.pem", key=base / "keys" / "server.key"
            )
        ),
    )


def test_no_event_that_the_floor_hears_is_kept_from_it() -> None:
    kept_out = re.findall(r"exclude\),name\((\w+)\)\)", (GOLDEN / "manager.conf").read_text(encoding="utf-8"))
    assert "DialBegin" in kept_out
    story = Story()
    assert not set(kept_out) & story.floor.hears


def test_every_file_is_the_golden_one() -> None:
    files = render(house(), SECRETS)
    if os.environ.get("GOLDEN_UPDATE"):
        for old in GOLDEN.glob("*.conf"):
            old.unlink()
        for name, text in files.items():
            (GOLDEN / name).write_text(text, encoding="utf-8")
    golden = {path.name: path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("*.conf"))}
    assert list(files) == sorted(golden)
    for name, text in files.items():
        assert text == golden[name], f"{name} changed; look at it, then run with GOLDEN_UPDATE=1"


def test_the_same_house_gives_the_same_bytes() -> None:
    assert render(house(), SECRETS) == render(house(), SECRETS)


def test_secrets_stand_only_where_asterisk_reads_them() -> None:
    files = render(house(), SECRETS)
    holders = {name for name, text in files.items() if "golden-" in text}
    assert holders == {"manager.conf", "pjsip.conf"}
    assert "golden-events" not in repr(SECRETS)


@pytest.mark.parametrize(
    "number", ["400\nexten => 1,1,System(x)", "400;", "400 000", "${SHELL(x)}", "400]", 'a"b']
)
def test_a_setting_that_could_break_out_is_refused(number: str) -> None:
    hostile = replace(house(), hotlines=(Hotline(company="demo01", number=number),))
    with pytest.raises(Unwritable):
        render(hostile, SECRETS)


def test_a_password_with_a_line_break_is_refused() -> None:
    with pytest.raises(Unwritable):
        render(house(), replace(SECRETS, ami_events="x\n[admin]"))


def test_without_an_outbound_guard_no_trunk_can_be_dialled_or_originated() -> None:
    files = render(house(), SECRETS)
    dials = re.findall(r"Dial\(([^,]*),", files["extensions.conf"])
    assert set(dials) == {"${SEAT_DIAL}"}
    assert re.findall(r"Set\(SEAT_DIAL=([^)]+\)?[^)]*)\)", files["extensions.conf"]) == [
        '${SEAT_DIAL}${IF($["${SEAT_DIAL}" = ""]?:&)}PJSIP/${PHONE}'
    ]
    assert "trunk-" not in files["extensions.conf"]
    assert "originate" not in files["manager.conf"]


def test_with_a_guard_the_backup_is_tried_after_the_main_trunk_and_no_seat_context_leads_there() -> None:
    text = render(replace(house(), outbound_guard=True), SECRETS)["extensions.conf"]
    contexts = dict(re.findall(r"^\[([a-z-]+)\]\n((?:(?!\[[a-z-]+\]\n).*\n)*)", text, flags=re.MULTILINE))
    main, backup = (contexts["outward"].index(f"@trunk-{role}") for role in ("main", "backup"))
    assert main < backup
    assert {name for name, lines in contexts.items() if "trunk-" in lines} == {"outward"}
    assert "outward" not in text.replace("[outward]", "")


def test_only_listed_modules_load() -> None:
    modules = required_modules()
    assert "cel_custom.so" in modules
    assert "chan_pjsip.so" in modules
    assert len(modules) == len(set(modules))
    assert "autoload=no" in render(house(), SECRETS)["modules.conf"]


def test_no_keyed_digit_has_a_way_into_a_log() -> None:
    files = render(house(), SECRETS)
    events = re.search(r"^events=(.*)$", files["cel.conf"], flags=re.MULTILINE)
    assert events is not None
    assert "DTMF" not in events[1].split(",")
    assert "AppData" not in files["cel_custom.conf"]
    assert "dtmf" not in files["logger.conf"]
    assert not re.search(r"^read=.*dtmf", files["manager.conf"], flags=re.MULTILINE)


def test_written_files_are_private_and_only_changes_are_written(tmp_path: Path) -> None:
    files = {"a.conf": "one\n", "b.conf": "two\n"}
    assert write(files, tmp_path) == ["a.conf", "b.conf"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    assert write({**files, "b.conf": "three\n"}, tmp_path) == ["b.conf"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.conf", "b.conf"]


def test_no_pause_before_what_ends_it() -> None:
    """An agent who hung up right after the pause, or a crash then, left a seat paused for ever."""
    lines = render(house(), SECRETS)["extensions.conf"].partition("[seat-connect]\n")[2].splitlines()
    steps = [
        next(n for n, line in enumerate(lines) if word in line) for word in ("DB(wrap_up", "handler_push")
    ]
    paused = next(n for n, line in enumerate(lines) if "PauseQueueMember" in line)
    assert max(steps) < paused


def test_no_name_of_a_section_is_cut_in_a_deep_folder() -> None:
    deep = replace(house(), folders=Folders(base=Path("/" + "deep/" * 40), modules=Path("/m")))
    names = [
        name
        for text in render(deep, SECRETS).values()
        for name in re.findall(r"^\[([^\]]+)\]", text, flags=re.MULTILINE)
    ]
    assert max(map(len, names)) < 80
