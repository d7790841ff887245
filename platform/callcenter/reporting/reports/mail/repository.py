"""All SQL of schedules and their mails."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, and_, delete, func, or_, select

from callcenter.identity.models import Person, PersonRole
from callcenter.identity.roles import Role
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.reporting.reports.mail.delivery import MailState
from callcenter.reporting.reports.mail.models import ReportMail, ReportSchedule
from callcenter.reporting.reports.views.models import ReportView
from callcenter.tenancy import Scope


class Letter(NamedTuple):
    """A mail with what it is about."""

    mail: ReportMail
    view_id: str
    view: str


# A view that its owner does not share any more is nobody else's to send.
_SEEN = or_(ReportView.person_id == ReportSchedule.person_id, ReportView.shared)


async def own(session: ReadSession, scope: Scope, person_id: str) -> Sequence[tuple[ReportSchedule, str]]:
    """With the name of the view, in its order."""
    query = select(ReportSchedule, ReportView.name).join(ReportView, ReportView.id == ReportSchedule.view_id)
    found = query.where(
        scope.holds(ReportSchedule.client_company_id), ReportSchedule.person_id == person_id, _SEEN
    )
    rows = await session.execute(found.order_by(ReportView.name, ReportSchedule.id))
    return [(schedule, name) for schedule, name in rows]


async def one_own(
    session: WriteSession, scope: Scope, person_id: str, schedule_id: str
) -> ReportSchedule | None:
    """Held: it is planned before or after what happens to it now."""
    query = select(ReportSchedule).where(
        scope.holds(ReportSchedule.client_company_id),
        ReportSchedule.id == schedule_id,
        ReportSchedule.person_id == person_id,
    )
    return await session.scalar(query.with_for_update())


async def forget_of_others(session: WriteSession, scope: Scope, view_id: str, person_id: str) -> None:
    gone = delete(ReportSchedule).where(
        scope.holds(ReportSchedule.client_company_id),
        ReportSchedule.view_id == view_id,
        ReportSchedule.person_id != person_id,
    )
    await session.execute(gone)


async def seen_view(session: WriteSession, scope: Scope, person_id: str, view_id: str) -> ReportView | None:
    """Held: it is shared as long as this transaction lasts."""
    query = select(ReportView).where(
        scope.holds(ReportView.client_company_id),
        ReportView.id == view_id,
        or_(ReportView.person_id == person_id, ReportView.shared),
    )
    return await session.scalar(query.with_for_update(read=True))


async def newest_mails(
    session: ReadSession, scope: Scope, schedule_ids: Sequence[str]
) -> Sequence[ReportMail]:
    """Of each schedule those that were due last."""
    newest = (
        select(ReportMail.schedule_id, func.max(ReportMail.due_us).label("due_us"))
        .where(scope.holds(ReportMail.client_company_id), ReportMail.schedule_id.in_(schedule_ids))
        .group_by(ReportMail.schedule_id)
        .subquery()
    )
    same = and_(ReportMail.schedule_id == newest.c.schedule_id, ReportMail.due_us == newest.c.due_us)
    return (await session.scalars(select(ReportMail).join(newest, same).order_by(ReportMail.place))).all()


def _running(scope: Scope) -> Select[str]:
    return (
        select(ReportSchedule.id)
        .join(ReportView, ReportView.id == ReportSchedule.view_id)
        .join(Person, Person.id == ReportSchedule.person_id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(scope.holds(ReportSchedule.client_company_id), ReportSchedule.active, _SEEN)
        .where(Person.active, PersonRole.role == Role.SUPERVISOR.value)
    )


async def running(session: ReadSession, scope: Scope) -> Sequence[ReportSchedule]:
    """Those that are on, of supervisors who may still sign in and see the view."""
    return (await session.scalars(_those_running(scope))).all()


async def running_held(session: WriteSession, scope: Scope) -> Sequence[ReportSchedule]:
    """Nobody changes them meanwhile."""
    return (await session.scalars(_those_running(scope).with_for_update())).all()


def _those_running(scope: Scope) -> Select[ReportSchedule]:
    # On: asked of the row itself too, which may have been changed while its lock was awaited.
    query = select(ReportSchedule).where(ReportSchedule.id.in_(_running(scope)), ReportSchedule.active)
    return query.order_by(ReportSchedule.id)


async def unwanted(session: WriteSession, scope: Scope) -> Sequence[ReportMail]:
    """Waiting mails of schedules that do not run any more."""
    query = select(ReportMail).where(
        scope.holds(ReportMail.client_company_id),
        ReportMail.state == MailState.WAITING.value,
        ReportMail.schedule_id.not_in(_running(scope)),
    )
    return (await session.scalars(query.with_for_update())).all()


async def waiting(session: WriteSession, scope: Scope, schedule_id: str) -> Sequence[ReportMail]:
    query = select(ReportMail).where(
        scope.holds(ReportMail.client_company_id),
        ReportMail.schedule_id == schedule_id,
        ReportMail.state == MailState.WAITING.value,
    )
    return (await session.scalars(query.with_for_update())).all()


async def to_send(
    session: ReadSession, scope: Scope, *, now_us: int, without: Sequence[str]
) -> Letter | None:
    """The one that waits longest, of schedules that still run."""
    query = (
        select(ReportMail, ReportView.id, ReportView.name)
        .join(ReportSchedule, ReportSchedule.id == ReportMail.schedule_id)
        .join(ReportView, ReportView.id == ReportSchedule.view_id)
        .where(scope.holds(ReportMail.client_company_id), ReportMail.state == MailState.WAITING.value)
        .where(ReportMail.try_us <= now_us, ReportSchedule.id.in_(_running(scope)))
        .where(ReportMail.id.not_in(without))
        .order_by(ReportMail.try_us, ReportMail.due_us, ReportMail.schedule_id, ReportMail.place)
    )
    row = (await session.execute(query.limit(1))).first()
    return None if row is None else Letter(row[0], row[1], row[2])


async def next_try_us(session: ReadSession, scope: Scope, *, without: Sequence[str]) -> int | None:
    query = select(func.min(ReportMail.try_us)).where(
        scope.holds(ReportMail.client_company_id), ReportMail.state == MailState.WAITING.value
    )
    return await session.scalar(query.where(ReportMail.id.not_in(without)))


async def forget_unseen(session: WriteSession, scope: Scope) -> None:
    """Schedules of a view that is its owner's alone: who made them sees neither, and cannot drop them."""
    seen = select(ReportSchedule.id).join(ReportView, ReportView.id == ReportSchedule.view_id).where(_SEEN)
    gone = delete(ReportSchedule).where(
        scope.holds(ReportSchedule.client_company_id), ReportSchedule.id.not_in(seen)
    )
    await session.execute(gone)


async def forget_ended(session: WriteSession, scope: Scope, *, before_us: int) -> None:
    """What was sent to whom stands in the audit trail."""
    gone = delete(ReportMail).where(
        scope.holds(ReportMail.client_company_id),
        ReportMail.state != MailState.WAITING.value,
        ReportMail.due_us < before_us,
    )
    await session.execute(gone)
