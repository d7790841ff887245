"""Personal-data requests over HTTP: for supervisors and the security administrator."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Response

from callcenter.crm.customers.customer import CustomerNotActive, NoSuchCustomer
from callcenter.crm.customers.finding import FREEZERS
from callcenter.crm.personal_data.schemas import (
    ExportAsked,
    ExportFormat,
    FreezeAsked,
    FreezeShown,
    PersonFound,
    PersonSought,
    UnfreezeAsked,
)
from callcenter.crm.personal_data.service import NotFrozen, PersonalData
from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Writing

Answering = Annotated[CurrentPerson, Depends(require(*sorted(FREEZERS)))]
_MEDIA: Final = {ExportFormat.JSON: "application/json", ExportFormat.ZIP: "application/zip"}
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The file", "content": {media: {} for media in _MEDIA.values()}}
}


def personal_data_router(personal_data: PersonalData) -> APIRouter:
    router = APIRouter(prefix="/api/personal-data", tags=["personal data"])

    @router.post("/find", responses=responses(NotSignedIn, ForeignRequest, NotAllowed, NoSuchCustomer))
    async def find_person(  # pyright: ignore[reportUnusedFunction]
        person: Answering, sought: PersonSought
    ) -> PersonFound:
        """Everything kept about one person, frozen or not, found by a whole number or a customer's id."""
        return await personal_data.find(person, sought)

    @router.post(
        "/export",
        response_class=Response,
        responses={**_FILE, **responses(NotSignedIn, ForeignRequest, NotAllowed, NoSuchCustomer)},
    )
    async def export_person(  # pyright: ignore[reportUnusedFunction]
        person: Answering, asked: ExportAsked
    ) -> Response:
        """Made in memory and kept nowhere. Masked unless the whole is asked for."""
        return Response(
            await personal_data.export(person, asked),
            media_type=_MEDIA[asked.format],
            headers={"Content-Disposition": f'attachment; filename="personal-data.{asked.format.value}"'},
        )

    @router.post(
        "/freeze",
        responses=responses(NotSignedIn, ForeignRequest, NotAllowed, NoSuchCustomer, CustomerNotActive),
    )
    async def freeze_customer(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: Answering, asked: FreezeAsked
    ) -> FreezeShown:
        return await personal_data.freeze(session, person, asked)

    @router.post(
        "/unfreeze",
        responses=responses(
            *(NotSignedIn, ForeignRequest, NotAllowed, NoSuchCustomer, CustomerNotActive, NotFrozen)
        ),
    )
    async def unfreeze_customer(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: Answering, asked: UnfreezeAsked
    ) -> FreezeShown:
        return await personal_data.unfreeze(session, person, asked)

    return router
