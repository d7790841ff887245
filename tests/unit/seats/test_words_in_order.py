"""What queue_log is told of an agent stands in the order in which it happened, whatever the clock did."""

import pytest

from callcenter.seats.queue_members import QueueMembers
from callcenter.telephony.ami.errors import LinkLost
from callcenter.telephony.ami.facts import Answer
from callcenter.telephony.ami.framing import Fields

pytestmark = pytest.mark.unit

NOON, S = 1_795_302_000_000_000, 1_000_000


class Asterisk:
    def __init__(self) -> None:
        self.there = True
        self.told: list[tuple[str, int]] = []

    async def act(self, name: str, fields: Fields) -> Answer:
        if not self.there:
            raise LinkLost
        assert name == "QueueLog"
        self.told.append((fields["Event"], int(fields["Message"].partition("|")[0])))
        return Answer({})


async def test_after_the_clock_was_set_back():
    asterisk = Asterisk()
    members = QueueMembers(asterisk)
    for event, second in (("SIGNED_IN", 0), ("AGENT_STATE", 300), ("AGENT_STATE", 20), ("SIGNED_OUT", 40)):
        await members.note("A00001", event, NOON + second * S)
    await members.note("A00002", "SIGNED_IN", NOON + 30 * S)
    await members.note("A00001", "SIGNED_IN", NOON + 400 * S)
    at = [(event, at_us - NOON) for event, at_us in asterisk.told]
    assert at == [
        ("SIGNED_IN", 0),
        ("AGENT_STATE", 300 * S),
        ("AGENT_STATE", 300 * S + 1),
        ("SIGNED_OUT", 300 * S + 2),
        ("SIGNED_IN", 30 * S),
        ("SIGNED_IN", 400 * S),
    ]


async def test_a_moment_out_of_order_is_no_clock():
    asterisk = Asterisk()
    members = QueueMembers(asterisk)
    await members.note("A00001", "AGENT_STATE", NOON + 1)
    await members.note("A00001", "SIGNED_IN", NOON)
    assert [at_us - NOON for _, at_us in asterisk.told] == [1, 0]


async def test_what_is_owed_keeps_its_own_time():
    asterisk = Asterisk()
    members = QueueMembers(asterisk)
    asterisk.there = False
    with pytest.raises(LinkLost):
        await members.note("A00001", "SIGNED_OUT", NOON)
    members.owe("A00001", "SIGNED_OUT", NOON)
    asterisk.there = True
    await members.note("A00001", "SIGNED_IN", NOON + 60 * S)
    await members.reconcile(frozenset(), frozenset(), {})
    assert [(event, at_us - NOON) for event, at_us in asterisk.told] == [
        ("SIGNED_IN", 60 * S),
        ("SIGNED_OUT", 0),
    ]
