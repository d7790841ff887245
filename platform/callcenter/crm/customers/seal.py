"""Sealing a customer's values: each can be opened only in its own row (ADR 0060)."""

from collections.abc import Mapping
from typing import Any

import orjson

from callcenter.crm.customers.customer import Values
from callcenter.telephony.journal.tokens import Keys


class Seal:
    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def close(self, customer_id: str, field: str, value: Any) -> bytes:
        return self._keys.encrypt(orjson.dumps(value), context=_place(customer_id, field))

    def open(self, customer_id: str, field: str, cipher: bytes) -> Any:
        return orjson.loads(self._keys.decrypt(cipher, context=_place(customer_id, field)))

    def open_all(self, customer_id: str, ciphers: Mapping[str, bytes]) -> Values:
        return {field: self.open(customer_id, field, cipher) for field, cipher in ciphers.items()}


def _place(customer_id: str, field: str) -> bytes:
    return f"customer_value.cipher:{customer_id}:{field}".encode()
