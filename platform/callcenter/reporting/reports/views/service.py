"""Saving, changing and dropping views. What a view holds is checked when it is opened, as any question is."""

from typing import Annotated, Final

from pydantic import Field, StringConstraints

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.errors import NotFound, Refused
from callcenter.kit.ids import new_id
from callcenter.kit.schemas import Sent, Shown
from callcenter.reporting.reports.exports.schemas import ReportPage
from callcenter.reporting.reports.mail import repository as mail_repository
from callcenter.reporting.reports.views import repository
from callcenter.reporting.reports.views.models import ReportView

MOST_OWN: Final = 100
Name = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
QueryWord = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z_]+$")]
QueryText = Annotated[str, StringConstraints(max_length=2000)]


class NoSuchView(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个视图,可能已被删除。", en="There is no such view any more.")


class TooManyViews(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh=f"每人最多保存 {MOST_OWN} 个视图,请先删除不用的。",
            en=f"One person keeps {MOST_OWN} views at most; delete some first.",
        )


class ViewSent(Sent):
    """`query` holds the query parameters of the page, which may also name relative days."""

    name: Name
    what: ReportPage
    query: Annotated[dict[QueryWord, QueryText], Field(max_length=30)]
    shared: bool = False


class ViewShown(Shown):
    id: str
    name: str
    what: ReportPage
    query: dict[str, str]
    shared: bool
    mine: bool
    by: str
    changed_us: int


class ViewsShown(Shown):
    items: list[ViewShown]


async def views(session: ReadSession, person: CurrentPerson) -> ViewsShown:
    """Own ones and shared ones, by name."""
    found = await repository.seen_by(session, scope_of(person), person.id)
    return ViewsShown(items=[_shown(view, person, name) for view, name in found])


async def keep(session: WriteSession, person: CurrentPerson, sent: ViewSent, *, at_us: int) -> ViewShown:
    """Raises TooManyViews."""
    if await repository.count_of(session, scope_of(person), person.id) >= MOST_OWN:
        raise TooManyViews
    view = ReportView(id=new_id(at_us), client_company_id=person.company_id, person_id=person.id)
    _set(view, sent, at_us)
    session.add(view)
    await session.flush()
    return _shown(view, person, person.display_name)


async def change(
    session: WriteSession, person: CurrentPerson, view_id: str, sent: ViewSent, *, at_us: int
) -> ViewShown:
    """By its owner only; others' mails of it end with the sharing. Raises NoSuchView."""
    view = await _own(session, person, view_id)
    _set(view, sent, at_us)
    if not view.shared:
        # Written first: who plans a mail of it at this moment is waited for, or finds it no longer shared.
        await session.flush()
        await mail_repository.forget_of_others(session, scope_of(person), view.id, person.id)
    return _shown(view, person, person.display_name)


async def drop(session: WriteSession, person: CurrentPerson, view_id: str) -> None:
    """By its owner only. Raises NoSuchView."""
    await session.delete(await _own(session, person, view_id))


async def _own(session: ReadSession, person: CurrentPerson, view_id: str) -> ReportView:
    view = await repository.own(session, scope_of(person), person.id, view_id)
    if view is None:
        raise NoSuchView
    return view


def _set(view: ReportView, sent: ViewSent, at_us: int) -> None:
    view.name, view.what, view.query = sent.name, sent.what.value, dict(sent.query)
    view.shared, view.changed_us = sent.shared, at_us


def _shown(view: ReportView, person: CurrentPerson, by: str) -> ViewShown:
    return ViewShown(
        id=view.id,
        name=view.name,
        what=ReportPage(view.what),
        query=view.query,
        shared=view.shared,
        mine=view.person_id == person.id,
        by=by,
        changed_us=view.changed_us,
    )
