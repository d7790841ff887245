"""The list of lost calls as a file for a spreadsheet program: what the filters show, numbers masked."""

from collections.abc import Mapping
from typing import Final

from callcenter.crm.history.time_line import OUTCOME_WORDS
from callcenter.crm.lost_calls.lost_call import GaveUpAt, LostState
from callcenter.crm.lost_calls.lost_lines import LostFilter
from callcenter.crm.lost_calls.schemas import LostCaller, LostExportAsked
from callcenter.crm.lost_calls.service import LostCalls
from callcenter.crm.transfer.table_writer import CsvWriter
from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import CurrentPerson
from callcenter.kit.clock import SECOND, SHANGHAI, to_datetime
from callcenter.kit.db import WriteSession
from callcenter.kit.errors import Refused

MOST_LINES: Final = 5000
_DEMO_ROW: Final = "演示数据,不得作为凭据 · DEMO DATA, not evidence"
_HEADINGS: Final = (
    *(
        "主叫(脱敏)",
        "客户",
        "VIP",
        "次数",
        "首次来电",
        "最近来电",
        "技能队列",
        "放弃位置",
        "结果",
        "等待秒数",
    ),
    *("留言", "之后的联络", "之后是否接通", "接听坐席", "状态", "处理人", "处理时间", "处理备注"),
)
_STATES: Final = {
    LostState.OPEN: "未处理",
    LostState.CALLED_AGAIN: "已再来电",
    LostState.HANDLED: "已处理",
}
_GAVE_UP: Final = {GaveUpAt.IVR: "语音导航", GaveUpAt.QUEUE: "排队中", GaveUpAt.RINGING: "振铃中"}


class ExportTag(AuditTag):
    EXPORTED = "calls:lost_calls:exported"


class TooManyLines(Refused):
    """Half a list would pass for the whole."""

    def __init__(self) -> None:
        super().__init__(
            zh=f"超过 {MOST_LINES} 位来电者,未生成文件。请缩短日期范围或加上筛选。",
            en=f"There are more than {MOST_LINES} callers and no file was made; choose a shorter period.",
        )


class LostCallExport:
    def __init__(
        self, lost_calls: LostCalls, audit: AuditTrail, queue_names: Mapping[str, str], *, demo: bool
    ) -> None:
        self._lost_calls = lost_calls
        self._audit = audit
        self._queue_names = queue_names
        self._demo = demo

    async def file(self, session: WriteSession, person: CurrentPerson, asked: LostExportAsked) -> bytes:
        """Raises TooManyLines."""
        chosen = LostFilter(asked.from_us, asked.to_us, asked.queue, asked.state)
        # All at once: over years each further page would cost as much, and this holds up who writes.
        page = await self._lost_calls.page(session, person, chosen, cursor=None, limit=MOST_LINES)
        if page.next_cursor is not None:
            raise TooManyLines
        writer = CsvWriter()
        if self._demo:
            writer.row([_DEMO_ROW])
        writer.row(_HEADINGS)
        for line in page.items:
            writer.row(self._cells(line))
        detail = {"lines": len(page.items)}
        await self._audit.record(session, ExportTag.EXPORTED, by=person.actor, detail=detail)
        return writer.close().getvalue()

    def _cells(self, line: LostCaller) -> list[str]:
        customer, later, handling = line.customer, line.later, line.handling
        return [
            line.caller_masked or "号码不可用",
            customer.name if customer else "",
            str(customer.vip) if customer and customer.vip else "",
            str(line.tries),
            _at(line.first_us),
            _at(line.last_us),
            self._queue_names.get(line.queue or "", line.queue or ""),
            _GAVE_UP[line.gave_up_at],
            OUTCOME_WORDS[line.outcome][0],
            "" if line.wait_us is None else f"{line.wait_us // (SECOND // 10) / 10:.1f}",
            "有" if line.voice_message else "",
            _at(later.at_us) if later else "",
            ("是" if later.answered else "否") if later else "",
            (later.agent_name or later.agent or "") if later else "",
            _STATES[line.state],
            handling.by.name if handling else "",
            _at(handling.at_us) if handling else "",
            handling.note if handling else "",
        ]


def _at(at_us: int) -> str:
    return to_datetime(at_us).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
