"""Keeps the floor true: takes the link's facts in order, asks for Asterisk's lists at every epoch and gap."""

import asyncio
import re
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from callcenter.kit.clock import Clock
from callcenter.kit.errors import CallcenterError
from callcenter.live import Topic
from callcenter.telephony.ami.facts import AmiEvent, LinkDown, LinkFact, LinkState, LinkUp
from callcenter.telephony.ami.link import AmiLink
from callcenter.telephony.floor.events import FloorEvent
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.rebuild import STATUS_VARIABLES, FloorLists
from callcenter.telephony.floor.second_look import AFTER_SECONDS, SETTLE_SECONDS, SecondLook
from callcenter.telephony.live_topics import publish

_log = structlog.get_logger(__name__)

AfterRebuild = Callable[[], Awaitable[None]]
Reaction = Callable[[FloorEvent], Awaitable[None]]
OnShown = Callable[[frozenset[str]], None]

_ASK_AGAIN_SECONDS: Final = 1.0
_DEAD_LETTERS: Final = 100
# What the packager adds behind the version ("22.10.1+dfsg…") says nothing to a page.
_VERSION: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){1,3}")


class FloorWatch:
    """`run` until cancelled. The link must be one that keeps events; this is its only consumer."""

    def __init__(
        self,
        link: AmiLink,
        floor: Floor,
        topic: Topic,
        clock: Clock,
        *,
        second_look_after: float = AFTER_SECONDS,
        settle: float = SETTLE_SECONDS,
    ) -> None:
        self._link = link
        self._floor = floor
        self._topic = topic
        self._clock = clock
        self._after_rebuild: list[AfterRebuild] = []
        self._on_shown: list[OnShown] = []
        self._reactions: set[asyncio.Task[None]] = set()
        self._listeners: list[_Listener] = []
        self._waiting: list[asyncio.Future[None]] = []
        # Whoever holds it has the floor to itself: the facts wait in the link's queue meanwhile.
        self._turn = asyncio.Lock()
        self._looking: asyncio.Task[None] | None = None
        self._publishing: asyncio.Handle | None = None
        self.second_look = SecondLook(
            floor,
            clock,
            ask=lambda: self._ask(anew=False),
            rebuild=self._rebuild_again,
            after_seconds=second_look_after,
            settle_seconds=settle,
        )
        self._started: str | None = None
        self._asterisk: str | None = None
        self.live = asyncio.Event()
        """Set while the floor is known to be Asterisk's own."""
        self.failures: Counter[str] = Counter()
        self.dead_letters: deque[AmiEvent] = deque(maxlen=_DEAD_LETTERS)

    @property
    def floor(self) -> Floor:
        return self._floor

    def after_rebuild(self, reaction: AfterRebuild) -> None:
        """`reaction` runs once after every rebuild, beside the watch and never in its way."""
        self._after_rebuild.append(reaction)

    def on_event(self, reaction: Reaction) -> None:
        """`reaction` hears every event, one after the other in their order, beside the watch and never in its
        way: what takes long makes only its own later events wait. To be said before `run`."""
        self._listeners.append(_Listener(reaction))

    def on_shown(self, listener: OnShown) -> None:
        """`listener` hears the keys of every change as it is published, in order; it must not raise."""
        self._on_shown.append(listener)

    async def until(self, holds: Callable[[Floor], bool]) -> None:
        """Asked after every event and every rebuild. Whoever waits sets the limit."""
        while not holds(self._floor):
            told = asyncio.get_running_loop().create_future()
            self._waiting.append(told)
            await told

    async def run(self) -> None:
        self._floor.take_changed()
        self._show(frozenset(self._floor.entries()))
        try:
            async with asyncio.TaskGroup() as tasks:
                for listener in self._listeners:
                    tasks.create_task(listener.run(self.failures))
                tasks.create_task(self._follow_facts(tasks))
                tasks.create_task(self._follow_state())
        finally:
            self._publish()

    def refresh_names(self) -> None:
        self._floor.refresh_names()
        self._publish()

    def refresh_agent(self, agent_id: str) -> None:
        self._floor.refresh_agent(agent_id)
        self._publish_soon()

    async def _follow_facts(self, tasks: asyncio.TaskGroup) -> None:
        while True:
            fact = await self._link.take()
            async with self._turn:
                await self._take(fact)
            if not isinstance(fact, AmiEvent) and self.live.is_set():
                self._looking = tasks.create_task(self.second_look.run())

    async def _take(self, fact: LinkFact) -> None:
        if isinstance(fact, AmiEvent):
            self._apply(fact)
        elif isinstance(fact, LinkDown):
            self._look_no_more()
            self.live.clear()
            self._show_link(self._link.state, fact.epoch)
        else:
            self._look_no_more()
            await self._resynchronise(fact.epoch, anew=isinstance(fact, LinkUp))

    def _look_no_more(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def _rebuild_again(self) -> None:
        async with self._turn:
            await self._resynchronise(self._link.epoch, anew=False)

    def _apply(self, event: AmiEvent) -> None:
        try:
            self._floor.apply(event)
        except Exception as error:  # noqa: BLE001  whatever it is, the next event must be heard
            # The floor promises not to raise. Should it, one event is lost and the next list mends it.
            if not self.failures[event.name]:
                _log.error("an event could not be applied", name=event.name, error=type(error).__name__)
            self.failures[event.name] += 1
            self.dead_letters.append(event)
            return
        self._publish_soon()
        self.tell_news()

    def tell_news(self) -> None:
        """What happened on the floor, to everybody who wants to hear of it."""
        for event in self._floor.take_news():
            for listener in self._listeners:
                listener.events.put_nowait(event)
        self._tell_waiting()

    def _tell_waiting(self) -> None:
        if not self._waiting:
            return
        # Who waits for a change may look for it on a page next.
        self._publish()
        waiting, self._waiting = self._waiting, []
        for told in waiting:
            if not told.done():
                told.set_result(None)

    async def _resynchronise(self, epoch: int, *, anew: bool) -> None:
        """Facts that come meanwhile wait in the link's queue; older ones among them are applied again."""
        while self._link.state is LinkState.LIVE and self._link.epoch == epoch:
            try:
                lists = await self._ask(anew=anew)
            except CallcenterError as error:
                if self._link.state is LinkState.LIVE:
                    _log.warning("asterisk's lists did not come", epoch=epoch, error=type(error).__name__)
                    await asyncio.sleep(_ASK_AGAIN_SECONDS)
                continue
            self._floor.rebuild(lists, self._clock.now_us())
            self._publish()
            self.tell_news()
            self._show_link(LinkState.LIVE, epoch)
            self.live.set()
            self._tell_waiting()
            _log.info("the floor was rebuilt", epoch=epoch, channels=len(lists.channels))
            for reaction in self._after_rebuild:
                task = asyncio.create_task(_run(reaction))
                self._reactions.add(task)
                task.add_done_callback(self._reactions.discard)
            return

    def _publish_soon(self) -> None:
        """Once for all that was read in one go: the link takes a breath between two reads."""
        if self._publishing is None:
            self._publishing = asyncio.get_running_loop().call_soon(self._publish)

    def _publish(self) -> None:
        if self._publishing is not None:
            self._publishing.cancel()
            self._publishing = None
        self._show(self._floor.take_changed())

    def _show(self, changed: frozenset[str]) -> None:
        publish(self._topic, self._floor, changed)
        for listener in self._on_shown:
            listener(changed)

    async def _ask(self, *, anew: bool) -> FloorLists:
        ask = self._link.ask_list
        if anew or self._asterisk is None:
            settings = (await self._link.act("CoreSettings")).fields
            version = _VERSION.match(settings.get("asteriskversion", ""))
            self._asterisk = version[0] if version else None
        status = (await self._link.act("CoreStatus")).fields
        started = f"{status.get('corestartupdate', '')} {status.get('corestartuptime', '')}"
        channels = await ask("Status", {"AllVariables": "false", "Variables": ",".join(STATUS_VARIABLES)})
        queues = await ask("QueueStatus")
        devices = await ask("DeviceStateList")
        same = started == self._started
        self._started = started
        return FloorLists(channels.items, queues.items, devices.items, same_asterisk=same)

    async def _follow_state(self) -> None:
        """States between epochs, which leave no fact of their own: refused, still connecting."""
        shown = self._link.state
        while True:
            await self._link.until(*(state for state in LinkState if state is not shown))
            shown = self._link.state
            if shown is not LinkState.LIVE:
                self._show_link(shown, self._link.epoch)

    def _show_link(self, state: LinkState, epoch: int) -> None:
        self._floor.set_link(state, epoch=epoch, since_us=self._link.since_us, asterisk=self._asterisk)
        self._publish()


class _Listener:
    """One reaction and the events it has not heard yet."""

    def __init__(self, reaction: Reaction) -> None:
        self._reaction = reaction
        self.events: asyncio.Queue[FloorEvent] = asyncio.Queue()

    async def run(self, failures: Counter[str]) -> None:
        while True:
            event = await self.events.get()
            try:
                await self._reaction(event)
            except Exception as error:  # noqa: BLE001  whatever it is, the next event must be heard
                name = type(event).__name__
                if not failures[name]:
                    _log.error("a reaction to the floor failed", event_name=name, exc_info=error)
                failures[name] += 1


async def _run(reaction: AfterRebuild) -> None:
    try:
        await reaction()
    except CallcenterError as error:
        _log.warning("a reaction to the rebuilt floor did not finish", error=type(error).__name__)
