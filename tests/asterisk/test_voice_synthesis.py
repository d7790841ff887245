"""Sentences become sound files of the kind that Asterisk plays."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from callcenter.routing.prompts import load_prompts
from callcenter.routing.settings_model import Folders
from callcenter.routing.voice_synthesis import synthesise

pytestmark = pytest.mark.asterisk


def test_sounds_are_made_once_and_an_own_recording_wins(tmp_path: Path) -> None:
    folders = Folders(base=tmp_path / "asterisk", modules=tmp_path)
    few = load_prompts(company_name="示例", licence_number="1")
    few = type(few)(
        said={name: few.said[name] for name in ("notice", "digits/1")},
        waiting=few.waiting,
        work_number_text=few.work_number_text,
    )
    told: list[tuple[int, int, str]] = []
    made = synthesise(few, folders, agents={"A00001": "1008"}, progress=lambda *step: told.append(step))
    assert "data/sounds/zh/notice" in made
    assert "data/sounds/zh/work-number/A00001" in made
    assert told[-1][0] == told[-1][1] == len(made)
    notice = folders.sounds / "notice.wav"
    with wave.open(str(notice)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
        assert sound.getnframes() > 4000
    assert synthesise(few, folders, agents={"A00001": "1008"}) == []
    own = tmp_path / "own"
    own.mkdir()
    (own / "notice.wav").write_bytes((folders.sounds / "beep.wav").read_bytes())
    assert synthesise(few, folders, agents={"A00001": "1008"}, own=own) == ["data/sounds/zh/notice"]
    with wave.open(str(notice)) as sound:
        assert sound.getnframes() < 4000
    assert sorted(path.name for path in folders.sounds.glob("*part*")) == []
