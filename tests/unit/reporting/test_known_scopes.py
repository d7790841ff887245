"""A queue or agent is found as people write it; what nobody knows is refused with what there is."""

import pytest

from callcenter.reporting.known_scopes import AGENT, QUEUE, ScopeUnknown, named

pytestmark = pytest.mark.unit

QUEUES = {
    "demo01-consult": ("业务咨询", "consult"),
    "demo01-aftersales": ("售后服务", "aftersales"),
    "demo01-old": (),
}


@pytest.mark.parametrize(
    "written", ["demo01-aftersales", "aftersales", "After-sales", "售后服务", " DEMO01_AFTERSALES"]
)
def test_a_queue_is_found_by_its_name_its_code_and_what_pages_call_it(written):
    assert named(written, QUEUES) == "demo01-aftersales"


@pytest.mark.parametrize("written", ["nosuch", "x;DROP", "", "--", "after", "demo01"])
def test_what_is_no_queue_is_none(written):
    assert named(written, QUEUES) is None


def test_an_agent_is_found_by_work_number_unless_two_have_it():
    agents = {"A00001": ("8001",), "A00002": ("8002",), "A00003": ("8002",), "8002": ()}
    assert named("8001", agents) == "A00001"
    assert named("a00002", agents) == "A00002"
    assert named("8002", agents) == "8002"
    assert named("8002", {"A00002": ("8002",), "A00003": ("8002",)}) is None


def test_the_refusal_says_which_there_are():
    refusal = ScopeUnknown(QUEUE, QUEUES)
    assert "没有这个技能队列。" in refusal.zh
    assert (
        "demo01-aftersales(售后服务 aftersales)、demo01-consult(业务咨询 consult)、demo01-old。" in refusal.zh
    )
    assert "There is no such queue. There are: demo01-aftersales" in refusal.en
    assert ScopeUnknown(AGENT, {}).zh == "没有这个坐席。现有:无。"
    assert "A00030、……" not in ScopeUnknown(AGENT, {f"A{each:05d}": () for each in range(40)}).zh
