"""One line for each fault."""

from __future__ import annotations

from faults.catalogue import FAULTS
from faults.judgement import Judgement

HEAD = (
    "| 故障 fault | 呼叫 placed | 文件 in files | 记录 in record | 重复 twice | 缺 missing | 多 invented "
    "| 未结束 open "
    "| 指标 figures | 完整性 completeness | 缺口 gaps | 追平 caught up | |\n|" + "---|" * 13
)


def line(judgement: Judgement) -> str:
    fault = FAULTS[judgement.fault]
    figures = "=" if not judgement.differing else f"≠ {', '.join(judgement.differing[:4])}"
    gaps = ", ".join(f"{reason} ×{number}" for reason, number in judgement.gaps.items()) or "—"
    return (
        f"| {fault.zh} · {fault.en} | {judgement.placed} | {judgement.in_files} | {judgement.in_record} "
        f"| {judgement.twice} | {judgement.missing} | {judgement.invented} | {judgement.still_open} "
        f"| {judgement.figures} {figures} "
        f"| {judgement.completeness} | {gaps} | {judgement.seconds_behind} s "
        f"| {'✓' if judgement.holds else '✕'} |"
    )
