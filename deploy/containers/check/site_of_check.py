"""The installation under check: its ports, and its pages as a browser reaches them through the proxy."""

import http.client
import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from progress import Missing

HOST = "127.0.0.1"
READY_WITHIN = 90.0
Found = TypeVar("Found")


@dataclass
class Site:
    """Everything within 1000 ports from the first."""

    first_port: int
    context: ssl.SSLContext = field(init=False, repr=False)

    @property
    def sip_port(self) -> int:
        return self.first_port + 60

    @property
    def https_port(self) -> int:
        return self.first_port + 443

    @property
    def http_port(self) -> int:
        return self.first_port + 81

    @property
    def trunk_port(self) -> int:
        return self.first_port + 90

    @property
    def simulator_ports(self) -> tuple[int, int]:
        return self.first_port + 500, self.first_port + 999

    def settings(self) -> dict[str, str]:
        """For docker-compose.yml. Desk phones over UDP: the simulator's speak no TLS."""
        ports = {
            "WEB_PORT": self.first_port + 80,
            "HTTP_PORT": self.http_port,
            "HTTPS_PORT": self.https_port,
            "AMI_PORT": self.first_port + 38,
            "SIP_PORT": self.sip_port,
            "SIP_TLS_PORT": self.first_port + 61,
            "WS_PORT": self.first_port + 88,
            "WSS_PORT": self.first_port + 89,
            "RTP_FIRST": self.first_port + 100,
            "RTP_LAST": self.first_port + 299,
            "TRUNK_PORT": self.trunk_port,
        }
        words = {"SIP_HOST": HOST, "DESK_TRANSPORT": "udp", "SEATS": "2", "COMPANY_NAME": "容器检查"}
        return {f"CALLCENTER_{name}": str(value) for name, value in {**ports, **words}.items()}

    def wait_until_ready(self) -> str:
        """Trusts only the installation's own authority, fetched as a person would fetch it."""
        began = time.monotonic()
        authority = within(READY_WITHIN, self._authority, "ca.pem")
        self.context = ssl.create_default_context(cadata=authority)
        last = {"said": ""}

        def ready() -> bool:
            status, said = Visit(self).ask("GET", "/readyz")
            last["said"] = json.dumps(said, ensure_ascii=False)
            return status == 200

        within(READY_WITHIN - (time.monotonic() - began), ready, lambda: f"/readyz {last['said']}")
        return f"https://{HOST}:{self.https_port}/readyz"

    def _authority(self) -> str:
        connection = http.client.HTTPConnection(HOST, self.http_port, timeout=5)
        try:
            connection.request("GET", "/ca.pem")
            answer = connection.getresponse()
            return answer.read().decode() if answer.status == 200 else ""
        finally:
            connection.close()


class Visit:
    """One browser's worth of cookies."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._cookie = ""

    def sign_in(self, name: str, password: str) -> None:
        self.must("POST", "/api/session", {"name": name, "password": password})

    def must(self, method: str, path: str, body: dict[str, object] | None = None) -> Any:
        status, said = self.ask(method, path, body)
        if status >= 400:
            raise Missing(f"{method} {path}:{status} {said}", f"{method} {path} was refused: {status}")
        return said

    def ask(self, method: str, path: str, body: dict[str, object] | None = None) -> tuple[int, Any]:
        site = self._site
        connection = http.client.HTTPSConnection(HOST, site.https_port, timeout=20, context=site.context)
        headers = {
            "X-Callcenter": "1",
            "Origin": f"https://{HOST}:{site.https_port}",
            "Cookie": self._cookie,
            "Content-Type": "application/json",
        }
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        cookie = answer.getheader("Set-Cookie")
        if cookie:
            self._cookie = cookie.partition(";")[0]
        try:
            return answer.status, json.loads(text) if text else None
        except ValueError:
            return answer.status, text[:300]


def within(seconds: float, found: Callable[[], Found], what: str | Callable[[], str]) -> Found:
    """Asked once a second until it is there: containers that start have no event to wait for."""
    until = time.monotonic() + seconds
    while True:
        try:
            result = found()
        except (OSError, http.client.HTTPException):
            result = None
        if result:
            return result
        if time.monotonic() > until:
            said = what if isinstance(what, str) else what()
            raise Missing(f"{seconds:.0f} 秒内没有出现:{said}", f"not there within {seconds:.0f} s: {said}")
        time.sleep(1)
