"""Who calls, as far as anything above the floor may know it: never the number itself."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caller:
    """`token` finds the customer and earlier calls; None for a withheld number. A place that nobody can
    tell is empty."""

    masked: str = ""
    token: str | None = None
    region_zh: str = ""
    region_en: str = ""
    carrier_zh: str = ""
    carrier_en: str = ""


Identify = Callable[[str], Caller]
"""A number as it came in → who that is. Called often: it must be quick and remember."""
