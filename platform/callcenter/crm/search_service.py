"""Search: words → looks → pages. What has no token is not searched, and the answer says so."""

import base64
import binascii
from typing import Final

import orjson

from callcenter.crm import search_repository as repository
from callcenter.crm.customer_fields import NAME
from callcenter.crm.customer_schemas import CustomersFound, CustomerSought, Hint
from callcenter.crm.customer_service import FREEZERS, Customers
from callcenter.crm.customer_view import CustomerView
from callcenter.crm.models import Customer
from callcenter.crm.search_tokens import Look, TokenKind, in_words, plain_name
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import ReadSession
from callcenter.telephony.repository import BadCursor
from callcenter.tenancy import Scope

_HINT: Final = Hint(
    zh="姓名与号码均加密保存,只能按以下方式查找:完整电话、电话后四位、完整姓名、姓名中相邻两字、"
    "全拼、拼音首字母、完整证件号码或银行账号。",
    en="Names and numbers are stored encrypted and can be found only by: a whole phone number, its last four "
    "digits, a whole name, two neighbouring characters of a name, full pinyin, pinyin initials, a whole "
    "identity or account number.",
)
_WHOLE: Final = frozenset({TokenKind.PHONE, TokenKind.IDENTITY, TokenKind.ACCOUNT})
Place = tuple[int, str | None]


class CustomerSearch:
    def __init__(self, customers: Customers, view: CustomerView) -> None:
        self._customers = customers
        self._view = view

    async def page(
        self, session: ReadSession, person: CurrentPerson, sought: CustomerSought
    ) -> CustomersFound:
        """Raises BadCursor."""
        scope = scope_of(person)
        typed = sought.q.strip()
        place = _read_cursor(sought.cursor)
        if not typed:
            found, following = await self._newest(session, scope, place, sought.limit)
            return await self._shown(session, scope, found, following, looks=[])
        looks = self._customers.tokens(person.company_id).looks(typed)
        if not looks:
            return CustomersFound(items=[], next_cursor=None, searched=[], hint=_HINT, frozen=None)
        found, following = await self._found(session, scope, looks, place, sought.limit)
        answer = await self._shown(session, scope, found, following, looks=looks)
        if person.has_any(FREEZERS):
            return answer.model_copy(update={"frozen": await self._frozen(session, scope, looks)})
        return answer

    async def _found(
        self, session: ReadSession, scope: Scope, looks: list[Look], place: Place, limit: int
    ) -> tuple[list[Customer], Place | None]:
        """One look after the other until the page is full."""
        at, after_id = place
        found: list[Customer] = []
        while at < len(looks):
            wanted = limit - len(found)
            if wanted == 0:
                return found, (at, after_id)
            came = await repository.page(
                session, scope, looks[at], before=looks[:at], after_id=after_id, limit=wanted + 1
            )
            kept = await self._holding(session, scope, looks[at], came[:wanted])
            found += kept
            if len(came) > wanted:
                return found, (at, came[wanted - 1].id)
            at, after_id = at + 1, None
        return found, None

    async def _holding(
        self, session: ReadSession, scope: Scope, look: Look, came: list[Customer]
    ) -> list[Customer]:
        """Those whose name really holds the words: neighbours may stand apart, and tokens are short."""
        if look.kind is not TokenKind.NEIGHBOURS or len(look.tokens) == 1:
            return came
        values = await self._customers.values_of(session, scope, came, [NAME])
        return [each for each in came if look.written in plain_name(values[each.id].get(NAME, ""))]

    async def _newest(
        self, session: ReadSession, scope: Scope, place: Place, limit: int
    ) -> tuple[list[Customer], Place | None]:
        came = await repository.newest(session, scope, after_id=place[1], limit=limit + 1)
        return came[:limit], (0, came[limit - 1].id) if len(came) > limit else None

    async def _frozen(self, session: ReadSession, scope: Scope, looks: list[Look]) -> int:
        whole = [look.tokens[0] for look in looks if look.kind in _WHOLE]
        return sum([await repository.frozen_with(session, scope, token) for token in whole])

    async def _shown(
        self,
        session: ReadSession,
        scope: Scope,
        found: list[Customer],
        following: Place | None,
        *,
        looks: list[Look],
    ) -> CustomersFound:
        return CustomersFound(
            items=await self._view.rows(session, scope, found),
            next_cursor=None if following is None else _cursor(following),
            searched=in_words([look.kind for look in looks]),
            hint=None,
            frozen=None,
        )


def _cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def _read_cursor(cursor: str | None) -> Place:
    if cursor is None:
        return 0, None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        read = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, orjson.JSONDecodeError, UnicodeEncodeError, ValueError):
        read = None
    match read:
        case [int() as at, (str() | None) as after_id] if 0 <= at < 100:
            return at, after_id
        case _:
            raise BadCursor(
                zh="翻页标记无效,请从第一页重新查询。",
                en="The cursor is not valid; start from the first page again.",
            )
