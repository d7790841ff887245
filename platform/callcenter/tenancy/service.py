"""Use cases about client companies."""

from callcenter.kit.db import WriteSession
from callcenter.tenancy.models import ClientCompany


async def ensure_company(session: WriteSession, *, company_id: str, name: str, at_us: int) -> bool:
    """The company of that id, made when it is missing, renamed when the settings say another name.

    True when something was written: whoever asks puts it into the audit trail.
    """
    company = await session.get(ClientCompany, company_id)
    if company is None:
        company = ClientCompany(id=company_id, name=name, created_us=at_us)
        session.add(company)
        await session.flush()
        return True
    changed = company.name != name
    company.name = name
    return changed
