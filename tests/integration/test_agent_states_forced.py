"""Seats that are not well, supervisors who step in, a platform that starts again; with a pretend Asterisk."""

import pytest
from sqlalchemy import select

from callcenter.identity.models import AuditRow, PersonRole
from callcenter.identity.person import SYSTEM
from callcenter.kit.clock import SECOND
from callcenter.seats import errors
from callcenter.seats.teams import TeamOf, TeamsWrong, set_teams, supervisors
from callcenter.telephony.ami.errors import LinkLost
from callcenter.telephony.floor.rebuild import FloorLists
from callcenter.tenancy import Scope
from fakes.agent_house import ALICE, ENDPOINT, QIAN, STRANGER, ZHAO, agent_house
from fakes.floor_bench import CALL, CONSULT, LEG

pytestmark = pytest.mark.integration


@pytest.fixture
async def house(database_url):
    async with agent_house(database_url) as made:
        yield made


async def audited(house):
    async with house.database.read() as session:
        found = select(AuditRow).where(AuditRow.tag.startswith("supervisor:")).order_by(AuditRow.number)
        return [(row.tag, row.outcome, row.person_id) for row in await session.scalars(found)]


class TestASeatThatIsNotWell:
    async def test_takes_no_call_and_is_ready_again_by_itself(self, house):
        await house.states.unwell("A00001", "registration_lost")
        await house.heard()
        me = house.me
        assert (me["state"], me["reason"], me["unwell"]) == (
            "not_ready",
            "registration_lost",
            "registration_lost",
        )
        with pytest.raises(errors.SeatUnwell):
            await house.commands.ready(ALICE)
        await house.states.well_again("A00001")
        await house.heard()
        assert house.me["state"] == "ready"
        assert house.said()[1:] == ["not_ready registration_lost system", "ready - system"]

    async def test_never_ends_a_call(self, house):
        await house.talks()
        await house.states.unwell("A00001", "microphone_dead")
        await house.heard()
        assert house.me["state"] == "talking"
        await house.hangs_up()
        await house.limit_ends()
        assert (house.me["state"], house.me["reason"]) == ("not_ready", "microphone_dead")

    async def test_a_forgotten_wrap_up_of_it_ends_without_a_further_call(self, house):
        await house.talks()
        await house.states.unwell("A00001", "microphone_dead")
        await house.hangs_up()
        house.story.now_us += 1000 * SECOND
        await house.states.end_overdue_wrap_ups()
        await house.heard()
        assert (house.me["state"], house.me["reason"]) == ("not_ready", "microphone_dead")

    async def test_well_again_before_the_call_ends_leaves_no_trace(self, house):
        await house.talks()
        await house.states.unwell("A00001", "microphone_dead")
        await house.states.well_again("A00001")
        await house.hangs_up()
        await house.limit_ends()
        assert house.me["state"] == "ready"

    async def test_three_missed_rings_in_a_row_and_no_answer_between(self, house):
        house.story.arrives()
        house.story.joins()
        for number in range(5):
            leg = f"zz1-176376401{number}.2"
            house.story.offer("AgentCalled", leg=leg)
            if number == 1:
                house.story.offer("AgentConnect", leg=leg)
                house.story.tell("Hangup", Uniqueid=leg)
            else:
                house.story.offer("AgentRingNoAnswer", leg=leg)
            await house.heard()
        assert (house.me["state"], house.me["unwell"]) == ("not_ready", "missed_rings")
        assert ("MISSED_RINGS", "A00001") in [line[:2] for line in house.asterisk.log]
        await house.states.well_again("A00001")
        assert house.me["unwell"] == "missed_rings"
        # The page sleeps because its agent has gone away, and wakes: that brings nobody back.
        await house.states.unwell("A00001", "tab_asleep")
        await house.states.well_again("A00001")
        await house.heard()
        assert (house.me["state"], house.me["unwell"]) == ("not_ready", "missed_rings")
        await house.commands.ready(ALICE)
        await house.heard()
        assert (house.me["state"], house.me["unwell"]) == ("ready", None)

    async def test_a_caller_who_left_while_it_rang_is_no_missed_ring(self, house):
        for _ in range(4):
            await house.rings()
            house.story.tell("Hangup", Uniqueid=LEG)
            house.story.tell("Hangup", Uniqueid=CALL)
            await house.heard()
        assert house.me["state"] == "ready"


