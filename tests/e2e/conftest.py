"""What the modules of this layer begin with: a house of their own, a browser, a caller."""

from collections.abc import AsyncIterator, Iterator

import playwright.async_api
import playwright.sync_api
import pytest
from browser_sound import CALLER_HERTZ
from demo_process import TOP
from playwright.async_api import Browser
from seat_house import SeatHouse, running_seat_house
from seat_page import chromium
from sip_phone import Phone

from fakes.patience import PATIENCE

# Playwright's own five seconds are less than a browser beside a busy Asterisk may need.
for api in (playwright.async_api, playwright.sync_api):
    api.expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeatHouse]:
    """With the people and settings that the module names in HOUSE."""
    assert (TOP / "dashboard" / "dist" / "index.html").is_file(), "run `make dashboard` first"
    with running_seat_house(tmp_path_factory.mktemp("house"), **request.module.HOUSE) as house:
        yield house


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def caller(house: SeatHouse) -> AsyncIterator[Phone]:
    phone = await Phone.open("127.0.1.1", house.asterisk, hertz=CALLER_HERTZ)
    yield phone
    phone.close()
