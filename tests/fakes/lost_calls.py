"""Calls that nobody answered, put into the record as if they had been made."""

from fakes.customer_desk import ARRIVED, SECOND, a_call
from fakes.platform_app import RunningApp

CONSULT = "demo01-consult"
PERIOD = {"from_us": ARRIVED - 3600 * SECOND, "to_us": ARRIVED + 24 * 3600 * SECOND}


async def a_lost_call(
    running: RunningApp, call_id: str, number: str, *, after_s: int = 0, wait_s: int = 12, **given
) -> str:
    """The caller asked for a person 4 s after the arrival and gave up in the queue; the caller's token."""
    arrived_us = ARRIVED + after_s * SECOND
    requested_us = arrived_us + 4 * SECOND
    values = {
        "outcome": "abandoned",
        "answered_us": None,
        "talk_us": None,
        "rings": 0,
        "queue": CONSULT,
        "human_requested_us": requested_us,
        "queued_us": requested_us,
        "ended_us": requested_us + wait_s * SECOND,
        "wait_us": wait_s * SECOND,
    }
    return await a_call(running, call_id, number, arrived_us=arrived_us, **(values | given))
