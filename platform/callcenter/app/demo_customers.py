"""The customers of the demo: plainly made up, marked as demo, with numbers that the simulator dials."""

from dataclasses import dataclass
from typing import Any, Final

from callcenter.app.settings import Settings
from callcenter.crm.customers import repository
from callcenter.crm.customers.customer import with_changes
from callcenter.crm.customers.service import Customers
from callcenter.identity.audit import AuditTrail
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, make_engine
from callcenter.kit.encryption import Keyring, load_or_create_secret
from callcenter.tenancy import Scope


@dataclass(frozen=True)
class DemoCustomer:
    name: str
    number: str
    fields: dict[str, Any]
    vip: int = 0


# Nobody may take a name of the demo for a person, nor its numbers for real ones.
DEMO_CUSTOMERS: Final = (
    DemoCustomer("演示客户甲", "13900000001", {"tags": ["老客户"], "preferences": "工作日下午联系"}, vip=3),
    DemoCustomer("演示客户乙", "13900000002", {"marks": ["请耐心:曾投诉"], "needs": "等待退款进度"}),
    DemoCustomer(
        "演示客户丙", "13800000003", {"tags": ["企业客户"], "address": "演示省演示市演示路1号"}, vip=1
    ),
    DemoCustomer("演示客户丁", "13800000003", {"tags": ["企业客户", "同号"]}),
    DemoCustomer("演示客户戊", "01055500005", {"preferences": "普通话"}),
    DemoCustomer("演示客户己", "18600000006", {"tags": ["新客户"], "identity_number": "000000190001010000"}),
)


async def ensure_customers(settings: Settings, clock: Clock) -> tuple[str, ...]:
    """Those that are missing are added; one that is there keeps everything. Returns their numbers.

    Precondition: the database is up to date and knows the company.
    """
    keyring = Keyring.from_secret(load_or_create_secret(settings.key_file), settings.suite)
    database = Database(make_engine(settings.resolved_database_url))
    customers = Customers(keyring, AuditTrail(clock, settings.suite), clock)
    try:
        for customer in DEMO_CUSTOMERS:
            await _ensure(database, customers, settings.company_id, customer)
    finally:
        await database.close()
    return tuple(dict.fromkeys(customer.number for customer in DEMO_CUSTOMERS))


async def _ensure(database: Database, customers: Customers, company_id: str, wanted: DemoCustomer) -> None:
    scope, tokens = Scope.of(company_id), customers.tokens(company_id)
    async with database.write() as session:
        held = [tokens.name(wanted.name)]
        held += [token.frozen() for token in held]
        if await repository.with_token(session, scope, held, state=None, most=1):
            return
        catalogue = await repository.catalogue(session, scope)
        given = {"name": wanted.name, "phones": [wanted.number], **wanted.fields}
        values = with_changes(catalogue, {}, given)
        await customers.add_values(
            session, company_id, values, by=None, vip=wanted.vip, source="demo", demo=True
        )
