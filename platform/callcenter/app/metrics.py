"""What the platform as a whole measures; each package measures its own besides."""

from collections import Counter as Tally
from collections.abc import Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from callcenter.live import Hub

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class HttpMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "callcenter_http_requests",
            "Requests answered",
            ["method", "route", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "callcenter_http_request_seconds",
            "Time from a request to its answer",
            ["route"],
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
            registry=registry,
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        # Anything may stand where a method should; only known ones become a label.
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)


class NowMetrics(Collector):
    """Calls and seats as the floor shows them, and who watches; read when Prometheus asks."""

    def __init__(self, registry: CollectorRegistry, hub: Hub) -> None:
        self._hub = hub
        registry.register(self)

    def collect(self) -> Iterable[Metric]:
        clients = GaugeMetricFamily("callcenter_live_clients", "Browsers on the live socket")
        clients.add_metric([], self._hub.clients)
        yield clients
        states = {"calls": Tally[str](), "seats": Tally[str](), "trunks": Tally[str]()}
        waiting: dict[str, float] = {}
        floor = self._hub.topic("floor")
        for key, value in (floor.entries if floor is not None else {}).items():
            kind, _, name = key.partition("/")
            if kind in states:
                states[kind][value["state"]] += 1
            elif kind == "queues":
                waiting[name] = value["waiting"]
        for kind, tally in states.items():
            family = GaugeMetricFamily(f"callcenter_{kind}", f"{kind.title()} by state", labels=["state"])
            for state, count in tally.items():
                family.add_metric([state], count)
            yield family
        queues = GaugeMetricFamily("callcenter_queue_waiting", "Callers who wait", labels=["queue"])
        for name, count in waiting.items():
            queues.add_metric([name], count)
        yield queues
