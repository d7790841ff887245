"""The four ways an operation ends badly; each says in Chinese and English what to do about it."""

from typing import ClassVar


class CallcenterError(Exception):
    """`zh` and `en` are shown to a person: what happened, what to do, no personal data."""

    status: ClassVar[int] = 500

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class Refused(CallcenterError):
    """A command that the rules forbid in the present state."""

    status = 409


class NotAllowed(CallcenterError):
    """The person may not do this."""

    status = 403


class NotFound(CallcenterError):
    """Nothing of that name within the person's scope; a thing outside the scope looks the same."""

    status = 404


class Unavailable(CallcenterError):
    """Something this needs does not answer now; trying again later may help."""

    status = 503
