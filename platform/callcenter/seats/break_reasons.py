"""Why an agent may rest, as the administrator wrote it down."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` stands in Asterisk's pause and in queue_log; the words are for pages."""

    code: str
    zh: str
    en: str


STANDARD: Final = (
    Reason("rest", "小休", "Short break"),
    Reason("meal", "就餐", "Meal"),
    Reason("training", "培训", "Training"),
    Reason("meeting", "会议", "Meeting"),
)
"""What a new installation begins with."""
