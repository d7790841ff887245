"""The installation's three links: events, actions, configuration; a user and a connection each.

A session of AMI carries out one action at a time and delivers no event meanwhile, so a slow action on the
events' connection would blind the floor. And each user may do only what its connection is for.
"""

import asyncio
from dataclasses import dataclass

from callcenter.kit.clock import Clock
from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.ami.link import AmiLink
from callcenter.telephony.ami.metrics import LinkMetrics
from callcenter.telephony.ami.settings import (
    COMMAND_ACTIONS,
    CONFIG_ACTIONS,
    EVENT_ACTIONS,
    AmiPlace,
    AmiUser,
    Patience,
)


@dataclass(frozen=True, slots=True)
class Users:
    events: AmiUser
    actions: AmiUser
    config: AmiUser


def users(*, events: str, actions: str, config: str) -> Users:
    """From the three secrets; the names are those of the rendered manager.conf."""
    return Users(
        AmiUser("cc-events", events), AmiUser("cc-actions", actions), AmiUser("cc-config", config, "off")
    )


class AmiLinks:
    def __init__(
        self,
        *,
        place: AmiPlace,
        users: Users,
        clock: Clock,
        metrics: LinkMetrics,
        patience: Patience | None = None,
    ) -> None:
        self.events = AmiLink(
            name="events",
            place=place,
            user=users.events,
            allowed=EVENT_ACTIONS,
            clock=clock,
            metrics=metrics,
            patience=patience,
            keeps_events=True,
        )
        self.actions, self.config = (
            AmiLink(
                name=name,
                place=place,
                user=user,
                allowed=allowed,
                clock=clock,
                metrics=metrics,
                patience=patience,
                booted=self._booted,
            )
            for name, user, allowed in (
                ("actions", users.actions, COMMAND_ACTIONS),
                ("config", users.config, CONFIG_ACTIONS),
            )
        )

    def start(self) -> None:
        for link in self._all():
            link.start()

    async def close(self) -> None:
        await asyncio.gather(*(link.close() for link in self._all()))

    def _all(self) -> tuple[AmiLink, ...]:
        return (self.events, self.actions, self.config)

    async def _booted(self) -> None:
        # Only the events' user has the read class that FullyBooted is sent to.
        await self.events.until(LinkState.LIVE)
