"""Why an import or an export is refused."""

from callcenter.kit.errors import NotFound, Refused
from callcenter.kit.problems import InvalidInput


class NoSuchImport(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个导入任务。", en="There is no such import.")


class ImportBusy(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="该导入正在排队、运行或已经完成,不能再次操作。请等待或重新上传文件。",
            en="This import is queued, running or finished. Wait, or upload the file anew.",
        )


class MappingUnclear(InvalidInput):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh=zh, en=en)


class NoSuchExport(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个导出任务。", en="There is no such export.")


class ReasonMissing(InvalidInput):
    def __init__(self) -> None:
        super().__init__(
            zh="导出完整号码须填写理由,并记入审计。", en="Whole numbers are exported with a reason only."
        )
