"""What an import does about customers who are known already."""

from enum import StrEnum


class OnDuplicate(StrEnum):
    """What happens to a row whose telephone or identity number a customer already has."""

    SKIP = "skip"
    UPDATE = "update"
    """What the row holds replaces the customer's; its telephone numbers are added."""
