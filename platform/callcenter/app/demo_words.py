"""What the demo says when everything runs: where to look, as whom, and what there is to see."""

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from callcenter.app.demo_people import PASSWORDS, DemoPeople
from callcenter.app.phone_system import seats_of
from callcenter.app.settings import Settings

TO_SEE = (
    ("坐席工作台", "an agent's day: phone, customer card, notes", "/station", "坐席 an agent"),
    ("坐席监控", "the floor: listen, whisper, barge, take over", "/floor", "班长 the supervisor"),
    ("监控大屏", "the wall: who waits, who talks, today's figures", "/wall", "班长 the supervisor"),
    ("通话记录", "every call, opened as a timeline", "/calls", "班长 the supervisor"),
    ("客户", "customers: search, import, duplicates", "/customers", "班长 the supervisor"),
)


def show_start(
    console: Console, settings: Settings, address: str, people: DemoPeople, asterisk_version: str
) -> None:
    accounts = Table("角色 · role", "账号 · name", "密码 · password", box=None, pad_edge=False)
    for person in people.shown:
        accounts.add_row(person.role_words, person.name, person.password)
    console.print(
        Panel.fit(
            f"照章演示正在运行 · the demo runs: [bold]{address}[/bold]\n"
            f"Asterisk {asterisk_version} · 热线 hotline {', '.join(settings.hotlines)} · "
            f"{settings.seats} 个坐席 seats · 演示数据均有标记 every call is marked as demo"
        )
    )
    console.print(accounts)
    for zh, en, path, who in TO_SEE:
        console.print(f"  {address}{path}  {zh} · {en} ({who})", soft_wrap=True, highlight=False)
    _show_trying(console, settings, people)
    console.print(
        f"  由模拟话机占用的坐席 agents at simulated phones: {people.agents[0].name} … "
        f"{people.agents[people.seated - 1].name} · "
        f"全部密码 all passwords: {settings.secrets_folder / PASSWORDS}",
        highlight=False,
        soft_wrap=True,
    )
    console.print("按 Ctrl-C 结束 · Ctrl-C ends it", highlight=False)


def _show_trying(console: Console, settings: Settings, people: DemoPeople) -> None:
    free = ", ".join(person.name for person in people.free_agents)
    if not free:
        return
    seats = ", ".join(seat.code for seat in seats_of(settings)[people.seated :])
    console.print(
        f"  试一试:以 {free} 登录,选座位 {seats} 与网页话机签入,来电随即振铃(需麦克风)\n"
        f"  try it: sign in as {free}, take seat {seats} with the browser as phone:"
        " callers ring you soon (needs a microphone)",
        highlight=False,
        soft_wrap=True,
    )
