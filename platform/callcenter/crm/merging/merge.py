"""Two customers that are one: what the kept one gains, and what it gives back. Pure."""

from typing import cast

from callcenter.crm.customers.customer import Values


def gained(kept: Values, dropped: Values) -> Values:
    """What the kept customer lacks and the other has. Where both speak, the kept one's word stands."""
    gain: Values = {}
    for code, value in dropped.items():
        if isinstance(value, list):
            new = [each for each in cast("list[str]", value) if each not in kept.get(code, ())]
            if new:
                gain[code] = new
        elif code not in kept:
            gain[code] = value
    return gain


def with_gain(kept: Values, gain: Values) -> Values:
    return kept | {
        code: [*kept.get(code, ()), *value] if isinstance(value, list) else value
        for code, value in gain.items()
    }


def without_gain(kept: Values, gain: Values) -> Values:
    """What was changed since the merge stays as it was changed."""
    after: Values = dict(kept)
    for code, value in gain.items():
        if isinstance(value, list):
            after[code] = [each for each in after.get(code, ()) if each not in value]
        elif after.get(code) == value:
            after[code] = None
    return {code: value for code, value in after.items() if value}
