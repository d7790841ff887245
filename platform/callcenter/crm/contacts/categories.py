"""The administrator's list of categories: its beginning, and its changes."""

from collections.abc import Collection

from sqlalchemy import delete

from callcenter.crm.contacts import repository
from callcenter.crm.contacts.contact import CALL_TYPE_EN, CALL_TYPE_ZH, DEFAULT_CATEGORIES, CallType, Category
from callcenter.crm.contacts.errors import CategoriesUnclear
from callcenter.crm.contacts.models import ContactCategory, ContactRequiredQueue
from callcenter.crm.contacts.queues import require_queues
from callcenter.crm.contacts.schemas import (
    CallTypeShown,
    CategoryPlanForm,
    CategoryPlanShown,
    CategoryShown,
)
from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import Actor, CurrentPerson, scope_of
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.tenancy import Scope


class ContactTag(AuditTag):
    CATEGORIES_CHANGED = "system:contact_categories:changed"


async def ensure_categories(
    session: WriteSession,
    audit: AuditTrail,
    company_id: str,
    *,
    required_queues: Collection[str],
    by: Actor,
) -> None:
    """The list an installation begins with; never again once there is one."""
    if await repository.stored_categories(session, Scope.of(company_id)):
        return
    await _put(session, company_id, DEFAULT_CATEGORIES, required_queues)
    await audit.record(
        session,
        ContactTag.CATEGORIES_CHANGED,
        by=by,
        company_id=company_id,
        detail={"codes": [each.code for each in DEFAULT_CATEGORIES], "required": sorted(required_queues)},
    )


async def replace_categories(
    session: WriteSession, audit: AuditTrail, person: CurrentPerson, form: CategoryPlanForm
) -> None:
    """What is no longer listed is kept, inactive: contacts of the past name it.

    Raises CategoriesUnclear, QueueUnknown.
    """
    require_queues(person.company_id, form.required_queues)
    for each in form.categories:
        require_queues(person.company_id, each.queues)
    categories = [
        Category(
            each.code,
            each.zh,
            each.en,
            each.call_type,
            tuple(dict.fromkeys(each.queues)),
            each.notes_required,
        )
        for each in form.categories
    ]
    codes = [each.code for each in categories]
    for code in codes:
        if codes.count(code) > 1:
            raise CategoriesUnclear(code)
    await _put(session, person.company_id, categories, form.required_queues)
    await audit.record(
        session,
        ContactTag.CATEGORIES_CHANGED,
        by=person.actor,
        detail={"codes": codes, "required": sorted(set(form.required_queues))},
    )


async def shown_plan(session: ReadSession, person: CurrentPerson) -> CategoryPlanShown:
    plan = await repository.plan(session, scope_of(person))
    return CategoryPlanShown(
        categories=[
            CategoryShown(
                code=each.code,
                zh=each.zh,
                en=each.en,
                call_type=each.call_type,
                call_type_zh=CALL_TYPE_ZH[each.call_type],
                queues=list(each.queues),
                notes_required=each.notes_required,
            )
            for each in plan.categories
        ],
        required_queues=sorted(plan.required_queues),
        call_types=[
            CallTypeShown(code=each, zh=CALL_TYPE_ZH[each], en=CALL_TYPE_EN[each]) for each in CallType
        ],
    )


async def _put(
    session: WriteSession,
    company_id: str,
    categories: Collection[Category],
    required_queues: Collection[str],
) -> None:
    stored = {row.code: row for row in await repository.stored_categories(session, Scope.of(company_id))}
    for row in stored.values():
        row.active = False
    for position, each in enumerate(categories):
        row = stored.get(each.code) or ContactCategory(client_company_id=company_id, code=each.code)
        row.position, row.active = position, True
        row.zh, row.en = each.zh, each.en
        row.call_type, row.queues = each.call_type.value, list(each.queues)
        row.notes_required = each.notes_required
        session.add(row)
    await session.execute(
        delete(ContactRequiredQueue).where(ContactRequiredQueue.client_company_id == company_id)
    )
    session.add_all(
        ContactRequiredQueue(client_company_id=company_id, queue=queue)
        for queue in sorted(set(required_queues))
    )
    await session.flush()
