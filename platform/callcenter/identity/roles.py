"""Roles. The administrator is three people: system, security and audit (三员分立)."""

from enum import StrEnum


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


def administrators() -> frozenset[Role]:
    return frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def watchers() -> frozenset[Role]:
    """Who may see the floor, the record and its figures."""
    return frozenset({Role.SUPERVISOR, Role.INSPECTOR, Role.SYSTEM_ADMIN})


def may_be_held_together(roles: frozenset[Role]) -> bool:
    """No two of the three administrators in one person, and no administrator who also takes calls."""
    held = roles & administrators()
    return len(held) <= 1 and not (held and Role.AGENT in roles)
