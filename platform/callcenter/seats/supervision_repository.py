"""Whose seats a supervisor may step into."""

from sqlalchemy import select

from callcenter.kit.db import ReadSession
from callcenter.seats.models import TeamAgent, TeamSupervisor
from callcenter.tenancy import Scope


async def may_supervise(session: ReadSession, scope: Scope, person_id: str, agent_id: str) -> bool:
    """One's own teams; an agent in no team is everybody's: a house without teams is supervised, too."""
    team = await session.scalar(
        select(TeamAgent.team_id).where(
            scope.holds(TeamAgent.client_company_id), TeamAgent.agent_id == agent_id
        )
    )
    if team is None:
        return True
    own = select(TeamSupervisor.team_id).where(
        scope.holds(TeamSupervisor.client_company_id),
        TeamSupervisor.team_id == team,
        TeamSupervisor.person_id == person_id,
    )
    return await session.scalar(own) is not None
