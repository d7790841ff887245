"""From the settings to a running Asterisk: its house, its passwords, its files, its start and its end."""

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from callcenter.app.asterisk_process import AsteriskProgram, RunningAsterisk, find_asterisk
from callcenter.app.certificate import ensure_certificate
from callcenter.app.credentials import CredentialFile
from callcenter.app.ports import Port
from callcenter.app.settings import PREFIX, Settings
from callcenter.kit.clock import to_datetime
from callcenter.routing.prompts import load_prompts
from callcenter.routing.rendering.configuration import Secrets, render, write
from callcenter.routing.settings_model import (
    Certificate,
    DeskTransport,
    Folders,
    Hotline,
    House,
    Network,
    Phone,
    Seat,
    Timings,
    Trunk,
    standard_menu,
    standard_queues,
)
from callcenter.routing.voice_synthesis import synthesise

FIRST_SEAT = 1001
AMI_USERS = ("ami_events", "ami_actions", "ami_config")


def folders_of(settings: Settings, program: AsteriskProgram) -> Folders:
    return Folders(base=settings.asterisk_folder, modules=program.modules_dir)


def seats_of(settings: Settings) -> tuple[Seat, ...]:
    return tuple(
        Seat(company=settings.company_id, code=str(FIRST_SEAT + number)) for number in range(settings.seats)
    )


def supervisors_of(settings: Settings) -> tuple[Seat, ...]:
    return tuple(
        Seat(company=settings.company_id, code=f"S{number:02d}")
        for number in range(1, settings.supervisor_phones + 1)
    )


def house_of(settings: Settings, folders: Folders, certificate: Certificate | None) -> House:
    """Pure: the same settings, the same house."""
    return House(
        installation=settings.systemname,
        company=settings.company_id,
        folders=folders,
        hotlines=tuple(Hotline(company=settings.company_id, number=did) for did in settings.hotlines),
        menus=(standard_menu(),),
        queues=standard_queues(settings.company_id, timeout_seconds=settings.queue_timeout_seconds),
        seats=seats_of(settings),
        supervisors=supervisors_of(settings),
        trunks=(
            Trunk(role="main", host=settings.trunk_main_host, port=settings.trunk_port),
            Trunk(role="backup", host=settings.trunk_backup_host, port=settings.trunk_port),
        ),
        network=Network(
            sip_host=settings.sip_host,
            sip_port=settings.sip_port,
            sip_tls_port=settings.sip_tls_port,
            ami_host=settings.ami_host,
            ami_port=settings.ami_port,
            ws_port=settings.ws_port,
            wss_port=settings.wss_port,
            rtp_first=settings.rtp_first,
            rtp_last=settings.rtp_last,
            certificate=certificate,
        ),
        timings=Timings(
            ring_seconds=settings.ring_seconds,
            wrap_up_limit_seconds=settings.wrap_up_limit_seconds,
            wrap_up_extend_seconds=settings.wrap_up_extend_seconds,
            wrap_up_extensions=settings.wrap_up_extensions,
        ),
        demo=settings.demo,
        desk_transport=DeskTransport(settings.desk_transport),
        opus=settings.opus,
    )


def secrets_of(settings: Settings) -> Secrets:
    """The AMI users' and the desk phones' passwords; browser phones get theirs at each sign-in."""
    desks = [seat.endpoint(Phone.DESK) for seat in (*seats_of(settings), *supervisors_of(settings))]
    made = CredentialFile(settings.secrets_folder / "asterisk.json").passwords([*AMI_USERS, *desks])
    return Secrets(
        ami_events=made["ami_events"],
        ami_actions=made["ami_actions"],
        ami_config=made["ami_config"],
        seats={name: made[name] for name in desks},
    )


def ports_of(settings: Settings) -> list[Port]:
    """Every port that Asterisk and the platform listen on, with the setting that moves it."""

    def port(setting: str, host: str, number: int, *, udp: bool = False) -> Port:
        return Port(PREFIX + setting, host, number, udp)

    return [
        port("WEB_PORT", settings.web_host, settings.web_port),
        port("AMI_PORT", settings.ami_host, settings.ami_port),
        port("SIP_PORT", settings.sip_host, settings.sip_port, udp=True),
        port("SIP_TLS_PORT", settings.sip_host, settings.sip_tls_port),
        port("WS_PORT", "127.0.0.1", settings.ws_port),
        port("WSS_PORT", settings.sip_host, settings.wss_port),
    ]


def desk_accounts(settings: Settings) -> list[tuple[str, str, str]]:
    """Seat, SIP user and password of every desk phone, as the demo's phones register."""
    passwords = secrets_of(settings).seats
    return [
        (seat.code, seat.endpoint(Phone.DESK), passwords[seat.endpoint(Phone.DESK)])
        for seat in seats_of(settings)
    ]


def certificate_names(settings: Settings) -> list[str]:
    """What phones and browsers call this machine; an address that means all of them is no name."""
    hosts = [
        settings.web_host,
        settings.sip_host,
        *settings.certificate_names,
        *(urlsplit(origin).hostname for origin in settings.origins),
    ]
    return [host for host in hosts if host and host not in {"0.0.0.0", "::"}]  # noqa: S104 - not bound here, left out


def certificate_of(settings: Settings, at_us: int) -> Certificate:
    """The one certificate of pages, WSS and SIP over TLS: the one that was given, or one of our own."""
    if settings.tls_certificate is not None and settings.tls_key is not None:
        return Certificate(certificate=settings.tls_certificate, key=settings.tls_key)
    certificate, key = ensure_certificate(
        settings.certificate_folder,
        certificate_names(settings),
        to_datetime(at_us),
        authority_folder=settings.secrets_folder,
    )
    return Certificate(certificate=certificate, key=key)


def authority_of(settings: Settings) -> Path | None:
    """What browsers and phones have to trust; None when the certificate comes from a real authority."""
    if settings.tls_certificate is not None:
        return None
    return settings.certificate_folder / "ca.pem"


def provision(
    settings: Settings, program: AsteriskProgram, at_us: int, *, work_numbers: Mapping[str, str] | None = None
) -> House:
    """Folders, certificate, prompts and configuration, each made only when it is missing or stale.

    `work_numbers`: agent id → work number, for the sentence that names who answers.
    """
    os.umask(0o077)
    folders = folders_of(settings, program)
    for folder in folders.all():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _link(folders.data / "documentation", program.data_dir / "documentation")
    certificate = certificate_of(settings, at_us)
    prompts = load_prompts(company_name=settings.company_name, licence_number=settings.licence_number)
    synthesise(prompts, folders, agents=work_numbers, own=settings.data_dir / "prompts")
    house = house_of(settings, folders, certificate)
    write(render(house, secrets_of(settings)), folders.etc)
    return house


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    link.unlink(missing_ok=True)
    link.symlink_to(target)


@contextlib.asynccontextmanager
async def phone_system(
    settings: Settings,
    at_us: int,
    *,
    work_numbers: Mapping[str, str] | None = None,
    before_start: Callable[[House], Awaitable[None]] | None = None,
) -> AsyncGenerator[tuple[RunningAsterisk, House]]:
    """A running Asterisk on the settings' configuration; ended when the block is left."""
    program = find_asterisk(settings.resolved_asterisk_root)
    house = await asyncio.to_thread(provision, settings, program, at_us, work_numbers=work_numbers)
    if before_start is not None:
        await before_start(house)
    console = house.folders.log / "console"
    running = await RunningAsterisk.start(program, house.folders.etc / "asterisk.conf", output=console)
    try:
        yield running, house
    finally:
        await running.stop()
