"""Who may say what was done about a caller."""

from typing import Annotated

from fastapi import Depends

from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import require
from callcenter.identity.roles import Role

ASupervisor = Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR))]
