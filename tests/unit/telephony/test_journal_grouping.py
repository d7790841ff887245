"""Which call a row belongs to."""

import pytest

from callcenter.telephony.journal.grouping import Group, Groups, Merge
from callcenter.telephony.journal.rows import Row, Source

pytestmark = pytest.mark.unit


def row(
    event: str,
    uniqueid: str,
    linkedid: str,
    *,
    context: str = "from-seat",
    channel: str = "x",
    extra: str = "",
) -> Row:
    data = {"linkedid": linkedid, "context": context, "channame": channel, "eventextra": extra}
    return Row(Source.CEL, 1, event, uniqueid, data)


def arrival(uniqueid: str) -> Row:
    return row("CHAN_START", uniqueid, uniqueid, context="from-trunk")


class TestGroups:
    def test_a_leg_belongs_to_the_call_it_was_born_into(self):
        groups = Groups()
        groups.assign(arrival("zz1-1.0"))

        assert groups.assign(row("CHAN_START", "zz1-1.1", "zz1-1.0")) == ("zz1-1.0", None)
        assert groups.assign(row("ANSWER", "zz1-1.1", "zz1-1.0")) == ("zz1-1.0", None)

    def test_a_leg_stays_in_its_call_when_linkedid_moves_to_another_call(self):
        groups = Groups()
        groups.assign(arrival("zz1-1.0"))
        groups.assign(arrival("zz1-2.0"))

        assert groups.assign(row("BRIDGE_ENTER", "zz1-2.0", "zz1-1.0")) == ("zz1-2.0", None)

    def test_a_seats_own_channel_joins_the_call_whose_linkedid_it_takes_on(self):
        groups = Groups()
        groups.assign(arrival("zz1-1.0"))
        groups.assign(row("CHAN_START", "zz1-5.0", "zz1-5.0"))
        groups.assign(row("CHAN_START", "zz1-5.1", "zz1-5.0"))

        assert groups.assign(row("BRIDGE_ENTER", "zz1-5.1", "zz1-1.0")) == (
            "zz1-1.0",
            Merge("zz1-5.0", "zz1-1.0"),
        )
        assert groups.assign(row("HANGUP", "zz1-5.0", "zz1-1.0")) == ("zz1-1.0", None)

    def test_what_a_seat_dials_about_a_call_is_part_of_it_though_it_never_joins(self):
        groups = Groups()
        groups.assign(arrival("zz1-1.0"))
        groups.assign(row("CHAN_START", "zz1-5.0", "zz1-5.0"))
        groups.assign(row("CHAN_START", "zz1-5.1", "zz1-5.0"))
        told = row("SEAT_DIALLED", "zz1-5.0", "zz1-5.0", extra="to=1004;call=zz1-1.0")

        assert groups.assign(told) == ("zz1-1.0", Merge("zz1-5.0", "zz1-1.0"))
        assert groups.assign(row("HANGUP", "zz1-5.1", "zz1-5.0")) == ("zz1-1.0", None)

    def test_colleagues_who_talked_before_the_call_came_join_it(self):
        """The linkedid is then theirs, because it is older; the call keeps its name."""
        groups = Groups()
        groups.assign(row("CHAN_START", "zz1-1.0", "zz1-1.0"))
        groups.assign(arrival("zz1-5.0"))

        assert groups.assign(row("BRIDGE_ENTER", "zz1-5.0", "zz1-1.0")) == (
            "zz1-5.0",
            Merge("zz1-1.0", "zz1-5.0"),
        )
        assert groups.assign(row("HANGUP", "zz1-1.0", "zz1-1.0")) == ("zz1-5.0", None)

    def test_seats_that_call_each_other_are_no_call(self):
        groups = Groups()
        group = Group("zz1-5.0")
        for told in (
            row("CHAN_START", "zz1-5.0", "zz1-5.0"),
            row("SEAT_DIALLED", "zz1-5.0", "zz1-5.0", extra="to=1004;call=;from=demo01-1003-desk"),
            row("CHAN_START", "zz1-5.1", "zz1-5.0"),
        ):
            assert groups.assign(told) == ("zz1-5.0", None)
            group.add(told)

        assert not group.is_call

    @pytest.mark.parametrize(
        "left_out",
        [
            row("CHAN_START", "zz1-9.0", "zz1-9.0", context="wrap-limit"),
            row("ANSWER", "zz1-9.0", "zz1-9.0", context="default", channel="Local/t@wrap-limit-00000000;1"),
        ],
    )
    def test_legs_that_end_wrap_up_are_nobodys_call(self, left_out: Row):
        assert Groups().assign(left_out) == (None, None)

    def test_queue_log_names_the_call_even_before_cel_does(self):
        groups = Groups()

        assert groups.assign(Row(Source.QUEUE_LOG, 1, "ENTERQUEUE", "zz1-1.0", {})) == ("zz1-1.0", None)
        assert groups.assign(Row(Source.QUEUE_LOG, 1, "PAUSE", "NONE", {})) == (None, None)

    def test_memory_stays_flat_over_many_calls(self):
        groups = Groups()
        for number in range(2_000):
            call = f"zz1-{number}.0"
            group = Group(call)
            for told in (arrival(call), row("CHAN_END", call, call)):
                groups.assign(told)
                group.add(told)
            groups.put(group)
            groups.forget_ended()

        assert len(groups) <= 256

    def test_a_call_that_goes_on_is_never_forgotten(self):
        groups = Groups()
        first = Group("zz1-0.0")
        first.add(arrival("zz1-0.0"))
        groups.put(first)
        for number in range(1, 600):
            group = Group(f"zz1-{number}.0")
            group.add(arrival(group.id))
            group.add(row("CHAN_END", group.id, group.id))
            groups.put(group)
        groups.forget_ended()

        assert groups.get("zz1-0.0") is first
