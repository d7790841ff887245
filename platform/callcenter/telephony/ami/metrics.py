"""What the link tells Prometheus: state, epoch, lag, depth, malformed messages, gaps."""

import re
from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge

from callcenter.telephony.ami.facts import LinkState

_STAMP: Final = re.compile(r"([0-9]{1,11})\.([0-9]{6})")


class LinkMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self._state = Gauge(
            "callcenter_ami_link_state",
            "1 for the state the link is in",
            ["link", "state"],
            registry=registry,
        )
        self._epoch = Gauge("callcenter_ami_link_epoch", "Connections so far", ["link"], registry=registry)
        self._lag = Gauge(
            "callcenter_ami_event_lag_seconds",
            "Receive time minus Asterisk's own time stamp of the newest event",
            ["link"],
            registry=registry,
        )
        self._depth = Gauge(
            "callcenter_ami_queue_depth", "Facts read but not consumed yet", ["link"], registry=registry
        )
        self._events = Counter("callcenter_ami_events", "Events received", ["link"], registry=registry)
        self._malformed = Counter(
            "callcenter_ami_malformed", "Messages that were kept out", ["link", "reason"], registry=registry
        )

        self._pong = Gauge(
            "callcenter_ami_pong_seconds", "Time to the newest pong", ["link"], registry=registry
        )
        self._in_flight = Gauge(
            "callcenter_ami_actions_in_flight", "Actions without an answer", ["link"], registry=registry
        )
        self._gaps = Gauge(
            "callcenter_ami_gaps", "Times that events were dropped to keep up", ["link"], registry=registry
        )
        self._probe_failing = Gauge(
            "callcenter_ami_deep_probe_failing",
            "1 while Asterisk fails the deep probe",
            ["link"],
            registry=registry,
        )
        self._probe_seconds = Gauge(
            "callcenter_ami_deep_probe_seconds", "Time of the newest deep probe", ["link"], registry=registry
        )
        self._probe_failures = Counter(
            "callcenter_ami_deep_probe_failures",
            "Deep probes that Asterisk failed",
            ["link", "failure"],
            registry=registry,
        )

    def entered(self, link: str, state: LinkState, epoch: int) -> None:
        for each in LinkState:
            self._state.labels(link, each.value).set(each is state)
        self._epoch.labels(link).set(epoch)

    def of_events(self, link: str, depth: Callable[[], int]) -> "EventMetrics":
        """`depth` is asked when Prometheus asks."""
        self._depth.labels(link).set_function(depth)
        made = EventMetrics(self._events.labels(link))
        self._lag.labels(link).set_function(made.lag)
        return made

    def pong(self, link: str, seconds: float, in_flight: int, gaps: int) -> None:
        self._pong.labels(link).set(seconds)
        self._in_flight.labels(link).set(in_flight)
        self._gaps.labels(link).set(gaps)

    def probed(self, link: str, seconds: float, failure: str | None) -> None:
        self._probe_failing.labels(link).set(failure is not None)
        self._probe_seconds.labels(link).set(seconds)
        if failure is not None:
            self._probe_failures.labels(link, failure).inc()

    def malformed(self, link: str, reason: str) -> None:
        self._malformed.labels(link, reason).inc()


class EventMetrics:
    """Told of each event of one link; what is read out of it is read when Prometheus asks."""

    def __init__(self, events: Counter) -> None:
        self._events = events
        self._newest: tuple[int, str] | None = None

    def received(self, at_us: int, timestamp: str | None) -> None:
        self._events.inc()
        if timestamp:
            self._newest = at_us, timestamp

    def lag(self) -> float:
        """Seconds; of an event whose time cannot be read it is not known."""
        if self._newest is None:
            return 0.0
        at_us, timestamp = self._newest
        stamped_us = time_stamp_us(timestamp)
        return 0.0 if stamped_us is None else (at_us - stamped_us) / 1_000_000


def time_stamp_us(timestamp: str | None) -> int | None:
    """`seconds.microseconds` as Asterisk writes it, in exact integers; None for anything else."""
    found = _STAMP.fullmatch(timestamp) if timestamp else None
    return int(found[1]) * 1_000_000 + int(found[2]) if found else None
