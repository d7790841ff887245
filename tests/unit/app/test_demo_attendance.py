"""Simulated agents who missed rings come back to their calls; nobody presses anything for a person's seat."""

from dataclasses import replace

import pytest

from callcenter.app.demo_attendance import absent, bring_back
from callcenter.app.demo_people import people_of
from callcenter.app.platform_process import ApiRefused
from callcenter.app.settings import Settings

pytestmark = pytest.mark.unit

MISSED = (
    "(paused:not_ready_missed_rings was 9 secs ago) (Not in use) has taken 3 calls (last was 60 secs ago)"
)
SHOWN = f"""demo01-consult has 0 calls (max unlimited) in 'leastrecent' strategy
   Members:
      A00001 (PJSIP/seat-1001) (ringinuse disabled) (dynamic) (Not in use) has taken no calls yet
      A00002 (PJSIP/seat-1002) (ringinuse disabled) (dynamic) {MISSED}
      A00003 (PJSIP/seat-1003) (ringinuse disabled) (dynamic) (paused:meal was 9 secs ago) (Not in use)
      A00004 (PJSIP/seat-1004) (ringinuse disabled) (dynamic) {MISSED}
   No Callers
demo01-complaint has 0 calls
   Members:
      A00002 (PJSIP/seat-1002) (ringinuse disabled) (dynamic) {MISSED}
"""


@pytest.fixture
def people(tmp_path):
    numbers = {f"A0000{number}": f"800{number}" for number in range(1, 5)}
    # Four seats: the last two are for whoever tries the demo.
    return replace(people_of(Settings(seats=4, data_dir=tmp_path)), work_numbers=numbers)


class Client:
    def __init__(self, asked, *, refuses):
        self._asked = asked
        self._refuses = refuses

    async def sign_in(self, name, _password):
        if self._refuses:
            raise ApiRefused(zh="平台不在", en="away")
        self._asked.append(name)

    async def post(self, path, _body):
        self._asked.append(path)


def test_one_at_a_simulated_phone_who_missed_rings_is_absent_once(people):
    assert [person.name for person in absent(people, SHOWN)] == ["agent02"]
    assert list(absent(people, "")) == []


@pytest.mark.parametrize("refuses", [False, True])
async def test_they_press_ready_themselves(people, refuses):
    asked: list[str] = []

    async def ask(_question):
        return 0, SHOWN

    await bring_back(people, ask, lambda: Client(asked, refuses=refuses))  # pyright: ignore[reportArgumentType]
    assert asked == ([] if refuses else ["agent02", "/api/agents/me/ready"])
