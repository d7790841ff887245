import pytest
from sqlalchemy import inspect

from callcenter.reporting.rollups.models import DayParts, MonthParts, PathDay, PathMonth, QuarterParts
from callcenter.reporting.rollups.parts import PARTS, PATH_PARTS, edge_ms

pytestmark = pytest.mark.unit

CELL = {"client_company_id", "subject", "from_us", "hotline", "queue", "agent"}


def test_every_part_has_its_column() -> None:
    for model in (QuarterParts, DayParts):
        assert {column.name for column in model.__table__.columns} - CELL == set(PARTS)
    assert {column.name for column in MonthParts.__table__.columns} - CELL - {"fold", "slot"} == set(PARTS)
    for model in (PathDay, PathMonth):
        key = [column.name for column in inspect(model).primary_key]
        assert key == ["client_company_id", "from_us", "hotline", "path"]
        assert {column.name for column in model.__table__.columns} - set(key) == set(PATH_PARTS)


@pytest.mark.parametrize(
    ("wait_us", "edge"),
    [
        (0, 100),
        (1, 100),
        (100_000, 100),
        (100_001, 200),
        (15_000_000, 15_000),
        (15_000_001, 15_100),
        (60_000_000, 60_000),
        (60_000_001, 61_000),
        (3_600_000_000, 3_600_000),
    ],
)
def test_a_wait_lies_in_the_bin_below_or_at_its_upper_edge(wait_us: int, edge: int) -> None:
    assert edge_ms(wait_us) == edge
