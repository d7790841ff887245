"""How long agents were on break, by reason and Shanghai day. Pure."""

from collections.abc import Iterable, Mapping

from callcenter.kit.periods import DAY_US, SHANGHAI_AHEAD_US
from callcenter.reporting.reports.agent_day_repository import AgentDay, Break
from callcenter.reporting.reports.schemas import BreakOut
from callcenter.seats.states.break_reasons import Reason


class Breaks:
    """`reasons`: all there ever were, for their words."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self._words: Mapping[str, Reason] = {reason.code: reason for reason in reasons}
        self._lengths: dict[AgentDay, dict[str, int]] = {}

    @property
    def known(self) -> list[AgentDay]:
        return list(self._lengths)

    def add(self, told: Break, *, until_us: int) -> None:
        """A break without an end lasts until then."""
        from_us, to_us = told.from_us, told.to_us if told.to_us is not None else until_us
        while from_us < to_us:
            number = (from_us + SHANGHAI_AHEAD_US) // DAY_US
            midnight = min((number + 1) * DAY_US - SHANGHAI_AHEAD_US, to_us)
            day = told.agent, number
            lengths = self._lengths.setdefault(day, {})
            lengths[told.reason] = lengths.get(told.reason, 0) + midnight - from_us
            from_us = midnight

    def of(self, days: Iterable[AgentDay]) -> list[BreakOut]:
        lengths: dict[str, int] = {}
        for day in days:
            for reason, length in self._lengths.get(day, {}).items():
                lengths[reason] = lengths.get(reason, 0) + length
        return [self._out(code, lengths[code]) for code in sorted(lengths)]

    def _out(self, code: str, length_us: int) -> BreakOut:
        words = self._words.get(code) or Reason(code, code or "未注明", code or "not said")
        return BreakOut(reason=code, zh=words.zh, en=words.en, us=length_us)
