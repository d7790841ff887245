"""Parts that no roll-up holds: of the phone system itself, and of first contacts and recordings, about which
it shows days later whether one contact was enough and whether the file is there."""

from callcenter.kit.db import ReadSession
from callcenter.reporting.availability import availability
from callcenter.reporting.contacts.reading import contact_parts
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.service_epochs import epochs_between
from callcenter.tenancy import Scope


async def counted(
    session: ReadSession, scope: Scope, chosen: Chosen, period: Period, *, at_us: int
) -> dict[str, int]:
    epochs = await epochs_between(session, scope, period.from_us, period.to_us)
    found = availability(epochs, period, at_us=at_us)
    for parts in (await contact_parts(session, scope, chosen, period, at_us=at_us)).values():
        found.update(parts)
    return found
