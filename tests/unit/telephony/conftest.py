from collections.abc import AsyncIterator

import pytest

from callcenter.telephony.ami.facts import LinkState, LinkUp
from callcenter.telephony.ami.link import AmiLink
from fakes.ami_bench import new_link
from fakes.fake_ami import FakeAmi


@pytest.fixture
async def server() -> AsyncIterator[FakeAmi]:
    async with FakeAmi() as fake:
        yield fake


@pytest.fixture
async def link(server: FakeAmi) -> AsyncIterator[AmiLink]:
    """Live, its LinkUp already taken."""
    link = new_link(server)
    link.start()
    await link.until(LinkState.LIVE)
    assert isinstance(await link.take(), LinkUp)
    yield link
    await link.close()
