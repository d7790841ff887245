"""The dashboard's built files: hashed ones for ever, the page itself never from a cache."""

from pathlib import Path, PurePosixPath
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"
_NOT_BUILT: Final = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>照章</title>
<p>管理界面尚未构建。请在项目目录运行 <code>make dashboard</code>,然后刷新本页。</p>
<p lang="en">The dashboard has not been built: run <code>make dashboard</code>, then reload.</p></html>"""
# Addresses of programs; a page in their place would hide a mistyped one.
_NO_PAGES: Final = frozenset({"api", "assets", "metrics", "healthz", "readyz"})


class DashboardFiles(StaticFiles):
    """Any other address is one of the dashboard's own pages: the browser gets index.html and finds it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._index = folder / "index.html"

    async def check_config(self) -> None:
        """A dashboard that is not built yet is no error: `get_response` says so on the page."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        wanted = PurePosixPath(path)
        first = wanted.parts[0] if wanted.parts else ""
        if first in _NO_PAGES - {"assets"}:
            raise HTTPException(404)
        if wanted.suffix:
            response = await super().get_response(path, scope)
            response.headers["Cache-Control"] = _FOR_EVER if first == "assets" else _ASK_AGAIN
            return response
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        if first in _NO_PAGES:
            raise HTTPException(404)
        if not self._index.is_file():
            return HTMLResponse(_NOT_BUILT, status_code=503)
        response = await super().get_response("index.html", scope)
        response.headers["Cache-Control"] = _ASK_AGAIN
        return response
