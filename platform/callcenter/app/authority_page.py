"""How a browser comes to trust an installation that is its own certificate authority.

Without that trust it gives a page no microphone, and a WSS connection fails without a word.
"""

from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from callcenter.app.phone_system import authority_of
from callcenter.app.wiring import Platform
from callcenter.kit.errors import NotFound
from callcenter.kit.problems import responses

router = APIRouter()

MEDIA_TYPE: Final = "application/x-x509-ca-cert"
ADDRESS: Final = "/api/ca.crt"
_PAGE: Final = Path(__file__).with_name("authority_page.html")


class NoAuthorityOfItsOwn(NotFound):
    def __init__(self) -> None:
        super().__init__(
            zh="本系统使用由其他机构签发的证书,无需安装根证书。",
            en="The certificate of this installation is from another authority; there is nothing to install.",
        )


@router.get(
    ADDRESS,
    tags=["installation"],
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}}, **responses(NoAuthorityOfItsOwn)},
)
async def authority_certificate(request: Request) -> Response:
    """The installation's own authority, for browsers and desk phones to trust. Nothing secret."""
    file = _file_of(request)
    if file is None:
        raise NoAuthorityOfItsOwn
    headers = {"Content-Disposition": 'attachment; filename="callcenter-ca.crt"'}
    return Response(file.read_bytes(), media_type=MEDIA_TYPE, headers=headers)


@router.get("/ca", include_in_schema=False)
async def authority_page(request: Request) -> HTMLResponse:
    file = _file_of(request)
    if file is None:
        raise NoAuthorityOfItsOwn
    return HTMLResponse(_PAGE.read_text("utf-8").replace("{fingerprint}", fingerprint(file)))


def fingerprint(file: Path) -> str:
    """As browsers show it, to compare with what the administrator says."""
    digest = x509.load_pem_x509_certificate(file.read_bytes()).fingerprint(hashes.SHA256()).hex().upper()
    return ":".join(digest[place : place + 2] for place in range(0, len(digest), 2))


def _file_of(request: Request) -> Path | None:
    platform = request.app.state.platform
    assert isinstance(platform, Platform)
    file = authority_of(platform.settings)
    return file if file is not None and file.is_file() else None
