"""The waits of a month in one value: the calls of each bin in four bytes, from the shortest wait on. Pure.

Many such values are added up as whole numbers, all their bins at once: no bin of a report holds 2**32 calls.
"""

from collections.abc import Iterable, Mapping
from struct import Struct
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.reporting.rollups.parts import FINE_TO_US, FINE_US

_BYTES: Final = 4
_FINE_MS: Final = FINE_US // 1000
_FINE_TO_MS: Final = FINE_TO_US // 1000
_FINE_BINS: Final = _FINE_TO_MS // _FINE_MS
_COARSE_MS: Final = SECOND // 1000


def packed(calls: Mapping[int, int]) -> bytes:
    """`calls` by the upper edge of their bin."""
    counts = [0] * (1 + max((_bin_of(edge) for edge in calls), default=-1))
    for edge, count in calls.items():
        counts[_bin_of(edge)] = count
    return Struct(f"<{len(counts)}I").pack(*counts)


def added(values: Iterable[bytes]) -> dict[int, int]:
    """The calls of all of them by the upper edge of their bin."""
    total = sum(int.from_bytes(value, "little") for value in values)
    bins = -(-total.bit_length() // (8 * _BYTES))
    counts = Struct(f"<{bins}I").unpack(total.to_bytes(bins * _BYTES, "little"))
    return {_edge_of(number): count for number, count in enumerate(counts) if count}


def _bin_of(edge_ms: int) -> int:
    if edge_ms <= _FINE_TO_MS:
        return edge_ms // _FINE_MS - 1
    return _FINE_BINS - 1 + (edge_ms - _FINE_TO_MS) // _COARSE_MS


def _edge_of(number: int) -> int:
    if number < _FINE_BINS:
        return (number + 1) * _FINE_MS
    return _FINE_TO_MS + (number - _FINE_BINS + 1) * _COARSE_MS
