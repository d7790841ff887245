"""How a call sounded at a seat: taken from whoever has the call, or had it."""

from dataclasses import dataclass

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.clock import Clock
from callcenter.kit.db import WriteSession
from callcenter.seats import repository
from callcenter.seats.errors import NotAnAgent, NotSignedInAtASeat
from callcenter.seats.phones_now import Phones
from callcenter.telephony.call_quality import CallQuality
from callcenter.telephony.repository import keep_quality, legs_of
from callcenter.telephony.service import NoSuchCall


@dataclass(frozen=True, slots=True)
class Measured:
    """`loss` is a part of 1."""

    loss: float
    jitter_ms: float
    rtt_ms: float | None
    mos: float
    worst_mos: float
    seconds: int


class CallQualities:
    def __init__(self, clock: Clock, phones: Phones) -> None:
        self._clock = clock
        self._phones = phones

    async def keep(
        self, session: WriteSession, person: CurrentPerson, call_id: str, measured: Measured
    ) -> None:
        """The last one of a call, a phone and an agent is kept: whoever measures often fills no table."""
        scope = scope_of(person)
        agent = await repository.agent_of_person(session, scope, person.id)
        if agent is None:
            raise NotAnAgent
        sitting = await repository.open_sitting_of_agent(session, scope, agent.id)
        if sitting is None:
            raise NotSignedInAtASeat
        # The record is a second behind: the floor knows of a call that has just ended or still goes on.
        if self._phones.call_at(sitting.seat) != call_id:
            had_it = {leg.agent for leg in await legs_of(session, scope, call_id)}
            if agent.id not in had_it:
                raise NoSuchCall(zh="没有这个通话。", en="There is no such call.")
        await keep_quality(
            session,
            CallQuality(
                call_id=call_id,
                endpoint=sitting.interface.removeprefix("PJSIP/"),
                agent_id=agent.id,
                client_company_id=agent.client_company_id,
                at_us=self._clock.now_us(),
                loss=measured.loss,
                jitter_ms=measured.jitter_ms,
                rtt_ms=measured.rtt_ms,
                mos=measured.mos,
                worst_mos=measured.worst_mos,
                seconds=measured.seconds,
            ),
        )
