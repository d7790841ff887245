"""A desk phone driven from the agent's page, over AMI.

A SIP phone obeys nobody but its buttons, except that many take NOTIFY with the event `talk` or `hold` in
a call. Whether this one does shows in what happens next, so that is awaited; what it did not do is said.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import Database
from callcenter.kit.errors import Refused
from callcenter.seats import repository
from callcenter.seats.errors import NotAnAgent, NotSignedInAtASeat
from callcenter.seats.models import Phone, Sitting
from callcenter.seats.phones_now import Phones
from callcenter.seats.queue_members import Actions
from callcenter.telephony.agent_state import AgentState

OBEYS_WITHIN: Final = 3.0
TRANSFERS_IN: Final = "transferred"
"""The dial plan's context for what a seat may transfer to: seats, queues, menus, the survey. No trunk."""


class NotADeskPhone(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="您以网页电话签入,请直接使用网页电话的按键。",
            en="You are signed in with the browser phone; use its own buttons.",
        )


class NoCallOnPhone(Refused):
    def __init__(self) -> None:
        super().__init__(zh="您的电话当前没有通话。", en="There is no call on your phone now.")


class PhoneDoesNotObey(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="该话机不支持从页面操作此项,请在话机上按键。",
            en="This phone does not take that from the page; press the button on the phone.",
        )


class NoConsult(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="三方通话前请先咨询一位同事。", en="Consult a colleague first; then there are three to join."
        )


class DeskPhones:
    """`config` carries NOTIFYs (their AMI class is system's), `actions` whatever is about calls."""

    def __init__(
        self,
        database: Database,
        phones: Phones,
        *,
        actions: Actions,
        config: Actions,
        obeys_within: float = OBEYS_WITHIN,
    ) -> None:
        self._database = database
        self._phones = phones
        self._actions = actions
        self._config = config
        self._obeys_within = obeys_within

    async def answer(self, person: CurrentPerson) -> None:
        await self._notify(person, "talk", lambda state: state in AgentState.on_the_phone())

    async def hold(self, person: CurrentPerson) -> None:
        await self._notify(person, "hold", lambda state: state == AgentState.HOLDING)

    async def resume(self, person: CurrentPerson) -> None:
        await self._notify(person, "talk", lambda state: state == AgentState.TALKING)

    async def hang_up(self, person: CurrentPerson) -> None:
        """The newest call of the phone: a consultation before the customer."""
        channels = await self._channels(await self._desk(person))
        await self._actions.act("Hangup", {"Channel": channels[-1], "Cause": "16"})

    async def transfer(self, person: CurrentPerson, *, to: str) -> None:
        """Blind: the phone's first call goes where the dial plan lets transfers go, and nowhere else."""
        channels = await self._channels(await self._desk(person))
        await self._transfer(channels[0], to)

    async def three_way(self, person: CurrentPerson) -> None:
        """Customer, consulted colleague and agent in one conference, with either kind of phone."""
        channels = await self._channels(await self._sitting(person))
        if len(channels) < 2:
            raise NoConsult
        await self._transfer(channels[-1], "three-way")

    async def _transfer(self, channel: str, to: str) -> None:
        await self._actions.act("BlindTransfer", {"Channel": channel, "Context": TRANSFERS_IN, "Exten": to})

    async def _notify(self, person: CurrentPerson, event: str, done: Callable[[str | None], bool]) -> None:
        sitting = await self._desk(person)
        channels = await self._channels(sitting)
        fields = {"Channel": channels[-1], "Variable": f"Event={event}"}
        await self._config.act("PJSIPNotify", fields)
        try:
            async with asyncio.timeout(self._obeys_within):
                await self._phones.until_state(sitting.seat, done)
        except TimeoutError:
            raise PhoneDoesNotObey from None

    async def _channels(self, sitting: Sitting) -> list[str]:
        channels = self._phones.channels_of(sitting.interface.removeprefix("PJSIP/"))
        if not channels:
            raise NoCallOnPhone
        return channels

    async def _desk(self, person: CurrentPerson) -> Sitting:
        sitting = await self._sitting(person)
        if sitting.phone != Phone.DESK:
            raise NotADeskPhone
        return sitting

    async def _sitting(self, person: CurrentPerson) -> Sitting:
        scope = scope_of(person)
        async with self._database.read() as session:
            agent = await repository.agent_of_person(session, scope, person.id)
            if agent is None:
                raise NotAnAgent
            sitting = await repository.open_sitting_of_agent(session, scope, agent.id)
        if sitting is None:
            raise NotSignedInAtASeat
        return sitting
