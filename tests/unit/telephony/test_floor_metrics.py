import pytest
from prometheus_client import CollectorRegistry

from callcenter.kit.clock import SystemClock
from callcenter.telephony.floor.metrics import FloorMetrics
from callcenter.telephony.floor.watch import FloorWatch
from fakes.ami_bench import new_link
from fakes.fake_ami import FakeAmi
from fakes.floor_bench import Story

pytestmark = pytest.mark.unit


async def test_what_did_not_fit_is_told():
    story = Story()
    watch = FloorWatch(new_link(FakeAmi()), story.floor, story.topic, SystemClock())
    registry = CollectorRegistry()
    FloorMetrics(registry, watch)
    story.tell("QueueCallerJoin", Queue="somebody-elses", Uniqueid="zz1-1763764000.1")
    watch.failures["Hangup"] += 1
    value = registry.get_sample_value
    what = {"what": "a queue that is not ours"}
    assert value("callcenter_telephony_unexpected_facts_total", what) == 1
    assert value("callcenter_telephony_failed_events_total", {"event": "Hangup"}) == 1
    assert value("callcenter_floor_live") == 0
