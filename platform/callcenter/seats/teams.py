"""Teams: which agents belong together, and which supervisors may act upon them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.models import Person, PersonRole
from callcenter.identity.person import Actor, CurrentPerson, scope_of
from callcenter.identity.roles import Role
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, ReadSession, WriteSession
from callcenter.kit.errors import Refused
from callcenter.kit.ids import new_id
from callcenter.seats.errors import AgentUnknown, NotInYourTeams
from callcenter.seats.models import Agent, Team, TeamAgent, TeamSupervisor
from callcenter.tenancy import Scope


class TeamTag(AuditTag):
    TEAMS_SET = "system:teams:set"


class TeamsWrong(Refused):
    """A team names an agent or person that is not there, or an agent stands in two teams."""


@dataclass(frozen=True, slots=True)
class TeamOf:
    name: str
    agents: tuple[str, ...]
    supervisors: tuple[str, ...]
    """Person ids."""


async def teams(session: ReadSession, scope: Scope) -> list[TeamOf]:
    rows = (await session.scalars(select(Team).where(scope.holds(Team.client_company_id)))).all()
    agents = (await session.scalars(select(TeamAgent).where(scope.holds(TeamAgent.client_company_id)))).all()
    led = (
        await session.scalars(select(TeamSupervisor).where(scope.holds(TeamSupervisor.client_company_id)))
    ).all()
    return [
        TeamOf(
            row.name,
            tuple(sorted(each.agent_id for each in agents if each.team_id == row.id)),
            tuple(sorted(each.person_id for each in led if each.team_id == row.id)),
        )
        for row in sorted(rows, key=lambda row: row.name)
    ]


async def supervisors(session: ReadSession, scope: Scope) -> list[tuple[str, str]]:
    """Id and name of everybody who can lead a team."""
    rows = await session.execute(
        select(Person.id, Person.display_name)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(scope.holds(Person.client_company_id), Person.active, PersonRole.role == Role.SUPERVISOR.value)
        .order_by(Person.display_name, Person.id)
    )
    return [(person, name) for person, name in rows]


async def set_teams(
    session: WriteSession,
    audit: AuditTrail,
    clock: Clock,
    company_id: str,
    wanted: Sequence[TeamOf],
    *,
    by: Actor,
) -> None:
    """The company's teams are exactly these."""
    scope = Scope.of(company_id)
    known = set(await session.scalars(select(Agent.id).where(scope.holds(Agent.client_company_id))))
    people = set(await session.scalars(select(Person.id).where(scope.holds(Person.client_company_id))))
    named = [agent for team in wanted for agent in team.agents]
    if len(set(named)) < len(named):
        raise TeamsWrong(zh="一个坐席只能属于一个班组。", en="An agent belongs to one team only.")
    if not set(named) <= known or not {each for team in wanted for each in team.supervisors} <= people:
        raise TeamsWrong(
            zh="班组中有不存在的坐席或人员。", en="A team names an agent or a person that is not there."
        )
    if len({team.name for team in wanted}) < len(wanted):
        raise TeamsWrong(zh="班组名称重复。", en="Two teams have the same name.")
    for table in (TeamAgent, TeamSupervisor, Team):
        await session.execute(delete(table).where(scope.holds(table.client_company_id)))
    at_us = clock.now_us()
    for team in wanted:
        made = Team(id=new_id(at_us), client_company_id=company_id, name=team.name)
        session.add(made)
        await session.flush()
        session.add_all(
            TeamAgent(agent_id=agent, team_id=made.id, client_company_id=company_id) for agent in team.agents
        )
        session.add_all(
            TeamSupervisor(team_id=made.id, person_id=person, client_company_id=company_id)
            for person in team.supervisors
        )
    await audit.record(
        session,
        TeamTag.TEAMS_SET,
        by=by,
        company_id=company_id,
        detail={"teams": [f"{team.name}: {', '.join(team.agents)}" for team in wanted]},
    )


async def supervised_agents(session: ReadSession, person: CurrentPerson) -> frozenset[str]:
    """The agents this person may act upon: those of its teams; all of the company while it has no teams."""
    if Role.SUPERVISOR not in person.roles:
        return frozenset()
    scope = scope_of(person)
    if await session.scalar(select(Team.id).where(scope.holds(Team.client_company_id)).limit(1)) is None:
        return frozenset(await session.scalars(select(Agent.id).where(scope.holds(Agent.client_company_id))))
    own = (
        select(TeamAgent.agent_id)
        .join(TeamSupervisor, TeamSupervisor.team_id == TeamAgent.team_id)
        .where(scope.holds(TeamAgent.client_company_id), TeamSupervisor.person_id == person.id)
    )
    return frozenset(await session.scalars(own))


async def require_supervision(database: Database, person: CurrentPerson, agent_id: str) -> None:
    """Raises AgentUnknown for one outside the person's company, NotInYourTeams for one of other teams."""
    async with database.read() as session:
        agent = await session.get(Agent, agent_id)
        if agent is None or agent.client_company_id not in scope_of(person):
            raise AgentUnknown
        if agent_id not in await supervised_agents(session, person):
            raise NotInYourTeams
