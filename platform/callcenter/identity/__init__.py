"""Who a person is and what they may do: people, roles, sessions, and
the append-only audit trail with its one writer."""

from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import SYSTEM, Actor, CurrentPerson, scope_of
from callcenter.identity.requests import Signed, current_person, identity_of, require
from callcenter.identity.roles import Role
from callcenter.identity.service import Identity

__all__ = [
    "SYSTEM",
    "Actor",
    "AuditTag",
    "AuditTrail",
    "CurrentPerson",
    "Identity",
    "Role",
    "Signed",
    "current_person",
    "identity_of",
    "require",
    "scope_of",
]
