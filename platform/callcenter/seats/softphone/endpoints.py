"""A page's phone: its credential for Asterisk, and its reports while it is open."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request
from pydantic import StringConstraints

from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.addresses import is_loopback
from callcenter.kit.clock import Clock
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.schemas import Sent, Shown
from callcenter.seats.errors import NotSignedInAtASeat
from callcenter.seats.softphone.errors import DeskPhoneInUse, NoPhoneFree, PhoneInCall
from callcenter.seats.softphone.service import Softphones
from callcenter.seats.softphone.softphone import REALM, Microphone, PhoneTrouble, Report
from callcenter.telephony.ami.errors import ActionRefused, AnswerLate, LinkLost

WithPhone = Annotated[CurrentPerson, Depends(require(Role.AGENT, Role.SUPERVISOR))]
Tab = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]


class PhoneWanted(Sent):
    """`tab` names the page: made by it, kept while it is open."""

    tab: Tab


class PhoneIssued(Shown):
    endpoint: str
    sip_uri: str
    password: str
    expires_us: int
    wss_url: str
    realm: str


class PhoneReport(Sent):
    tab: Tab
    registered: bool
    microphone: Microphone
    hidden: bool
    in_call: bool


class PhoneReportAnswer(Shown):
    """`replaced`: another page has taken the phone over. `expires_us` null: ask for a credential."""

    replaced: bool
    expires_us: int | None
    registered: bool
    trouble: PhoneTrouble | None


@dataclass(frozen=True, slots=True)
class SignallingPorts:
    ws: int
    wss: int

    @property
    def sources(self) -> str:
        """As a content security policy names them."""
        return f"ws://127.0.0.1:{self.ws} wss://*:{self.wss}"


def softphone_router(phones: Softphones, clock: Clock, ports: SignallingPorts) -> APIRouter:
    router = APIRouter(prefix="/api/agents/me/phone", tags=["phones"])

    @router.post(
        "",
        responses=responses(
            *(NotSignedIn, ForeignRequest, NotAllowed, NotSignedInAtASeat, DeskPhoneInUse, PhoneInCall),
            *(NoPhoneFree, LinkLost, AnswerLate, ActionRefused),
        ),
    )
    async def issue_phone(  # pyright: ignore[reportUnusedFunction]
        person: WithPhone, request: Request, wanted: PhoneWanted
    ) -> PhoneIssued:
        """A credential of its own for this page: for the agent's seat, or a supervisor's phone.

        The page asks again before `expires_us`; a call that is up does not notice.
        """
        issued = await phones.issue(person, tab=wanted.tab)
        host = page_host(request)
        return PhoneIssued(
            endpoint=issued.endpoint,
            sip_uri=f"sip:{issued.endpoint}@{host}",
            password=issued.password,
            expires_us=issued.expires_us,
            wss_url=signalling_url(host, ports),
            realm=REALM,
        )

    @router.delete(
        "",
        status_code=204,
        responses=responses(NotSignedIn, ForeignRequest, NotAllowed, LinkLost, AnswerLate, ActionRefused),
    )
    async def give_phone_back(person: WithPhone) -> None:  # pyright: ignore[reportUnusedFunction]
        await phones.give_back(person)

    @router.post("/health", responses=responses(NotSignedIn, ForeignRequest, NotAllowed))
    async def report_phone(person: WithPhone, said: PhoneReport) -> PhoneReportAnswer:  # pyright: ignore[reportUnusedFunction]
        """Every 5 s. A page that is silent for 15 s (75 s when it was hidden) makes its seat not ready."""
        report = Report(clock.now_us(), said.registered, said.microphone, said.hidden, said.in_call)
        return PhoneReportAnswer.model_validate(await phones.report(person, tab=said.tab, report=report))

    return router


def page_host(request: Request) -> str:
    """The host in the address bar of the page that asks, which is where its browser finds this machine."""
    origin = urlsplit(request.headers.get("origin", "")).hostname
    return origin or request.url.hostname or "127.0.0.1"


def signalling_url(host: str, ports: SignallingPorts) -> str:
    """A page on this machine needs no certificate; any other gets no microphone without HTTPS anyway."""
    if is_loopback(host):
        return f"ws://127.0.0.1:{ports.ws}/ws"
    shown = f"[{host}]" if ":" in host else host
    return f"wss://{shown}:{ports.wss}/ws"
