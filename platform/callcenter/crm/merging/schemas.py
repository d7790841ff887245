"""Duplicates and merges as the API takes and shows them."""

from callcenter.crm.customers.schemas import CustomerId, CustomerRow
from callcenter.kit.schemas import Sent, Shown


class SharedBy(Shown):
    """Customers who share a number: `by` says of which kind (phone, identity)."""

    by: str
    customers: list[CustomerRow]


class Duplicates(Shown):
    items: list[SharedBy]
    next_cursor: str | None


class MergeAsked(Sent):
    keep: CustomerId
    drop: CustomerId


class MergeShown(Shown):
    id: str
    kept: str
    dropped: str
    at_us: int
    undone_us: int | None


class MergesShown(Shown):
    items: list[MergeShown]
