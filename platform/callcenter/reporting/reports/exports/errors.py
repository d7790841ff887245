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