class TestASupervisor:
    async def test_forces_a_break_and_the_agent_sees_who(self, house):
        assert not await house.commands.force(ZHAO, "A00001", "break", "meeting")
        await house.heard()
        assert house.me["by"] == {"kind": "supervisor", "name": "Zhao"}
        notice = house.stations.entries(ALICE.id)["notices"][-1]
        assert notice["zh"] == "班长 Zhao 已将您置为示忙(会议)。"
        assert notice["en"]
        await house.commands.force(ZHAO, "A00001", "ready")
        await house.heard()
        assert house.said()[1:] == ["on_break meeting supervisor", "ready - supervisor"]
        async with house.database.read() as session:
            rows = (await session.execute(select(AuditRow.tag, AuditRow.subject, AuditRow.person_id))).all()
        assert ("supervisor:agent:forced_break", "A00001", ZHAO.id) in [tuple(row) for row in rows]

    async def test_leaves_a_trace_although_the_platform_dies_in_the_act(self, house, monkeypatch):
        async def dies(*_given):
            raise SystemExit

        monkeypatch.setattr(house.states, "take_break", dies)
        with pytest.raises(SystemExit):
            await house.commands.force(ZHAO, "A00001", "break", "meeting")
        assert await audited(house) == [("supervisor:agent:forced_break", "done", ZHAO.id)]

    async def test_what_asterisk_did_not_do_is_neither_done_nor_anybodys_later(self, house):
        house.asterisk.down = True
        for to, reason in (("break", "meal"), ("ready", None)):
            if to == "ready":
                house.story.pauses("lunch")
                await house.heard()
            with pytest.raises(LinkLost):
                await house.commands.force(ZHAO, "A00001", to, reason)
        house.asterisk.down = False
        assert house.me["booked_break"] is None
        tags = [(tag.rpartition("_")[2], outcome) for tag, outcome, _ in await audited(house)]
        assert tags == [("break", "done"), ("break", "refused"), ("ready", "done"), ("ready", "refused")]
        house.story.unpauses()
        house.story.pauses("meal")
        await house.heard()
        assert house.said()[-2:] == ["ready - asterisk", "on_break meal asterisk"]

    async def test_what_is_refused_by_name_is_not_said_to_be_done(self, house):
        with pytest.raises(errors.AlreadyReady):
            await house.commands.force(ZHAO, "A00001", "ready")
        assert await audited(house) == []

    async def test_signs_out_after_the_call(self, house):
        await house.talks()
        assert await house.commands.force(ZHAO, "A00001", "signed_out")
        await house.hangs_up()
        assert house.signed_out == []
        await house.limit_ends()
        assert [(agent, by.name) for agent, by in house.signed_out] == [("A00001", "Zhao")]

    async def test_acts_inside_own_teams_and_company_only(self, house):
        with pytest.raises(errors.AgentUnknown):
            await house.commands.force(STRANGER, "A00001", "ready")
        teams = [TeamOf("早班", ("A00001",), (QIAN.id,)), TeamOf("晚班", ("A00002",), (ZHAO.id,))]
        async with house.database.write() as session:
            await set_teams(session, house.audit, house.clock, "demo01", teams, by=SYSTEM)
        with pytest.raises(errors.NotInYourTeams):
            await house.commands.force(ZHAO, "A00001", "break", "meal")
        await house.commands.force(QIAN, "A00001", "break", "meal")

    async def test_those_who_can_lead_a_team_are_told_by_name(self, house):
        async with house.database.write() as session:
            for leader in (ZHAO, QIAN, STRANGER):
                session.add(PersonRole(person_id=leader.id, role="supervisor"))
            session.add(PersonRole(person_id=ALICE.id, role="agent"))
            await session.flush()
            found = await supervisors(session, Scope.of("demo01"))
        assert found == [(QIAN.id, "Qian"), (ZHAO.id, "Zhao")]

    async def test_an_agent_in_two_teams_is_refused(self, house):
        teams = [TeamOf("早班", ("A00001",), ()), TeamOf("晚班", ("A00001",), ())]
        with pytest.raises(TeamsWrong):
            async with house.database.write() as session:
                await set_teams(session, house.audit, house.clock, "demo01", teams, by=SYSTEM)


class TestARestartOfThePlatform:
    async def test_keeps_state_since_and_cause(self, house):
        await house.commands.force(ZHAO, "A00001", "break", "meal")
        await house.heard()
        before, lines = house.me, len(house.asterisk.log)
        await house.start()
        # Asterisk restarted, too: it keeps the pause and forgets since when.
        house.story.now_us += 900 * SECOND
        member = {
            "event": "QueueMember",
            "queue": CONSULT,
            "name": "A00001",
            "location": f"PJSIP/{ENDPOINT}",
            "paused": "1",
            "pausedreason": "meal",
            "lastpause": "0",
            "lastcall": "0",
            "logintime": str(house.story.now_us // SECOND),
        }
        lists = FloorLists((), (member,), (), same_asterisk=False)
        house.story.floor.rebuild(lists, house.story.now_us)
        await house.heard()
        same = ("state", "reason", "since_us", "by")
        assert {key: house.me[key] for key in same} == {key: before[key] for key in same}
        assert len(house.asterisk.log) == lines

    async def test_a_booked_break_is_still_booked(self, house):
        await house.talks()
        await house.commands.take_break(ALICE, "meal")
        await house.start()
        house.asterisk.astdb.pop(("after_wrap_up", ENDPOINT))
        house.story.signs_in()
        house.story.pauses("wrap_up")
        await house.heard()
        await house.states.put_right()
        assert house.asterisk.astdb["after_wrap_up", ENDPOINT] == "meal"
        await house.limit_ends()
        assert (house.me["state"], house.me["reason"]) == ("on_break", "meal")
