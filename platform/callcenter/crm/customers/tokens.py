"""Everything a customer can be found by, as keyed tokens; and what a typed search may find with them.

A value that has no token cannot be searched: names and numbers are sealed, nobody can look inside (ADR 0060).
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Final

from callcenter.crm.customers.fields import BANK_ACCOUNT, IDENTITY_NUMBER, NAME, PHONES
from callcenter.crm.customers.pinyin import readings
from callcenter.kit import phones
from callcenter.telephony.journal.tokens import Keys, token_of


class TokenKind(IntEnum):
    """Numbers are stored; they are never given to another kind."""

    PHONE = 1
    LAST_FOUR = 2
    NAME = 3
    NEIGHBOURS = 4
    PINYIN = 5
    INITIALS = 6
    IDENTITY = 7
    ACCOUNT = 8


@dataclass(frozen=True, slots=True, order=True)
class Token:
    kind: TokenKind
    value: int
    is_frozen: bool = False

    @property
    def stored_kind(self) -> int:
        """A frozen customer's tokens stand apart, under the negative number: no search ever meets them."""
        return -self.kind if self.is_frozen else self.kind

    def frozen(self) -> "Token":
        return replace(self, is_frozen=True)


@dataclass(frozen=True, slots=True)
class Look:
    """One way a search can be meant: customers who have all of its tokens."""

    kind: TokenKind
    tokens: tuple[Token, ...]
    written: str = ""
    """What a found name must hold: neighbours found apart from each other are no hit."""

    @property
    def is_exact(self) -> bool:
        return self.kind not in {TokenKind.LAST_FOUR, TokenKind.NEIGHBOURS, TokenKind.INITIALS}


LONGEST_NAME: Final = 80
_MOST_NEIGHBOURS: Final = 4
"""Enough to leave few; whoever they leave is opened and looked at. More only make the statement long."""
_BITS: Final = 16
_SIGNED: Final = 1 << 63


def plain_name(name: str) -> str:
    """The one spelling that tokens are made of: no width, case, spaces, dots between names or joiners."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in folded if not _is_between(sign))


def plain_number(written: str) -> str:
    """An identity or account number without what people put between its digits."""
    folded = unicodedata.normalize("NFKC", written).upper()
    return "".join(sign for sign in folded if sign.isalnum())


class Tokens:
    """Makes the tokens of one company. A telephone number has the token that calls carry."""

    def __init__(self, keys: Keys, company_id: str) -> None:
        self._keys = keys
        self._company_id = company_id

    def of(self, values: Mapping[str, Any]) -> frozenset[Token]:
        """All tokens of a customer with these values."""
        made: set[Token] = set()
        for number in values.get(PHONES) or ():
            made.update(self._of_phone(number))
        name = plain_name(values.get(NAME) or "")
        if name:
            made.add(self.name(name))
            made.update(self.neighbours(name))
            for syllables in readings(name):
                made.add(self._make(TokenKind.PINYIN, "".join(syllables)))
                made.add(self._make(TokenKind.INITIALS, "".join(part[0] for part in syllables)))
        for field, kind in ((IDENTITY_NUMBER, TokenKind.IDENTITY), (BANK_ACCOUNT, TokenKind.ACCOUNT)):
            number = plain_number(values.get(field) or "")
            if number:
                made.add(self._make(kind, number))
        return frozenset(made)

    def looks(self, typed: str) -> list[Look]:
        """The ways `typed` can be meant, the most exact first; empty when nothing of it has a token."""
        looks: list[Look] = []
        digits = plain_number(typed)
        if digits.isascii() and sum(sign.isdigit() for sign in digits) >= 4:
            looks += self._number_looks(typed, digits)
        name = plain_name(typed)
        if len(name) >= 2 and not name.isdigit():
            looks += self._name_looks(name)
        return looks

    def name(self, name: str) -> Token:
        return self._make(TokenKind.NAME, name)

    def neighbours(self, name: str) -> tuple[Token, ...]:
        pairs = dict.fromkeys(name[at : at + 2] for at in range(min(len(name), LONGEST_NAME) - 1))
        return tuple(self._make(TokenKind.NEIGHBOURS, pair) for pair in pairs)

    def phone(self, number: str) -> Token | None:
        token = token_of(self._keys, number)
        return phone_token(token) if token else None

    def identity(self, number: str) -> Token:
        return self._make(TokenKind.IDENTITY, plain_number(number))

    def _number_looks(self, typed: str, digits: str) -> Iterable[Look]:
        if len(digits) == 4 and digits.isdigit():
            yield Look(TokenKind.LAST_FOUR, (self._make(TokenKind.LAST_FOUR, digits),))
        phone = self.phone(typed) if digits.isdigit() else None
        if phone is not None:
            yield Look(TokenKind.PHONE, (phone,))
        if len(digits) >= 8:
            yield Look(TokenKind.IDENTITY, (self.identity(digits),))
            yield Look(TokenKind.ACCOUNT, (self._make(TokenKind.ACCOUNT, digits),))

    def _name_looks(self, name: str) -> Iterable[Look]:
        yield Look(TokenKind.NAME, (self.name(name),))
        yield Look(TokenKind.NEIGHBOURS, self.neighbours(name)[:_MOST_NEIGHBOURS], name)
        latin = name.replace("ü", "v").replace("'", "")
        if latin.isascii() and latin.isalpha():
            yield Look(TokenKind.PINYIN, (self._make(TokenKind.PINYIN, latin),))
            yield Look(TokenKind.INITIALS, (self._make(TokenKind.INITIALS, latin),))

    def _of_phone(self, number: str) -> Iterable[Token]:
        token = self.phone(number)
        if token is not None:
            yield token
        digits = phones.normalise(number).lstrip("+")
        if len(digits) >= 4:
            yield self._make(TokenKind.LAST_FOUR, digits[-4:])

    def _make(self, kind: TokenKind, value: str) -> Token:
        made = self._keys.token(f"{self._company_id}:{value}", purpose=f"customer:{kind.name.lower()}")
        return Token(kind, stored(made))


def stored(token: str) -> int:
    """The first 64 bits of a token as databases keep integers: signed."""
    number = int(token[:_BITS], 16)
    return number - 2 * _SIGNED if number >= _SIGNED else number


def phone_token(caller_token: str) -> Token:
    """Of the token that a call carries for its caller."""
    return Token(TokenKind.PHONE, stored(caller_token))


def in_words(kinds: Sequence[TokenKind]) -> list[str]:
    return [kind.name.lower() for kind in dict.fromkeys(kinds)]


def _is_between(sign: str) -> bool:
    return sign in "·•・.。'’-" or sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Mn"}
