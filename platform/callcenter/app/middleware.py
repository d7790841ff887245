"""What every request passes before and after its endpoint: limits, origin, headers, access line, timing."""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from callcenter.app.metrics import HttpMetrics
from callcenter.identity.requests import ForeignRequest, refuse_foreign
from callcenter.kit.problems import problem_response, response_of

_log = structlog.get_logger(__name__)

LARGEST_BODY: Final = 1024 * 1024
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})

# {signalling}: a browser phone speaks to Asterisk itself, on another port of its page's host.
# 'unsafe-inline' for styles only: charts write style attributes into their tooltips.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' {signalling}; media-src 'self' blob:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)"),
)


class SecurityHeaders:
    def __init__(self, app: ASGIApp, *, https: bool, signalling: str) -> None:
        self._app = app
        self._https = https
        self._policy = CONTENT_SECURITY_POLICY.format(signalling=signalling)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", self._policy)
                for name, value in _HEADERS:
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
                if self._https:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self._app(scope, receive, send_with_headers)


OnForeign = Callable[[HTTPConnection], Awaitable[None]]


class ApiGuard:
    """Refuses changes that other sites ask for, and bodies that no endpoint could want."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        allowed_origins: frozenset[str],
        on_foreign: OnForeign | None = None,
        larger_bodies: Mapping[str, int] | None = None,
    ) -> None:
        """`larger_bodies`: addresses that take files, and how many bytes."""
        self._app = app
        self._allowed_origins = allowed_origins
        self._on_foreign = on_foreign
        self._larger_bodies = dict(larger_bodies or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._larger_bodies.get(scope["path"], LARGEST_BODY)
        if _announced_length(Headers(scope=scope)) > most:
            shown = most // 2**20
            refusal = problem_response(
                413,
                code="TooLarge",
                zh=f"请求内容超过 {shown} MiB,未保存任何内容。",
                en=f"A request has at most {shown} MiB here; nothing was kept.",
            )
            await refusal(scope, receive, send)
            return
        if scope["path"].startswith("/api/"):
            try:
                refuse_foreign(
                    HTTPConnection(scope),
                    method=scope["method"],
                    allowed_origins=self._allowed_origins,
                )
            except ForeignRequest as error:
                _log.warning("foreign request refused", path=scope["path"])
                if self._on_foreign is not None:
                    await self._on_foreign(HTTPConnection(scope))
                await response_of(error)(scope, receive, send)
                return
        await self._app(scope, _bounded(receive, most), send)


def _announced_length(headers: Headers) -> int:
    announced = headers.get("content-length", "0")
    return int(announced) if announced.isascii() and announced.isdigit() else 0


def _bounded(receive: Receive, most: int) -> Receive:
    received = 0

    async def receive_bounded() -> Message:
        nonlocal received
        message = await receive()
        if message["type"] == "http.request":
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413)
        return message

    return receive_bounded


class AccessLog:
    """One line and one measurement per request: the path without its query, which may hold a number."""

    def __init__(self, app: ASGIApp, *, metrics: HttpMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note_status)
        finally:
            seconds = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", None) or "other"
            self._metrics.answered(scope["method"], route, status, seconds)
            if scope["path"] not in _QUIET:
                _log.info(
                    "request answered",
                    method=scope["method"],
                    path=scope["path"],
                    status=status,
                    milliseconds=round(seconds * 1000, 1),
                )
