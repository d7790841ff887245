"""What callers hear: complete, in Chinese, spoken once."""

from __future__ import annotations

import re

import pytest

from callcenter.routing.prompts import digit_by_digit, load_prompts
from callcenter.routing.rendering.configuration import SOURCE

pytestmark = pytest.mark.unit

PROMPTS = load_prompts(company_name="示例公司", licence_number="B2-20260001")


def test_the_licence_number_is_read_out_digit_by_digit() -> None:
    assert "B二杠二零二六零零零一" in PROMPTS.said["welcome"]
    assert digit_by_digit("1008") == "一零零八"


def test_every_sound_that_the_dial_plan_plays_has_a_sentence() -> None:
    text = (SOURCE / "templates" / "extensions.conf.j2").read_text(encoding="utf-8")
    played = set(re.findall(r"Playback\(([a-z-]+)\)", text)) | set(re.findall(r"Read\(KEY,([a-z-]+),", text))
    assert played - {"menu-"} <= set(PROMPTS.said)
    assert "menu-main" in PROMPTS.said


def test_an_agents_sound_is_named_by_the_agent_and_says_the_work_number() -> None:
    assert PROMPTS.work_number("A00001", "1008") == ("work-number/A00001", "工号一零零八，为您服务。")
