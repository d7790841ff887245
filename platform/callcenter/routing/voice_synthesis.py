"""Sentences into sound files that Asterisk plays: espeak-ng speaks, sox makes them 8 kHz mono.

A file is made again only when its sentence changed; a person's own WAV of the same name always wins.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path

from callcenter.kit.errors import Unavailable
from callcenter.routing.prompts import Prompts
from callcenter.routing.settings_model import Folders

Progress = Callable[[int, int, str], None]
"""Done, all, and the name of the sound just made."""

_SPEAK = ("espeak-ng", "-v", "cmn", "-s", "215", "--stdin", "-w")
_TELEPHONE = ("-r", "8000", "-c", "1", "-b", "16")
_CHORD = (196.0, 246.94, 293.66, 392.0)
_MUSIC_SECONDS = 24
_MADE = ".made.json"
_WORKERS = 2


def synthesise(
    prompts: Prompts,
    folders: Folders,
    *,
    agents: Mapping[str, str] | None = None,
    own: Path | None = None,
    progress: Progress | None = None,
) -> list[str]:
    """Make what is missing or stale; the names that were made. `agents`: agent id → work number."""
    _check_tools()
    sentences = dict(prompts.said)
    sentences.update(prompts.work_number(agent, number) for agent, number in (agents or {}).items())
    jobs: dict[Path, tuple[str, Callable[[Path], None]]] = {}
    for name, sentence in sentences.items():
        target, mine = folders.sounds / f"{name}.wav", own / f"{name}.wav" if own else None
        if mine is not None and mine.is_file():
            jobs[target] = (_digest(mine.read_bytes()), partial(_convert, mine))
        else:
            jobs[target] = (_digest(f"{_SPEAK} {sentence}".encode()), partial(_speak, sentence))
    jobs[folders.sounds / "beep.wav"] = (_digest(b"beep 1"), _beep)
    jobs[folders.music / "hold" / "music.wav"] = (_digest(b"music 1"), _music)
    words = _digest(f"{_SPEAK} music 1 {prompts.waiting}".encode())
    jobs[folders.music / "waiting" / "music.wav"] = (words, partial(_music_with_words, prompts.waiting))

    register = folders.sounds / _MADE
    made: dict[str, str] = json.loads(register.read_text(encoding="utf-8")) if register.is_file() else {}
    stale = {
        target: job
        for target, job in jobs.items()
        if made.get(_name(target, folders)) != job[0] or not target.is_file()
    }
    for target in stale:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with ThreadPoolExecutor(_WORKERS) as workers:
        running = {workers.submit(make, target): target for target, (_, make) in stale.items()}
        for count, done in enumerate(as_completed(running), start=1):
            done.result()
            target = running[done]
            made[_name(target, folders)] = stale[target][0]
            if progress:
                progress(count, len(stale), _name(target, folders))
    if stale:
        fresh = register.with_suffix(".new")
        fresh.write_text(json.dumps(made, sort_keys=True, indent=1), encoding="utf-8")
        fresh.replace(register)
    return sorted(_name(target, folders) for target in stale)


def _name(target: Path, folders: Folders) -> str:
    return str(target.relative_to(folders.base).with_suffix(""))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _check_tools() -> None:
    missing = [tool for tool in ("espeak-ng", "sox") if shutil.which(tool) is None]
    if missing:
        command = f"apt-get install -y {' '.join(missing)}"
        raise Unavailable(
            zh=f"合成语音缺少 {'、'.join(missing)}，请运行：{command}",
            en=f"prompts cannot be spoken, {', '.join(missing)} missing; run: {command}",
        )


def _run(*command: str | Path, said: str = "") -> None:
    done = subprocess.run(command, input=said.encode(), capture_output=True, check=False, timeout=60)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()
        raise Unavailable(
            zh=f"{command[0]} 失败：{reason}",
            en=f"{command[0]} failed: {reason}",
        )


def _finish(part: Path, target: Path) -> None:
    part.chmod(0o600)
    part.replace(target)


def _speak(sentence: str, target: Path) -> None:
    spoken, part = target.with_suffix(".spoken.wav"), target.with_suffix(".part.wav")
    _run(*_SPEAK, spoken, said=sentence)
    _run("sox", spoken, *_TELEPHONE, part, "norm", "-6")
    spoken.unlink()
    _finish(part, target)


def _convert(own: Path, target: Path) -> None:
    part = target.with_suffix(".part.wav")
    _run("sox", own, *_TELEPHONE, part)
    _finish(part, target)


def _beep(target: Path) -> None:
    part = target.with_suffix(".part.wav")
    _run("sox", "-n", *_TELEPHONE, part, "synth", "0.25", "sine", "950", "vol", "0.3")
    _finish(part, target)


def _music(target: Path) -> None:
    part = target.with_suffix(".part.wav")
    tones: list[str] = []
    for place, hertz in enumerate(_CHORD):
        tones += ["synth", str(_MUSIC_SECONDS), "sine", *(["mix"] if place else []), str(hertz)]
    calm = ("tremolo", "0.25", "60", "fade", "t", "3", str(_MUSIC_SECONDS), "3", "vol", "0.12")
    _run("sox", "-n", *_TELEPHONE, part, *tones, *calm)
    _finish(part, target)


def _music_with_words(sentence: str, target: Path) -> None:
    music, words = target.with_suffix(".music.wav"), target.with_suffix(".words.wav")
    part = target.with_suffix(".part.wav")
    _music(music)
    _speak(sentence, words)
    _run("sox", words, music, part)
    music.unlink()
    words.unlink()
    _finish(part, target)
