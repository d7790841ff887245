"""What the demo says when everything runs: where to look, as whom, and what there is to see."""

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from callcenter.app.demo_people import PASSWORDS, DemoPeople
from callcenter.app.settings import Settings

TO_SEE = (
    ("监控大屏", "the wall: who waits, who talks, today's figures", "/wall"),
    ("通话记录", "every call, opened as a timeline", "/calls"),
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
    for zh, en, path in TO_SEE:
        console.print(f"  {address}{path}  {zh} · {en}", soft_wrap=True)
    console.print(
        f"  坐席账号 agents: {people.agents[0].name} … {people.agents[-1].name} · "
        f"密码 passwords: {settings.secrets_folder / PASSWORDS}",
        highlight=False,
        soft_wrap=True,
    )
    console.print("按 Ctrl-C 结束 · Ctrl-C ends it", highlight=False)
