"""What the floor tells Prometheus: facts that did not fit, events that a bug of ours lost, differences."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from callcenter.telephony.floor.watch import FloorWatch


class FloorMetrics(Collector):
    """Read when Prometheus asks."""

    def __init__(self, registry: CollectorRegistry, watch: FloorWatch) -> None:
        self._watch = watch
        registry.register(self)

    def collect(self) -> Iterable[Metric]:
        live = GaugeMetricFamily("callcenter_floor_live", "1 while the floor is Asterisk's own")
        live.add_metric([], float(self._watch.live.is_set()))
        yield live
        look = self._watch.second_look
        looks = CounterMetricFamily("callcenter_floor_second_looks", "Comparisons with Asterisk's lists")
        looks.add_metric([], look.looks)
        yield looks
        differing = GaugeMetricFamily(
            "callcenter_floor_differing", "Entries that the newest comparison found different"
        )
        differing.add_metric([], len(look.differing))
        yield differing
        yield _counted(
            "callcenter_floor_differences",
            "Entries found different from Asterisk's lists",
            "kind",
            look.differences,
        )
        yield _counted(
            "callcenter_telephony_unexpected_facts",
            "Facts from Asterisk that did not fit",
            "what",
            self._watch.floor.unexpected,
        )
        yield _counted(
            "callcenter_telephony_failed_events",
            "Events that could not be applied",
            "event",
            self._watch.failures,
        )


def _counted(name: str, says: str, label: str, counts: dict[str, int]) -> Metric:
    family = CounterMetricFamily(name, says, labels=[label])
    for value, count in counts.items():
        family.add_metric([value], count)
    return family
