"""Agents of the demo who missed several rings press 空闲 again, as people do: a long demo keeps its seats."""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Final

from callcenter.app.demo_people import FIRST_WORK_NUMBER, DemoPeople, DemoPerson
from callcenter.app.platform_process import ApiClient, ApiRefused
from callcenter.seats.states.wanted import MISSED_RINGS
from callcenter.telephony.agent_state import NOT_READY_REASON

LOOKED_AFTER_SECONDS: Final = 15.0
# A member of a queue as Asterisk's console shows it: its name first, the reason of its pause further on.
_ABSENT: Final = re.compile(
    rf"^\s*(A[0-9]+) .*\(paused:{NOT_READY_REASON}_{MISSED_RINGS}\b", flags=re.MULTILINE
)


def absent(people: DemoPeople, queues_shown: str) -> Iterator[DemoPerson]:
    """Who of those at simulated phones is not ready because of missed rings."""
    found = {people.work_numbers.get(agent) for agent in _ABSENT.findall(queues_shown)}
    for work_number, person in enumerate(people.agents[: people.seated], FIRST_WORK_NUMBER):
        if str(work_number) in found:
            yield person


async def bring_back(
    people: DemoPeople, ask: Callable[[str], Awaitable[tuple[int, str]]], client: Callable[[], ApiClient]
) -> None:
    """A platform that is away or refuses is asked again the next time."""
    _, shown = await ask("queue show")
    for person in absent(people, shown):
        own = client()
        try:
            await own.sign_in(person.name, person.password)
            await own.post("/api/agents/me/ready", {})
        except (ApiRefused, OSError):
            return
