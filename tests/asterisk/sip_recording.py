"""What is in a recording: the strongest tone of each of its two channels."""

from __future__ import annotations

import math
from array import array

_RATE = 8000
_TONES = (250, 400, 440, 700, 1000)


def strongest(raw: bytes) -> tuple[int, set[int]]:
    """Of the left channel its strongest tone, of the right all tones that were ever clearly there."""
    samples = array("h", raw[: len(raw) // 4 * 4])
    left, right = samples[0::2], samples[1::2]
    heard: set[int] = set()
    for start in range(0, len(right) - _RATE // 5, _RATE // 5):
        piece = right[start : start + _RATE // 5]
        heard |= {hertz for hertz in _TONES if _power(piece, hertz) > 500}
    return strongest_of(left), heard


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
