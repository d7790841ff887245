"""The parts that touch Asterisk: links and the floor they tell of, the journal that makes the record."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from prometheus_client import CollectorRegistry

from callcenter.app.background import Background, every
from callcenter.app.phone_system import seats_of, secrets_of
from callcenter.app.readiness import Readiness, Reason
from callcenter.app.settings import PREFIX, Settings
from callcenter.kit.clock import Clock, SystemClock
from callcenter.kit.db import Database
from callcenter.kit.encryption import Keyring
from callcenter.kit.phone_places import PhonePlaces
from callcenter.recordings.jobs import RecordingJob
from callcenter.recordings.service import RecordingRegister
from callcenter.reporting.agents_cut_off import AgentsCutOff
from callcenter.reporting.contacts.keeping import ContactFollower
from callcenter.reporting.following import RecordFollowers
from callcenter.reporting.rollups.keeping import make_current
from callcenter.reporting.rollups.presence import RollupPresence
from callcenter.routing.settings_model import standard_queues
from callcenter.seats.roster import AgentRoster
from callcenter.seats.softphone.softphone import supervisor_endpoints
from callcenter.telephony.ami.connections import AmiLinks, users
from callcenter.telephony.ami.deep_probe import DeepProbe
from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.ami.metrics import LinkMetrics
from callcenter.telephony.ami.settings import AmiPlace
from callcenter.telephony.callers import Callers
from callcenter.telephony.clock_offset import ClockOffsets
from callcenter.telephony.clock_watch import ClockWatch
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.metrics import FloorMetrics
from callcenter.telephony.floor.plan import FloorPlan
from callcenter.telephony.floor.state import TrunkState
from callcenter.telephony.floor.watch import FloorWatch
from callcenter.telephony.journal.rebuild import make_current as make_record_current
from callcenter.telephony.journal.rotation import Rotation
from callcenter.telephony.journal.task import JournalTask
from callcenter.telephony.link_epochs import BEAT_SECONDS, LinkEpochs
from callcenter.telephony.live_topics import floor_topic
from callcenter.telephony.log_disk import LogDisk
from callcenter.telephony.seen_calls import FLUSH_SECONDS, SeenCalls
from callcenter.telephony.service import CallReader
from callcenter.telephony.service_epochs import ServiceEpochs, accepts_calls, nobody_listens
from callcenter.telephony.unwritten_ends import LOOK_EVERY_SECONDS, UnwrittenEnds
from callcenter.tenancy import Scope

TRUNKS: Final = ("trunk-main", "trunk-backup")


def floor_plan_of(settings: Settings) -> FloorPlan:
    return FloorPlan(
        company=settings.company_id,
        seats=tuple(seat.code for seat in seats_of(settings)),
        queues={queue.name: queue.name_zh for queue in standard_queues(settings.company_id)},
        trunks=TRUNKS,
        phones=frozenset(supervisor_endpoints(settings.company_id, settings.supervisor_phones)),
    )


class Now:
    """AMI facts → the floor → its topic."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        registry: CollectorRegistry,
        readiness: Readiness,
        roster: AgentRoster,
        keyring: Keyring,
    ) -> None:
        self._settings = settings
        made = secrets_of(settings)
        metrics = LinkMetrics(registry)
        self.links = AmiLinks(
            place=AmiPlace(settings.ami_host, settings.ami_port),
            users=users(events=made.ami_events, actions=made.ami_actions, config=made.ami_config),
            clock=clock,
            metrics=metrics,
        )
        plan = floor_plan_of(settings)
        self.probe = DeepProbe(self.links.config, next(iter(plan.queues)), clock=clock, metrics=metrics)
        self.topic = floor_topic()
        self._places = PhonePlaces()
        self.callers = Callers(keyring, self._places)
        floor = Floor(plan, identify=self.callers.identify, roster=roster, remembers=roster)
        self.watch = FloorWatch(self.links.events, floor, self.topic, clock)
        self.watch.after_rebuild(self._read_places)
        FloorMetrics(registry, self.watch)
        readiness.add(self._link_is_live)
        readiness.add(self._asterisk_answers)

    def start(self, background: Background) -> None:
        self.links.start()
        background.start("floor", self.watch.run)
        background.start("deep probe", self.probe.run)

    async def close(self) -> None:
        await self.links.close()

    async def _read_places(self) -> None:
        """Before the first call instead of in it: then its number has a home too."""
        self._places.load()

    async def accepts_calls(self) -> bool | None:
        """Whether callers reach Asterisk now; None: nobody can say."""
        if self.links.events.state is not LinkState.LIVE:
            nobody = await nobody_listens(self._settings.ami_host, self._settings.ami_port)
            return False if nobody else None
        if not self.watch.live.is_set():
            return None
        shown = (self.topic.entries.get(f"trunks/{name}") for name in TRUNKS)
        trunks = [TrunkState(trunk["state"]) for trunk in shown if trunk is not None]
        return accepts_calls(trunks, answers=self.probe.failure is None)

    async def _link_is_live(self) -> Reason | None:
        state = self.links.events.state
        if state is LinkState.LIVE:
            return None
        where = f"{self._settings.ami_host}:{self._settings.ami_port}"
        if state is LinkState.REFUSED:
            return Reason(
                part="link",
                zh=f"Asterisk({where})拒绝了登录:其配置与 {PREFIX}SECRET_DIR 中的密码不一致,"
                "请重新启动 Asterisk。",
                en=f"Asterisk at {where} refused the login: its configuration and the passwords in "
                f"{PREFIX}SECRET_DIR differ; start Asterisk anew.",
            )
        return Reason(
            part="link",
            zh=f"未连接到 Asterisk({where}):请确认它在运行,端口由 {PREFIX}AMI_PORT 设定。",
            en=f"Not connected to Asterisk at {where}: see that it runs; {PREFIX}AMI_PORT sets the port.",
        )

    async def _asterisk_answers(self) -> Reason | None:
        failure = self.probe.failure
        if failure is None:
            return None
        return Reason(
            part="asterisk",
            zh=f"Asterisk 连接正常,但未通过深度探测({failure.value}):请查看其日志,必要时重新启动 Asterisk。",
            en=f"Asterisk is connected and fails the deep probe ({failure.value}): see its log; "
            "it may have to be started anew.",
        )


