"""What the platform keeps about phones in Asterisk's own database (astdb), so that Asterisk works by itself.

Credentials in force, which of a seat's two phones is in use, and permissions to dial what only one phone may
dial once. Asterisk reads each at the moment it needs it: nothing here asks for a reload.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import orjson

from callcenter.seats.models import Sitting
from callcenter.seats.queue_members import Actions
from callcenter.telephony.ami.errors import ActionRefused

AUTH: Final = "ps/auth"
CONTACTS: Final = "registrar/contact"
SEAT_PHONE: Final = "seat_phone"
SEAT_AGENT: Final = "seat_agent"
GRANT: Final = "grant"

# Asterisk's own sentences for "it is not there": asked for, and to be deleted.
_NOTHING_THERE: Final = ("not found", "could not be deleted")


class PhoneDatabase:
    """Raises LinkLost and AnswerLate, like every action."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions

    async def put_credential(self, endpoint: str, password: str) -> None:
        """In force at once; whoever registered with another password stays until the registration ends."""
        auth = {"auth_type": "userpass", "username": endpoint, "password": password}
        await self._put(AUTH, endpoint, orjson.dumps(auth).decode())

    async def drop_credential(self, endpoint: str) -> None:
        await self._drop(AUTH, endpoint)

    async def keep_credentials_of(self, endpoints: Collection[str], company_ids: Collection[str]) -> None:
        """These companies' other phones have none any more."""
        for endpoint in sorted((await self._tree(AUTH)).keys() - set(endpoints)):
            if endpoint.partition("-")[0] in company_ids:
                await self.drop_credential(endpoint)

    async def drop_contacts(self, endpoint: str) -> None:
        """For a page that went without un-registering: nobody can ring it any more."""
        for key in await self._tree(CONTACTS):
            if key.startswith(f"{endpoint};@"):
                await self._drop(CONTACTS, key)

    async def name_phone(self, sitting: Sitting) -> None:
        """Which phone rings when a colleague dials the seat, and who answers there."""
        await self._put(SEAT_PHONE, _seat_key(sitting), sitting.phone)
        await self._put(SEAT_AGENT, _seat_key(sitting), sitting.agent_id)

    async def forget_phone(self, sitting: Sitting) -> None:
        await self._drop(SEAT_PHONE, _seat_key(sitting))
        await self._drop(SEAT_AGENT, _seat_key(sitting))

    async def name_only(self, sittings: Sequence[Sitting]) -> None:
        """These seats' phones and no others."""
        await self._put_only(SEAT_PHONE, {_seat_key(sitting): sitting.phone for sitting in sittings})
        await self._put_only(SEAT_AGENT, {_seat_key(sitting): sitting.agent_id for sitting in sittings})

    async def grant(self, token: str, *, who: str, act: str, target: str) -> None:
        """The endpoint `who` may dial the token once; the dial plan deletes it as it reads it."""
        await self._put(GRANT, token, f"{who}:{act}:{target}")

    async def drop_grant(self, token: str) -> None:
        await self._drop(GRANT, token)

    async def _put_only(self, family: str, wanted: Mapping[str, str]) -> None:
        present = await self._tree(family)
        for key in sorted(present.keys() - wanted.keys()):
            await self._drop(family, key)
        for key, value in wanted.items():
            if present.get(key) != value:
                await self._put(family, key, value)

    async def _tree(self, family: str) -> dict[str, str]:
        """Everything of a family: key → value."""
        try:
            found = await self._actions.act("DBGetTree", {"Family": family})
        except ActionRefused as refused:
            if not any(said in refused.reason.lower() for said in _NOTHING_THERE):
                raise
            return {}
        return {item.get("key", "").removeprefix(f"/{family}/"): item.get("val", "") for item in found.items}

    async def _put(self, family: str, key: str, value: str) -> None:
        await self._actions.act("DBPut", {"Family": family, "Key": key, "Val": value})

    async def _drop(self, family: str, key: str) -> None:
        try:
            await self._actions.act("DBDel", {"Family": family, "Key": key})
        except ActionRefused as refused:
            if not any(said in refused.reason.lower() for said in _NOTHING_THERE):
                raise


def _seat_key(sitting: Sitting) -> str:
    return f"{sitting.client_company_id}-{sitting.seat}"
