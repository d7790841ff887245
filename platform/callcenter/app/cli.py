"""The `callcenter` command. Each command loads only what it needs; a refusal is never a traceback."""

import asyncio
import os
import sys
from typing import Annotated

import typer

from callcenter import __version__
from callcenter.app import cli_record
from callcenter.identity.roles import Role
from callcenter.kit import logs
from callcenter.kit.errors import CallcenterError

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"callcenter {__version__}")
        raise typer.Exit


@app.callback()
def callcenter(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="版本 · version"),
    ] = False,
) -> None:
    """照章 Zhaozhang · 自建呼叫中心 · a self-hosted call centre"""


@app.command()
def prepare(
    asterisk_elsewhere: Annotated[
        bool,
        typer.Option("--asterisk-elsewhere", help="Asterisk 在另一容器中 · Asterisk runs in a container"),
    ] = False,
) -> None:
    """准备语音、密钥、证书与配置 · prompts, secrets, certificate and Asterisk's configuration"""
    from callcenter.app import asterisk_process
    from callcenter.app.phone_system import provision
    from callcenter.app.ports import AlreadyRunning, only_one
    from callcenter.app.running import address_of
    from callcenter.app.settings_loading import load_settings
    from callcenter.kit.clock import SystemClock

    settings = load_settings()
    program = (
        asterisk_process.asterisk_elsewhere()
        if asterisk_elsewhere
        else asterisk_process.find_asterisk(settings.resolved_asterisk_root)
    )
    try:
        with only_one(settings.data_dir, address_of(settings)):
            house = provision(settings, program, SystemClock().now_us())
    except AlreadyRunning:
        # Its Asterisk reads these files at its next reload: they stay as it started with them.
        typer.echo("正在运行,未作改动 · running, left as it is")
    else:
        typer.echo(f"{len(house.seats)} seats, {house.folders.base}")


@app.command("add-person")
def add_person(
    name: Annotated[str, typer.Argument(help="登录名 · the name to sign in with")],
    role: Annotated[Role, typer.Argument(help="角色 · role")],
    display_name: Annotated[str, typer.Option(help="姓名 · the name to show")] = "",
    work_number: Annotated[str, typer.Option(help="坐席工号 · an agent's work number")] = "",
) -> None:
    """添加人员,生成并显示其密码(只显示一次)· add a person; the password is made and shown once"""
    from callcenter.app.people import add_person_with_password
    from callcenter.app.settings_loading import load_settings
    from callcenter.kit.clock import SystemClock

    adding = add_person_with_password(
        load_settings(),
        SystemClock(),
        name=name,
        role=role,
        display_name=display_name or name,
        work_number=work_number,
    )
    typer.echo(asyncio.run(adding))


@app.command()
def serve() -> None:
    """只启动平台(Asterisk 另行运行)· the platform only"""
    from callcenter.app.running import serve_platform
    from callcenter.app.settings_loading import load_settings

    serve_platform(load_settings())


@app.command()
def asterisk() -> None:
    """在前台运行 Asterisk · render the configuration and run Asterisk in the foreground"""
    from callcenter.app.running import run_asterisk
    from callcenter.app.settings_loading import load_settings

    raise typer.Exit(asyncio.run(run_asterisk(load_settings())))


@app.command()
def up() -> None:
    """启动 Asterisk 与平台 · Asterisk and the platform"""
    from callcenter.app.running import run_both
    from callcenter.app.settings_loading import load_settings

    raise typer.Exit(asyncio.run(run_both(load_settings())))


@app.command()
def demo(
    seconds: Annotated[float, typer.Option(min=0, help="运行多少秒,0 为直到 Ctrl-C · 0 = until Ctrl-C")] = 0,
    platform_outage: Annotated[
        str, typer.Option(help="平台停机时段,如 60-120 秒 · seconds during which the platform is away")
    ] = "",
) -> None:
    """演示:真实来电、真实坐席 · real callers, real seats, an honest count at the end"""
    from rich.console import Console

    from callcenter.app.demo import Demo, DemoWishes
    from callcenter.app.settings_loading import load_settings
    from callcenter.kit.clock import SystemClock

    outage = None
    if platform_outage:
        first, _, last = platform_outage.partition("-")
        try:
            outage = (float(first), float(last))
        except ValueError:
            outage = (0, 0)
        if not 0 <= outage[0] < outage[1]:
            raise typer.BadParameter(
                "应写作 60-120(从第几秒到第几秒)· write 60-120: from and to, in seconds",
                param_hint="--platform-outage / PLATFORM_OUTAGE",
            )
    # Also for the platform, which is a program of its own and reads the same environment.
    os.environ["CALLCENTER_DEMO"] = "true"
    os.environ["CALLCENTER_DESK_TRANSPORT"] = "udp"
    os.environ.setdefault("CALLCENTER_WRAP_UP_LIMIT_SECONDS", "10")
    demo = Demo(load_settings(), DemoWishes(seconds, outage), SystemClock(), Console())
    try:
        status = asyncio.run(demo.run())
    except asyncio.CancelledError:
        status = 130  # the second Ctrl-C
    raise typer.Exit(status)


@app.command()
def openapi() -> None:
    """接口描述(OpenAPI)· the API's description, as tests/contracts keeps it"""
    from callcenter.app.web import openapi_json

    sys.stdout.write(openapi_json())


app.command("figures")(cli_record.figures)
app.command("rebuild")(cli_record.rebuild)
app.command("reconcile")(cli_record.reconcile)
app.add_typer(cli_record.export)


def main() -> None:
    """Entry of the command: what a rule refuses is said in Chinese and English, without a traceback."""
    # Database, logs, recordings and secrets are for the user we run as.
    os.umask(0o077)
    # The person at the terminal reads words; `serve` sets the level that the settings say.
    logs.configure("WARNING")
    try:
        app()
    except CallcenterError as refusal:
        sys.stderr.write(f"{refusal.zh}\n{refusal.en}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
