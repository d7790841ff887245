"""What an agent's page has to know before its live topic says the rest."""

from typing import Annotated

from fastapi import APIRouter, Depends

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.db import Database
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.schemas import Shown
from callcenter.seats import repository
from callcenter.seats.endpoints import SittingShown, sitting_shown
from callcenter.seats.errors import NotAnAgent
from callcenter.seats.states.break_reasons import break_reasons
from callcenter.seats.station.settings import StationSettings

AnAgent = Annotated[CurrentPerson, Depends(require(Role.AGENT))]


class SeatShown(Shown):
    code: str
    taken: bool


class BreakReasonShown(Shown):
    code: str
    zh: str
    en: str


class WrapUpShown(Shown):
    limit_seconds: int
    extend_seconds: int
    extensions: int


class QueueShown(Shown):
    queue: str
    name_zh: str


class MenuShown(Shown):
    menu: str
    zh: str


class StationShown(Shown):
    agent: str
    work_number: str
    name: str
    seats: list[SeatShown]
    sitting: SittingShown | None
    break_reasons: list[BreakReasonShown]
    wrap_up: WrapUpShown
    auto_answer: bool
    show_supervision: bool
    queues: list[QueueShown]
    """All queues a call can be transferred to, one's own first."""
    menus: list[MenuShown]


def station_router(database: Database, settings: StationSettings) -> APIRouter:
    router = APIRouter(prefix="/api/agents/me", tags=["agents"])

    @router.get("", responses=responses(NotSignedIn, NotAllowed, NotAnAgent))
    async def my_station(person: AnAgent) -> StationShown:  # pyright: ignore[reportUnusedFunction]
        scope = scope_of(person)
        async with database.read() as session:
            agent = await repository.agent_of_person(session, scope, person.id)
            if agent is None:
                raise NotAnAgent
            sittings = await repository.open_sittings(session, scope)
            codes = await repository.seat_codes(session, scope)
            served = await repository.queues_of(session, scope, agent.id)
            reasons = await break_reasons(session, scope)
        own = next((sitting for sitting in sittings if sitting.agent_id == agent.id), None)
        taken = {sitting.seat for sitting in sittings}
        ordered = sorted(settings.queues, key=lambda queue: queue not in served)
        return StationShown(
            agent=agent.id,
            work_number=agent.work_number,
            name=person.display_name,
            seats=[SeatShown(code=code, taken=code in taken) for code in codes],
            sitting=None if own is None else sitting_shown(own),
            break_reasons=[BreakReasonShown.model_validate(each) for each in reasons],
            wrap_up=WrapUpShown(
                limit_seconds=settings.wrap_up_limit_seconds,
                extend_seconds=settings.wrap_up_extend_seconds,
                extensions=settings.wrap_up_extensions,
            ),
            auto_answer=settings.auto_answer,
            show_supervision=settings.show_supervision,
            queues=[QueueShown(queue=queue, name_zh=settings.queues[queue]) for queue in ordered],
            menus=[MenuShown(menu=menu, zh=zh) for menu, zh in settings.menus.items()],
        )

    return router
