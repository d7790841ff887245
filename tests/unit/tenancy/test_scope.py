"""The scope: what is outside it does not exist."""

import pytest

from callcenter.tenancy import Scope
from callcenter.tenancy.models import ClientCompany

pytestmark = pytest.mark.unit


def test_it_holds_its_companies_only():
    scope = Scope.of("demo01", "acme02")
    assert "demo01" in scope
    assert "other" not in scope


def test_as_a_condition_it_lists_them_in_one_order():
    condition = Scope.of("b2", "a1").holds(ClientCompany.id)
    compiled = str(condition.compile(compile_kwargs={"literal_binds": True}))
    assert compiled == "client_company.id IN ('a1', 'b2')"


@pytest.mark.parametrize("company_id", ["", "x", "UPPER", "a' OR 1=1", "a" * 13])
def test_a_thing_that_is_no_company_id_is_refused(company_id):
    with pytest.raises(ValueError, match="not a company id"):
        Scope.of(company_id)
