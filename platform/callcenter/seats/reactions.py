"""What seats do when something happened below them."""

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog

from callcenter.seats.queue_members import Place
from callcenter.seats.service import Seats
from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.ami.link import AmiLink
from callcenter.telephony.floor.floor import Floor
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

# The actions' link opens moments after the events' link; a longer wait means that it has troubles of its own.
_ACTIONS_WITHIN_SECONDS: Final = 60


async def on_floor_rebuilt(
    seats: Seats, floor: Floor, actions: AmiLink, scope: Scope, paused: Mapping[str, str]
) -> None:
    """Asterisk may have restarted, or heard nothing of a sign-out: the queues are put right."""
    try:
        async with asyncio.timeout(_ACTIONS_WITHIN_SECONDS):
            await actions.until(LinkState.LIVE)
    except TimeoutError:
        _log.warning("queue members were not compared: no link for actions")
        return
    present = frozenset(
        Place(agent_id, each.queue, each.interface, each.penalty) for agent_id, each in floor.memberships()
    )
    found = await seats.reconcile(scope, present, paused)
    _log.info("queue members were compared", missing=len(found.missing), strangers=len(found.strangers))
