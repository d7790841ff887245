"""Every sentence that a caller hears, by the name under which Asterisk plays it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

TEXTS = Path(__file__).parents[3] / "asterisk-config" / "prompts" / "zh.toml"

_DIGITS = str.maketrans({**dict(zip("0123456789", "零一二三四五六七八九", strict=True)), "-": "杠"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    said: Mapping[str, str]
    """Sound name → sentence."""
    waiting: str
    """Said inside the music of those who wait."""
    work_number_text: str

    def work_number(self, agent_id: str, work_number: str) -> tuple[str, str]:
        """报工号: the sound that the dial plan looks for when this agent answers, and its sentence."""
        sentence = self.work_number_text.format(work_number=digit_by_digit(work_number))
        return f"work-number/{agent_id}", sentence


def digit_by_digit(number: str) -> str:
    """2026 → 二零二六: a number that is read out, not a quantity."""
    return number.translate(_DIGITS)


def load_prompts(
    *, company_name: str, licence_number: str, leave_key: str = "9", source: Path = TEXTS
) -> Prompts:
    written = cast("dict[str, dict[str, str]]", tomllib.loads(source.read_text(encoding="utf-8")))
    said = {**written["hotline"], **written["queue"], **written["numbers"]}
    said["welcome"] = said["welcome"].format(
        company_name=company_name, licence_number=digit_by_digit(licence_number)
    )
    return Prompts(
        said=said,
        waiting=written["waiting"]["words"].format(leave_key=digit_by_digit(leave_key)),
        work_number_text=written["work-number"]["text"],
    )
