"""How an uploaded table is shown before it is read: its columns, what they are taken for, masked samples."""

from callcenter.crm.customers.fields import Catalogue
from callcenter.crm.customers.masking import MASK, mask_text, mask_value
from callcenter.crm.transfer.models import CustomerImport
from callcenter.crm.transfer.schemas import ColumnShown
from callcenter.files.formulas import neutralised


def columns_of(
    job: CustomerImport, rows: list[list[str]], titles: dict[int, str], catalogue: Catalogue
) -> list[ColumnShown]:
    samples = rows[1:] if job.has_header else rows
    width = max((len(row) for row in rows), default=0)
    return [
        ColumnShown(
            column=column,
            title=titles.get(column) or letter(column),
            field=job.mapping.get(str(column)),
            samples=[
                _masked(catalogue, job.mapping.get(str(column)), row[column]) if column < len(row) else ""
                for row in samples
            ],
        )
        for column in range(width)
    ]


def _masked(catalogue: Catalogue, code: str | None, cell: str) -> str:
    field = catalogue.get(code) if code else None
    if field is not None:
        return mask_value(field, cell, names=True)
    shown = mask_text(cell)
    return shown if len(shown) <= 2 or MASK in shown else shown[:2] + MASK


def titles_of(job: CustomerImport, rows: list[list[str]]) -> dict[int, str]:
    if not job.has_header or not rows:
        return {}
    return {column: mask_text(title)[:40] for column, title in enumerate(rows[0]) if title}


def letter(column: int) -> str:
    """`A`, `B`, … `AA`, as spreadsheet programs name columns."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def quoted(text: str) -> str:
    return '"' + neutralised(text).replace('"', '""') + '"'
