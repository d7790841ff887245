"""Which tones are in a recording's two channels, and in what a telephone hears."""

from __future__ import annotations

import math
from array import array

_RATE = 8000
_TONES = (250, 400, 440, 700, 1000, 1300, 1700)
CLEAR = 500


def strongest(raw: bytes) -> tuple[int, set[int]]:
    """Of the left channel its strongest tone, of the right all tones that were ever clearly there."""
    samples = array("h", raw[: len(raw) // 4 * 4])
    left, right = samples[0::2], samples[1::2]
    return strongest_of(left), tones(right)


def channels(raw: bytes) -> tuple[set[int], set[int]]:
    """All tones that were ever clearly from the caller, and to the caller."""
    samples = array("h", raw[: len(raw) // 4 * 4])
    return tones(samples[0::2]), tones(samples[1::2])


def tones(samples: array[int]) -> set[int]:
    """All tones that were ever clearly there for two fifths of a second: where a tone begins or ends, for one
    fifth, frequencies seem to be there that are not."""
    heard: set[int] = set()
    before: set[int] = set()
    for start in range(0, len(samples) - _RATE // 5 + 1, _RATE // 5):
        piece = samples[start : start + _RATE // 5]
        now = {hertz for hertz in _TONES if _power(piece, hertz) > CLEAR}
        heard |= now & before
        before = now
    return heard


def strongest_of(samples: array[int]) -> int:
    powers = {hertz: _power(samples, hertz) for hertz in _TONES}
    return max(powers, key=powers.__getitem__)


def _power(samples: array[int], hertz: int) -> float:
    """Goertzel: the amplitude at one frequency."""
    step = 2 * math.cos(2 * math.pi * hertz / _RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + step * last - before
    energy = last * last + before * before - step * last * before
    return 2 * math.sqrt(max(energy, 0.0)) / max(len(samples), 1)
