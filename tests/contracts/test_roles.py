"""Who may call what: every endpoint of the API × every role, and nobody.

An endpoint that is not in the table fails the test: its audience has to be decided, not forgotten.
"""

import pytest

from callcenter.identity import Role
from fakes.platform_app import CHANGES, running_app

pytestmark = pytest.mark.contract

PUBLIC = "public"
SIGNED_IN = frozenset(Role)
WATCHERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR, Role.SYSTEM_ADMIN})
AGENTS = frozenset({Role.AGENT})
WHO_TALKS = AGENTS | {Role.SUPERVISOR}
WHO_SEES_CONTACTS = WHO_TALKS | {Role.INSPECTOR}
WITH_PHONES = frozenset({Role.AGENT, Role.SUPERVISOR})
SUPERVISORS = frozenset({Role.SUPERVISOR})
PERSONAL_DATA = SUPERVISORS | {Role.SECURITY_ADMIN}
AT_CUSTOMERS = AGENTS | SUPERVISORS

AUDIENCES = {
    "GET /api/installation": PUBLIC,
    "GET /api/ca.crt": PUBLIC,
    "POST /api/session": PUBLIC,
    "GET /api/session": SIGNED_IN,
    "DELETE /api/session": SIGNED_IN,
    "GET /api/agents": WATCHERS,
    "GET /api/calls": WATCHERS,
    "GET /api/calls/{call_id}": WATCHERS,
    "POST /api/callers": WATCHERS,
    "GET /api/lost-calls": WATCHERS,
    "GET /api/lost-calls/counts": WATCHERS,
    "POST /api/lost-calls/export": SUPERVISORS,
    "PUT /api/lost-calls/{call_id}/handling": SUPERVISORS,
    "GET /api/voice-messages": WATCHERS,
    "GET /api/voice-messages/waiting": WATCHERS,
    "POST /api/voice-messages/{call_id}/plays": SUPERVISORS,
    "PUT /api/voice-messages/{call_id}/handling": SUPERVISORS,
    "GET /api/figures/today": WATCHERS,
    "GET /api/integrity": WATCHERS,
    "GET /api/reconciliations": WATCHERS,
    "GET /api/reconciliations/{reconciliation_id}": WATCHERS,
    "POST /api/reconciliations": SUPERVISORS | {Role.SYSTEM_ADMIN},
    "GET /api/figures": WATCHERS,
    "GET /api/figures/definitions": WATCHERS,
    "GET /api/figures/series": WATCHERS,
    "GET /api/reports/table": WATCHERS,
    "GET /api/reports/heat": WATCHERS,
    "GET /api/reports/timesheet": WATCHERS,
    "GET /api/reports/contacts": WATCHERS,
    "GET /api/reports/views": WATCHERS,
    "POST /api/reports/views": WATCHERS,
    "PUT /api/reports/views/{view_id}": WATCHERS,
    "DELETE /api/reports/views/{view_id}": WATCHERS,
    "GET /api/reports/schedules": SUPERVISORS,
    "POST /api/reports/schedules": SUPERVISORS,
    "PUT /api/reports/schedules/{schedule_id}": SUPERVISORS,
    "DELETE /api/reports/schedules/{schedule_id}": SUPERVISORS,
    "POST /api/reports/exports": WATCHERS,
    "GET /api/reports/exports": WATCHERS,
    "GET /api/reports/exports/{export_id}": WATCHERS,
    "DELETE /api/reports/exports/{export_id}": WATCHERS,
    "GET /api/reports/exports/{export_id}/file": WATCHERS,
    "GET /api/shifts": WATCHERS,
    "POST /api/shifts": SUPERVISORS,
    "PUT /api/shifts/{shift_id}": SUPERVISORS,
    "DELETE /api/shifts/{shift_id}": SUPERVISORS,
    "POST /api/shifts/import": SUPERVISORS,
    "GET /api/agents/me": AGENTS,
    "POST /api/agents/me/ready": AGENTS,
    "POST /api/agents/me/break": AGENTS,
    "POST /api/agents/me/break/cancel": AGENTS,
    "POST /api/agents/me/wrap-up/end": AGENTS,
    "POST /api/agents/me/wrap-up/extend": AGENTS,
    "POST /api/agents/{agent}/force": frozenset({Role.SUPERVISOR}),
    "GET /api/break-reasons": frozenset({Role.SYSTEM_ADMIN, Role.SUPERVISOR}),
    "PUT /api/break-reasons": frozenset({Role.SYSTEM_ADMIN}),
    "GET /api/teams": frozenset({Role.SYSTEM_ADMIN, Role.SUPERVISOR}),
    "GET /api/supervisors": frozenset({Role.SYSTEM_ADMIN, Role.SUPERVISOR}),
    "PUT /api/teams": frozenset({Role.SYSTEM_ADMIN}),
    "POST /api/agents/me/sign-in": AGENTS,
    "POST /api/agents/me/sign-out": AGENTS,
    "GET /api/calls/{call_id}/contact": WHO_SEES_CONTACTS,
    "PUT /api/calls/{call_id}/contact": WHO_TALKS,
    "GET /api/contacts/missing": WHO_TALKS,
    "GET /api/contact-categories": WHO_SEES_CONTACTS | {Role.SYSTEM_ADMIN},
    "PUT /api/contact-categories": frozenset({Role.SYSTEM_ADMIN}),
    "POST /api/customers": AT_CUSTOMERS,
    "POST /api/customers/search": AT_CUSTOMERS,
    "GET /api/customers/{customer_id}": AT_CUSTOMERS,
    "PATCH /api/customers/{customer_id}": AT_CUSTOMERS,
    "POST /api/customers/{customer_id}/reveal": AT_CUSTOMERS,
    "GET /api/customers/{customer_id}/history": AT_CUSTOMERS,
    "POST /api/customers/{customer_id}/notes": AT_CUSTOMERS,
    "POST /api/customers/{customer_id}/follow-ups": AT_CUSTOMERS,
    "GET /api/follow-ups": AT_CUSTOMERS,
    "POST /api/follow-ups/{follow_up_id}/done": AT_CUSTOMERS,
    "GET /api/customers/duplicates": SUPERVISORS,
    "POST /api/customers/merge": SUPERVISORS,
    "GET /api/customers/{customer_id}/merges": SUPERVISORS,
    "POST /api/customers/merges/{merge_id}/undo": SUPERVISORS,
    "POST /api/personal-data/find": PERSONAL_DATA,
    "POST /api/personal-data/export": PERSONAL_DATA,
    "POST /api/personal-data/freeze": PERSONAL_DATA,
    "POST /api/personal-data/unfreeze": PERSONAL_DATA,
    "PUT /api/customer-fields": frozenset({Role.SYSTEM_ADMIN}),
    "GET /api/customer-fields": AT_CUSTOMERS | {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    "POST /api/customer-imports": SUPERVISORS,
    "GET /api/customer-imports": SUPERVISORS,
    "GET /api/customer-imports/{import_id}": SUPERVISORS,
    "DELETE /api/customer-imports/{import_id}": SUPERVISORS,
    "POST /api/customer-imports/{import_id}/run": SUPERVISORS,
    "GET /api/customer-imports/{import_id}/problems": SUPERVISORS,
    "POST /api/customer-exports": SUPERVISORS,
    "GET /api/customer-exports": SUPERVISORS,
    "GET /api/customer-exports/{export_id}": SUPERVISORS,
    "GET /api/customer-exports/{export_id}/file": SUPERVISORS,
    "GET /api/scripts": WHO_SEES_CONTACTS | {Role.SYSTEM_ADMIN},
    "POST /api/scripts": frozenset({Role.SUPERVISOR, Role.SYSTEM_ADMIN}),
    "POST /api/scripts/check": frozenset({Role.SUPERVISOR, Role.SYSTEM_ADMIN}),
    "GET /api/scripts/{script_id}": WHO_SEES_CONTACTS | {Role.SYSTEM_ADMIN},
    "GET /api/scripts/{script_id}/versions": WHO_SEES_CONTACTS | {Role.SYSTEM_ADMIN},
    "PUT /api/scripts/{script_id}": frozenset({Role.SUPERVISOR, Role.SYSTEM_ADMIN}),
    "GET /api/forbidden-phrases": WHO_SEES_CONTACTS | {Role.SYSTEM_ADMIN},
    "PUT /api/forbidden-phrases": frozenset({Role.SYSTEM_ADMIN}),
    "POST /api/agents/me/phone": WITH_PHONES,
    "DELETE /api/agents/me/phone": WITH_PHONES,
    "POST /api/agents/me/phone/health": WITH_PHONES,
    "POST /api/agents/me/three-way": AGENTS,
    "POST /api/agents/me/desk/answer": AGENTS,
    "POST /api/agents/me/desk/hang-up": AGENTS,
    "POST /api/agents/me/desk/hold": AGENTS,
    "POST /api/agents/me/desk/resume": AGENTS,
    "POST /api/agents/me/desk/transfer": AGENTS,
    "POST /api/agents/me/desk/three-way": AGENTS,
    "POST /api/supervision": frozenset({Role.SUPERVISOR}),
    "POST /api/calls/{call_id}/quality": AGENTS,
}

IN_PATH = dict.fromkeys(
    (
        *("customer_id", "script_id", "follow_up_id", "merge_id", "import_id", "export_id", "view_id"),
        *("shift_id", "schedule_id"),
    ),
    "0" * 26,
) | {"reconciliation_id": "0" * 26, "call_id": "zz1-1763764000.1", "agent": "A00001"}


@pytest.fixture
async def running(tmp_path):
    async with running_app(tmp_path) as running:
        yield running


def endpoints(running):
    """Method and path of everything under /api, from its own description."""
    for path, methods in running.app.openapi()["paths"].items():
        if path.startswith("/api/"):
            for method in methods:
                yield f"{method.upper()} {path}"


async def ask(client, endpoint):
    method, _, path = endpoint.partition(" ")
    body = {"json": {}} if method in {"POST", "PUT", "PATCH"} else {}
    return await client.request(method, path.format_map(IN_PATH), **body)


def test_every_endpoint_has_an_audience(running):
    assert set(endpoints(running)) == set(AUDIENCES)


async def test_nobody_is_let_in_without_a_session(running):
    async with running.client(headers=CHANGES) as client:
        for endpoint in endpoints(running):
            answer = await ask(client, endpoint)
            assert (answer.status_code == 401) == (AUDIENCES[endpoint] != PUBLIC), endpoint


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_is_let_in_where_it_belongs_and_nowhere_else(running, role):
    async with running.signed_in(role) as client:
        for endpoint in sorted(endpoints(running), key=lambda name: name == "DELETE /api/session"):
            audience = AUDIENCES[endpoint]
            allowed = audience == PUBLIC or role in audience
            answer = await ask(client, endpoint)
            assert (answer.status_code == 403) != allowed, (endpoint, role, answer.text)
            assert answer.status_code != 401, (endpoint, role)
