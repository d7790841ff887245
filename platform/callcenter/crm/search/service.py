"""Search: words → looks → pages. What has no token is not searched, and the answer says so."""

import base64
import binascii
from collections.abc import Sequence
from typing import Final

import orjson

from callcenter.crm.customers import repository as customer_repository
from callcenter.crm.customers.fields import NAME
from callcenter.crm.customers.finding import FREEZERS
from callcenter.crm.customers.schemas import CustomersFound, CustomerSought, Hint
from callcenter.crm.customers.service import Customers
from callcenter.crm.customers.tokens import Look, TokenKind, in_words, plain_name
from callcenter.crm.customers.view import CustomerView
from callcenter.crm.search import repository
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import ReadSession
from callcenter.telephony.call_lists import BadCursor
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
            ids = await repository.newest(session, scope, after_id=place[1], limit=sought.limit + 1)
            following = (0, ids[sought.limit - 1]) if len(ids) > sought.limit else None
            return await self._shown(session, scope, ids[: sought.limit], following)
        looks = self._customers.tokens(person.company_id).looks(typed)
        if not looks:
            return CustomersFound(items=[], next_cursor=None, searched=[], hint=_HINT, frozen=None)
        ids, following = await self._found(session, scope, looks, place, sought.limit)
        answer = await self._shown(session, scope, ids, following, looks)
        whole = [look.tokens[0] for look in looks if look.kind in _WHOLE]
        if whole and person.has_any(FREEZERS):
            frozen = await repository.frozen_with(session, scope, whole)
            return answer.model_copy(update={"frozen": frozen})
        return answer

    async def _found(
        self, session: ReadSession, scope: Scope, looks: list[Look], place: Place, limit: int
    ) -> tuple[list[str], Place | None]:
        """What is meant exactly stands before what only resembles it."""
        exact = [look for look in looks if look.is_exact]
        stages = [exact, [look for look in looks if not look.is_exact]]
        at, after_id = place
        found: list[str] = []
        while at < len(stages):
            wanted = limit - len(found)
            if wanted == 0:
                return found, (at, after_id)
            without = exact if at > 0 else []
            came = await repository.page(
                session, scope, stages[at], without=without, after_id=after_id, limit=wanted + 1
            )
            found += await self._holding(session, scope, stages[at], came[:wanted])
            if len(came) > wanted:
                return found, (at, came[wanted - 1])
            at, after_id = at + 1, None
        return found, None

    async def _holding(
        self, session: ReadSession, scope: Scope, looks: list[Look], came: list[str]
    ) -> list[str]:
        """Those whose name really holds the words: all pairs of neighbours may be there, apart."""
        words = [look.written for look in looks if len(look.tokens) > 1]
        if not came or not words:
            return came
        # Beside Latin neighbours stand initials, and those find names that are not Latin.
        by_initials = any(look.kind is TokenKind.INITIALS for look in looks)
        seal = self._customers.seal
        held: list[str] = []
        for customer, ciphers in await customer_repository.opened(session, scope, came, [NAME]):
            name = plain_name(seal.open_all(customer.id, ciphers).get(NAME, ""))
            if words[0] in name or (by_initials and not name.isascii()):
                held.append(customer.id)
        return held

    async def _shown(
        self,
        session: ReadSession,
        scope: Scope,
        ids: list[str],
        following: Place | None,
        looks: Sequence[Look] = (),
    ) -> CustomersFound:
        return CustomersFound(
            items=await self._view.rows(session, scope, ids),
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
        case [int() as at, (str() | None) as after_id] if 0 <= at <= 1:
            return at, after_id
        case _:
            raise BadCursor(
                zh="翻页标记无效,请从第一页重新查询。",
                en="The cursor is not valid; start from the first page again.",
            )
