"""The platform as a program of its own beside the demo, so that it can be stopped while calls go on."""

import asyncio
import http.client
import json
import ssl
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from callcenter.kit import child_processes
from callcenter.kit.errors import CallcenterError, Unavailable
from callcenter.routing.settings_model import Certificate

READY_WITHIN = 120.0
STOPS_WITHIN = 15.0


class PlatformFailed(Unavailable):
    """The platform was started and did not become ready."""


class ApiRefused(CallcenterError):
    """The platform answered a request of the demo with a refusal."""


class ApiClient:
    """The platform's HTTP interface as one signed-in person uses it."""

    def __init__(self, host: str, port: int, *, certificate: Certificate | None = None) -> None:
        self._host = host
        self._port = port
        self._trust = None if certificate is None else _trust_in(certificate.certificate)
        self._cookie = ""

    @property
    def address(self) -> str:
        return f"{'http' if self._trust is None else 'https'}://{self._host}:{self._port}"

    def _connection(self, seconds: float) -> http.client.HTTPConnection:
        if self._trust is None:
            return http.client.HTTPConnection(self._host, self._port, timeout=seconds)
        return http.client.HTTPSConnection(self._host, self._port, timeout=seconds, context=self._trust)

    async def get(self, path: str) -> Any:
        return await asyncio.to_thread(self._ask, "GET", path, None)

    async def post(self, path: str, body: Mapping[str, object]) -> Any:
        return await asyncio.to_thread(self._ask, "POST", path, body)

    async def sign_in(self, name: str, password: str) -> None:
        await self.post("/api/session", {"name": name, "password": password})

    async def status(self, path: str) -> int:
        """0 when nobody listens."""
        status, _ = await self.look(path)
        return status

    async def look(self, path: str) -> tuple[int, str]:
        """Status and text of what needs no sign-in; 0 when nobody listens."""
        try:
            return await asyncio.to_thread(self._look, path)
        except OSError as error:
            return 0, str(error)

    def _look(self, path: str) -> tuple[int, str]:
        connection = self._connection(5)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def _ask(self, method: str, path: str, body: Mapping[str, object] | None) -> Any:
        connection = self._connection(30)
        headers = {"X-Callcenter": "1", "Origin": self.address, "Cookie": self._cookie}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookie = value.partition(";")[0]
        if answer.status >= 400:
            said = f"{method} {path}: {answer.status} {text[:300]}"
            raise ApiRefused(zh=f"平台拒绝:{said}", en=f"the platform refused: {said}")
        return json.loads(text) if text else None


def _trust_in(certificate: Path) -> ssl.SSLContext:
    """In this very certificate, by whatever name or address the platform is reached."""
    trust = ssl.create_default_context(cafile=certificate)
    trust.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    trust.check_hostname = False
    return trust


class PlatformProcess:
    """`callcenter serve` with this process's environment, started and stopped as often as wanted."""

    def __init__(
        self,
        host: str,
        port: int,
        log: Path,
        *,
        certificate: Certificate | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._client = ApiClient(host, port, certificate=certificate)
        self._log = log
        self._environment = environment
        self._process: Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self.lost = asyncio.Event()
        """It ended without being told to."""

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    async def start(self) -> None:
        """Returns when the platform says that it is ready: link up, journal current."""
        with self._log.open("ab") as log:
            self._process = await child_processes.start(
                [sys.executable, "-m", "callcenter.app.cli", "serve"],
                environment=self._environment,
                output=log.fileno(),
            )
        self.lost.clear()
        self._watching = asyncio.create_task(self._watch(self._process))
        said = ""
        try:
            async with asyncio.timeout(READY_WITHIN):
                while True:
                    status, said = await self._client.look("/readyz")
                    if status == 200:
                        return
                    if self._process.returncode is not None:
                        raise TimeoutError
                    await asyncio.sleep(0.1)
        except TimeoutError:
            status = self._process.returncode
            await self.stop()
            raise PlatformFailed(
                zh=f"平台未能就绪(状态 {status},/readyz 答 {said[:500]}),日志在 {self._log}",
                en=f"the platform did not become ready (status {status}, /readyz says {said[:500]}), "
                f"its log is {self._log}",
            ) from None

    async def stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None
        if self._process is not None:
            await child_processes.end(self._process, within=STOPS_WITHIN)
            self._process = None

    def failure(self) -> PlatformFailed:
        """In words for whoever finds it gone."""
        status = None if self._process is None else self._process.returncode
        return PlatformFailed(
            zh=f"平台已意外结束(状态 {status}),来电照常但记录无法核对。原因见日志 {self._log};"
            "再次启动后由文件补录。",
            en=f"the platform has ended by itself (status {status}): calls go on, but the record cannot be "
            f"compared. Its log {self._log} says why; started again it catches up from the files.",
        )

    async def _watch(self, process: Process) -> None:
        await process.wait()
        self.lost.set()

    async def ended(self) -> int:
        assert self._process is not None
        return await self._process.wait()
