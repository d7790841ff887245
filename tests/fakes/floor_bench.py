"""A small house and a narrator: Asterisk's events as it would send them, one line each."""

from dataclasses import dataclass, field
from types import MappingProxyType

from callcenter.kit.phones import mask
from callcenter.live import Topic
from callcenter.telephony.ami.facts import AmiEvent
from callcenter.telephony.floor.callers import Caller
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.plan import AgentCard, FloorPlan
from callcenter.telephony.live_topics import floor_topic, publish

SECOND = 1_000_000
START = 1_763_764_000 * SECOND
CONSULT = "demo01-consult"
OPERATOR = "demo01-operator"
PLAN = FloorPlan(
    company="demo01",
    seats=("1001", "1002"),
    queues={CONSULT: "业务咨询", OPERATOR: "人工"},
    trunks=("trunk-main", "trunk-backup"),
)
CALL = "zz1-1763764000.1"
LEG = "zz1-1763764010.2"
OTHER_LEG = "zz1-1763764020.3"
# The caller as Asterisk lists it, and as it announces its arrival.
CALLER = {
    "Event": "Status",
    "Channel": "PJSIP/trunk-main-00000001",
    "Uniqueid": CALL,
    "Linkedid": CALL,
    "Variable": "CALL_HOTLINE=4000000001",
}
ARRIVAL = {**CALLER, "Event": "Newchannel", "Context": "from-trunk", "Exten": "4000000001"}


def by_mask(number: str) -> Caller:
    """Known only as pages show it."""
    return Caller(masked=mask(number))


class KnownAgents:
    def card(self, agent_id: str) -> AgentCard | None:
        return {"A00001": AgentCard("8001", "王芳"), "A00002": AgentCard("8002", "李雷")}.get(agent_id)


@dataclass
class Story:
    """Tells events one second apart."""

    floor: Floor = field(default_factory=lambda: Floor(PLAN, identify=by_mask, roster=KnownAgents()))
    topic: Topic = field(default_factory=floor_topic)
    now_us: int = START
    sequence: int = 0

    def tell(self, name: str, **fields: str) -> frozenset[str]:
        self.now_us += SECOND
        self.sequence += 1
        plain = {key.lower(): value for key, value in fields.items()} | {"event": name}
        event = AmiEvent(name, MappingProxyType(plain), 1, self.sequence, self.now_us, 0.0)
        self.floor.apply(event)
        changed = self.floor.take_changed()
        publish(self.topic, self.floor, changed)
        return changed

    def arrives(self, call: str = CALL, *, did: str = "4000000001") -> None:
        self.tell(
            "Newchannel",
            Channel="PJSIP/trunk-main-00000001",
            Uniqueid=call,
            Linkedid=call,
            Context="from-trunk",
            Exten=did,
            CallerIDNum="0",
        )
        self.tell(
            "UserEvent",
            UserEvent="CallArrived",
            Channel="PJSIP/trunk-main-00000001",
            Uniqueid=call,
            CallerIDNum="13900001234",
            Hotline=did,
            Trunk="main",
            Demo="1",
        )

    def joins(self, queue: str = CONSULT, call: str = CALL) -> None:
        self.tell(
            "QueueCallerJoin", Queue=queue, Uniqueid=call, Channel="PJSIP/trunk-main-00000001", Position="1"
        )

    def signs_in(
        self, agent: str = "A00001", seat: str = "1001", queues: tuple[str, ...] = (CONSULT, OPERATOR)
    ):
        for queue in queues:
            self.member("QueueMemberAdded", queue, agent, seat)

    def member(
        self, name: str, queue: str, agent: str = "A00001", seat: str = "1001", *, paused: str | None = None
    ) -> None:
        self.tell(
            name,
            Queue=queue,
            MemberName=agent,
            Interface=f"PJSIP/demo01-{seat}-desk",
            Paused="0" if paused is None else "1",
            PausedReason=paused or "",
            Penalty="0",
        )

    def pauses(self, reason: str, agent: str = "A00001", seat: str = "1001") -> None:
        for queue in (CONSULT, OPERATOR):
            self.member("QueueMemberPause", queue, agent, seat, paused=reason)

    def unpauses(self, agent: str = "A00001", seat: str = "1001") -> None:
        for queue in (CONSULT, OPERATOR):
            self.member("QueueMemberPause", queue, agent, seat)

    def offer(self, name: str, agent: str = "A00001", seat: str = "1001", leg: str = LEG) -> frozenset[str]:
        return self.tell(
            name,
            Queue=CONSULT,
            Uniqueid=CALL,
            Channel="PJSIP/trunk-main-00000001",
            MemberName=agent,
            Interface=f"PJSIP/demo01-{seat}-desk",
            DestUniqueid=leg,
            DestChannel=f"PJSIP/demo01-{seat}-desk-00000002",
        )

    def call(self, call: str = CALL) -> dict[str, object]:
        return self.floor.entries()[f"calls/{call}"]

    def seat(self, seat: str = "1001") -> dict[str, object]:
        return self.floor.entries()[f"seats/{seat}"]

    def queue(self, queue: str = CONSULT) -> dict[str, object]:
        return self.floor.entries()[f"queues/{queue}"]
