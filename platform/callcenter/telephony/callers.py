"""Who a caller's number is: its token, its mask and its home. Numbers stay in memory only."""

from collections import OrderedDict
from typing import Final

from callcenter.kit import phones
from callcenter.kit.phone_places import PhonePlaces
from callcenter.telephony.floor.callers import Caller
from callcenter.telephony.journal.tokens import Keys, token_of

_REMEMBERED: Final = 4_096


class Callers:
    """Remembers the newest callers: the floor asks for the same one with every event."""

    def __init__(self, keys: Keys, places: PhonePlaces) -> None:
        self._keys = keys
        self._places = places
        self._known: OrderedDict[str, Caller] = OrderedDict()

    def identify(self, number: str) -> Caller:
        known = self._known.get(number)
        if known is not None:
            return known
        normalised = phones.normalise(number)
        complete = self._places.known
        place = self._places.of(normalised) if normalised else None
        caller = Caller(
            masked=phones.mask(normalised),
            token=token_of(self._keys, number) or None,
            region_zh=place.region_zh if place else "",
            region_en=place.region_en if place else "",
            carrier_zh=place.carrier_zh if place else "",
            carrier_en=place.carrier_en if place else "",
        )
        # While the names of places are still to come the next question must find them.
        if complete or place is None:
            self._known[number] = caller
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return caller