class Record:
    """Asterisk's files → the record, and whether its recordings are there."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: Database,
        keyring: Keyring,
        scope: Scope,
        registry: CollectorRegistry,
        readiness: Readiness,
        now: Now,
        on_changed: Callable[[Sequence[str]], Awaitable[None]],
    ) -> None:
        self.register = RecordingRegister(
            settings.recordings_folder, database, clock, scope, follower=ContactFollower()
        )
        self._recordings = RecordingJob(self.register)
        self.reader = CallReader(keyring, self.register, RollupPresence())

        async def on_calls_changed(call_ids: Sequence[str]) -> None:
            await on_changed(call_ids)
            await self._recordings.on_calls_changed(call_ids)

        async def rotate_queue_log() -> None:
            await now.links.config.act("LoggerRotate")

        self.journal = JournalTask(
            folder=settings.asterisk_log_folder,
            database=database,
            keyring=keyring,
            clock=clock,
            registry=registry,
            company_ids=frozenset({settings.company_id}),
            default_company_id=settings.company_id,
            hotlines=frozenset(settings.hotlines),
            on_calls_changed=on_calls_changed,
            follower=RecordFollowers(),
        )
        self._settings = settings
        self._clock = clock
        self._database = database
        self._rolled_up = asyncio.Event()

        def watching() -> tuple[int, bool] | None:
            link, journal = now.links.events, self.journal.state
            current = journal.caught_up and journal.failing_since_us is None
            return (link.epoch, link.state is LinkState.LIVE) if current else None

        floor = now.watch.floor
        ends = UnwrittenEnds(
            database, now.links.actions, on_floor=lambda call_id: floor.call(call_id) is not None
        )

        cut_off = AgentsCutOff(database, clock, scope, now.links.actions)

        async def look_for_the_unwritten() -> None:
            _, live = watching() or (0, False)
            await ends.look(current=live)
            await cut_off.look(current=live)

        self._look_for_the_unwritten = look_for_the_unwritten
        self._epochs = LinkEpochs(database, clock, settings.company_id, watching)
        self._clock_watch = ClockWatch(database, clock, scope.company_ids)
        self._log_disk = LogDisk(settings.asterisk_log_folder, database, clock, scope)
        self.clock_offsets = ClockOffsets(
            settings.ntp_servers, settings.clock_limit_ms * 1000, database, clock, scope, registry
        )
        self._service = ServiceEpochs(database, clock, settings.company_id, now.accepts_calls)
        self._seen = SeenCalls(database, clock, settings.company_id)
        now.watch.on_shown(self._seen.on_shown)
        self._rotation = Rotation(
            folder=settings.asterisk_log_folder,
            database=database,
            keyring=keyring,
            clock=clock,
            registry=registry,
            rotate_queue_log=rotate_queue_log,
            on_archived=self.journal.forget,
        )
        readiness.add(self._is_current)

    def start(self, background: Background) -> None:
        background.start("journal", self._journal)
        background.start("record of an older version", self._older_record)
        background.start("recordings", self._recordings.run)
        background.start("rotation", self._rotation.run)
        if isinstance(self._clock, SystemClock):
            # Nobody sets any other one.
            background.start("clock", self._clock_watch.run)
        background.start("time servers", self.clock_offsets.run)
        background.start("service", self._service.run)
        background.start("log disk", self._log_disk.run)
        background.start("calls seen", lambda: every(FLUSH_SECONDS, self._seen.flush))
        background.start("calls seen long ago", lambda: every(3600.0, self._seen.forget_old))
        background.start("link epochs", lambda: every(BEAT_SECONDS, self._epochs.beat))
        background.start(
            "what was not written", lambda: every(LOOK_EVERY_SECONDS, self._look_for_the_unwritten)
        )

    async def _journal(self) -> None:
        await make_current(self._database)
        self._rolled_up.set()
        await self.journal.run()

    async def _older_record(self) -> None:
        # What it changes is taken off the roll-ups and added to them again.
        await self._rolled_up.wait()
        await make_record_current(
            self._database,
            to_us=self._clock.now_us(),
            default_company_id=self._settings.company_id,
            follower=RecordFollowers(),
        )

    async def _is_current(self) -> Reason | None:
        state = self.journal.state
        if state.failing_since_us is not None:
            return Reason(
                part="journal",
                zh="流水无法写入记录,请查看日志;恢复后会自动补录,不会丢失。",
                en="The journal cannot be written into the record; see the log. Nothing is lost, "
                "it is made good once the cause is gone.",
            )
        if not state.caught_up:
            return Reason(
                part="journal", zh="正在补录停机期间的通话。", en="Calls of the time away are being recorded."
            )
        return None
