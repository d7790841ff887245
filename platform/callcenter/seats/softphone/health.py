"""Watches the phones of those who sit: a seat whose phone is not well must not be rung, and is told why."""

from dataclasses import dataclass
from typing import Protocol

import structlog

from callcenter.kit.clock import Clock
from callcenter.kit.errors import CallcenterError
from callcenter.seats.models import Phone, Sitting
from callcenter.seats.phones_now import Registrations
from callcenter.seats.softphone.softphone import PhoneSeen, PhoneTrouble, Report, trouble_of

_log = structlog.get_logger(__name__)


class SeatCare(Protocol):
    """Makes an agent not ready with the reason, and ready again when that reason alone was in the way."""

    async def unwell(self, agent_id: str, why: PhoneTrouble) -> None: ...

    async def well_again(self, agent_id: str) -> None: ...


@dataclass(slots=True)
class _Watched:
    agent_id: str
    is_page: bool
    since_us: int
    unregistered_since_us: int | None = None
    report: Report | None = None
    told: PhoneTrouble | None = None
    sure: bool = False
    """Something was told since this process watches: what it was before its start may be another thing."""

    @property
    def is_proven(self) -> bool:
        return self.unregistered_since_us is None and (self.report is not None or not self.is_page)


class PhoneHealth:
    """`look` is called every second; between two looks nothing is decided."""

    def __init__(self, clock: Clock, phones: Registrations) -> None:
        self._clock = clock
        self._phones = phones
        self._watched: dict[str, _Watched] = {}

    def watch(self, sitting: Sitting) -> None:
        """Whoever is watched already goes on as before: signing in again changes nothing."""
        endpoint = sitting.interface.removeprefix("PJSIP/")
        if endpoint not in self._watched:
            is_page = sitting.phone == Phone.WEB
            self._watched[endpoint] = _Watched(sitting.agent_id, is_page, self._clock.now_us())

    def forget(self, sitting: Sitting) -> None:
        self._watched.pop(sitting.interface.removeprefix("PJSIP/"), None)

    def hear(self, endpoint: str, report: Report) -> None:
        watched = self._watched.get(endpoint)
        if watched is not None:
            watched.report = report

    def trouble_at(self, endpoint: str) -> PhoneTrouble | None:
        watched = self._watched.get(endpoint)
        return None if watched is None else watched.told

    async def look(self, care: SeatCare) -> None:
        now_us = self._clock.now_us()
        for endpoint, watched in list(self._watched.items()):
            if not self._phones.known:
                # Nothing is known of any phone: their patience begins anew when the link is back. Who was not
                # well stays so until something says otherwise.
                if watched.told is None:
                    watched.since_us = now_us
                    watched.unregistered_since_us = None
                continue
            self._see(endpoint, watched, now_us)
            found = trouble_of(
                PhoneSeen(watched.is_page, watched.since_us, watched.unregistered_since_us, watched.report),
                now_us,
            )
            if found is not watched.told or (not watched.sure and watched.is_proven):
                await self._tell(care, watched, found)

    def _see(self, endpoint: str, watched: _Watched, now_us: int) -> None:
        says_so = watched.report is None or watched.report.registered
        if says_so and self._phones.is_registered(endpoint):
            watched.unregistered_since_us = None
        elif watched.unregistered_since_us is None:
            watched.unregistered_since_us = now_us

    async def _tell(self, care: SeatCare, watched: _Watched, found: PhoneTrouble | None) -> None:
        """What could not be told now is told at the next look."""
        try:
            if found is None:
                await care.well_again(watched.agent_id)
            else:
                await care.unwell(watched.agent_id, found)
        except CallcenterError as error:
            _log.warning("a phone's trouble could not be told", error=type(error).__name__)
        else:
            if found is not watched.told:
                _log.info("a phone's health changed", agent=watched.agent_id, trouble=found)
            watched.told = found
            watched.sure = True
