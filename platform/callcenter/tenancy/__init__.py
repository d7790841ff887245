"""Client companies (委托单位) and the one scope that every query passes."""

from callcenter.tenancy.scope import COMPANY_ID, Scope

__all__ = ["COMPANY_ID", "Scope"]
