"""Two seats of the demo are left to whoever tries it."""

import pytest

from callcenter.app.demo_people import people_of, simulated_seats
from callcenter.app.settings import Settings

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("seats", "simulated"), [(12, 10), (40, 38), (3, 1), (2, 1), (1, 1)])
def test_the_last_seats_are_not_simulated(seats, simulated, tmp_path):
    settings = Settings(seats=seats, data_dir=tmp_path)
    assert simulated_seats(settings) == simulated
    people = people_of(settings)
    assert len(people.free_agents) == seats - simulated
    # A person who tries the demo takes nobody's place.
    assert not {person.name for person in people.agents[:simulated]} & {
        person.name for person in people.shown
    }
