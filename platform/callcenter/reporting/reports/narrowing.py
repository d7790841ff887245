"""From the filters that somebody sends to the calls they stand for, within what that person may see."""

from dataclasses import dataclass

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.roles import Role
from callcenter.kit.db import ReadSession
from callcenter.kit.errors import NotFound
from callcenter.kit.problems import InvalidInput
from callcenter.reporting.known_scopes import require_agent, require_queue
from callcenter.reporting.reports import repository
from callcenter.reporting.reports.kinds import Narrowed, RowKind
from callcenter.seats.errors import NotInYourTeams
from callcenter.seats.teams import supervised_agents

_SEES_ALL = frozenset({Role.INSPECTOR, Role.SYSTEM_ADMIN})


class NoSuchTeam(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个班组,可能已改名或删除。", en="There is no such team any more.")


class FilterNotOfRows(InvalidInput):
    """Keys are pressed before a queue or an agent is asked for."""

    def __init__(self) -> None:
        super().__init__(
            zh="按语音导航路径统计时,只能按服务热线筛选。",
            en="By the keys pressed, a report can be narrowed to a hotline number only.",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    queue: str | None = None
    agent: str | None = None
    team: str | None = None
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowed:
    """What the filters stand for. `teams`: each agent's team of today, "" for none."""

    narrowed: Narrowed
    teams: dict[str, str]
    own_only: bool
    """Not all agents of the company, but those of the person's own teams."""


async def allowed(
    session: ReadSession, person: CurrentPerson, filters: Filters, kind: RowKind | None
) -> Allowed:
    """Raises NoSuchTeam, NotInYourTeams, FilterNotOfRows, ScopeUnknown, AgentUnknown."""
    scope = scope_of(person)
    await require_queue(session, scope, filters.queue)
    await require_agent(session, scope, filters.agent)
    if kind is RowKind.IVR_PATH and (filters.queue or filters.agent or filters.team) is not None:
        raise FilterNotOfRows
    teams = await repository.teams_of_agents(session, scope)
    if kind is RowKind.TEAM:
        teams = dict.fromkeys(await repository.agents_named(session, scope), "") | teams
    agents: frozenset[str] | None = None
    if filters.team is not None:
        if not await repository.team_is_there(session, scope, filters.team):
            raise NoSuchTeam
        agents = frozenset(agent for agent, team in teams.items() if team == filters.team)
    if filters.agent is not None:
        agents = frozenset({filters.agent}) & (agents if agents is not None else {filters.agent})
    of_agents = agents is not None or kind in (RowKind.AGENT, RowKind.TEAM)
    own = await _own_agents(session, person) if of_agents else None
    if own is not None:
        if agents is None:
            agents = own
        elif not agents <= own:
            raise NotInYourTeams
    narrowed = Narrowed(queue=filters.queue, number=filters.number, agents=agents)
    return Allowed(narrowed=narrowed, teams=teams, own_only=own is not None)


async def _own_agents(session: ReadSession, person: CurrentPerson) -> frozenset[str] | None:
    """Agents of the teams that a supervisor leads; None for whoever sees all, and while there is no team."""
    if person.has_any(_SEES_ALL) or not await repository.team_is_there(session, scope_of(person)):
        return None
    return await supervised_agents(session, person)
