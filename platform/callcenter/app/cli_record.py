"""Commands about the record: figures of days, days built again, raw rows taken out. Days are Shanghai's."""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer


def day_typed(text: str) -> datetime:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d")  # noqa: DTZ007 - a day, whose zone is Shanghai's
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} 不是日期,应写作 2026-11-21 · is no day, write it as 2026-11-21"
        ) from None


_DAY = "YYYY-MM-DD"
From = Annotated[
    datetime,
    typer.Option("--from", parser=day_typed, metavar=_DAY, help="起始日 · first day, Asia/Shanghai"),
]
To = Annotated[
    datetime, typer.Option("--to", parser=day_typed, metavar=_DAY, help="结束日(含)· last day, inclusive")
]
Queue = Annotated[str | None, typer.Option(help="技能队列,名称或代码 · queue, its name or code")]
Hotline = Annotated[str | None, typer.Option(help="服务热线 · hotline number")]
Agent = Annotated[str | None, typer.Option(help="坐席工号 · an agent's work number")]


def figures(
    first: From,
    last: To,
    queue: Queue = None,
    hotline: Hotline = None,
    agent: Agent = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出 · as JSON")] = False,
) -> None:
    """已发布的指标,含口径与版本 · published figures of days, with definition and version"""
    from callcenter.app.record_commands import figures_of
    from callcenter.app.settings_loading import load_settings
    from callcenter.kit.clock import SystemClock
    from callcenter.reporting.reports.exports.figure_lines import line_of

    found = asyncio.run(
        figures_of(load_settings(), SystemClock(), first, last, queue=queue, hotline=hotline, agent=agent)
    )
    if as_json:
        typer.echo(json.dumps([figure.model_dump(mode="json") for figure in found], ensure_ascii=False))
        return
    for figure in found:
        typer.echo(line_of(figure))
    if found:
        demo = "  演示数据 · calls of the demo" if found[0].demo else ""
        typer.echo(f"{found[0].scope}  {found[0].completeness.value}{demo}")


def rebuild(
    day: Annotated[
        datetime, typer.Option(parser=day_typed, metavar=_DAY, help="哪一天 · the day, Asia/Shanghai")
    ],
) -> None:
    """由原始流水重建一天的通话与汇总 · a day's calls and roll-ups again from the raw rows"""
    from callcenter.app.record_commands import rebuild_day
    from callcenter.app.settings_loading import load_settings

    rebuilt = asyncio.run(rebuild_day(load_settings(), day))
    typer.echo(f"{rebuilt.calls} 通话 · calls")
    if rebuilt.failed:
        typer.echo(f"{rebuilt.failed} 通未能重建,保持原样 · could not be built again and stand as they were")
        raise typer.Exit(1)


def reconcile(
    first: From,
    last: To,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出 · as JSON")] = False,
) -> None:
    """核对:记录对照文件、队列日志、录音与 AMI 所见 · the record against all that knows of a call"""
    from callcenter.app.record_commands import reconcile_days
    from callcenter.app.settings_loading import load_settings
    from callcenter.telephony.reconcile.schemas import ReconciliationWholeOut

    run = asyncio.run(reconcile_days(load_settings(), first, last))
    assert run is not None
    found = ReconciliationWholeOut.of_run(run, names={}, calls=())
    if as_json:
        typer.echo(found.model_dump_json())
    else:
        compared = "  ".join(f"{what} {count}" for what, count in found.compared.items())
        typer.echo(f"{found.state.value}  {compared}")
        for each in found.counts:
            typer.echo(f"{each.kind.value} ×{each.count} → {each.done.value}")
        if not found.counts:
            typer.echo("无差异 · no differences")
    if found.state.value != "done":
        raise typer.Exit(1)


export = typer.Typer(name="export", no_args_is_help=True, help="导出 · exports")


@export.callback()
def _exports() -> None:
    """导出 · exports"""


@export.command()
def raw(
    first: From,
    last: To,
    out: Annotated[Path, typer.Option(help="目标文件夹 · the folder to write")],
) -> None:
    """导出原始流水,供 tools/recount.py 独立复算 · raw rows for an independent recount"""
    from callcenter.app.record_commands import export_raw
    from callcenter.app.settings_loading import load_settings

    rows = asyncio.run(export_raw(load_settings(), first, last, out))
    typer.echo(f"{rows} 行 · rows → {out}")
