"""Why an export of a report is refused."""

from callcenter.kit.errors import NotFound
from callcenter.kit.problems import InvalidInput


class NoSuchReportExport(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个导出任务。", en="There is no such export.")


class QueryIncomplete(InvalidInput):
    """A table says what its rows are, a heat map which figure it shows."""

    def __init__(self, field: str) -> None:
        super().__init__(zh=f"查询缺少 {field}。", en=f"The query lacks {field}.")


class PdfTooLong(InvalidInput):
    """Nobody reads so much paper, and all of it would be set in memory."""

    def __init__(self, rows: int, most: int) -> None:
        super().__init__(
            zh=f"PDF 最多 {most} 行,本报表有 {rows} 行。请缩短时段或缩小范围,或导出 XLSX、CSV。",
            en=f"A PDF holds {most} rows, this report has {rows}. Ask for less, or export XLSX or CSV.",
        )
