"""What voice messages ask of whoever keeps the sound."""

from typing import Protocol


class MessageSounds(Protocol):
    """Implemented by recordings. `file` is the name that the record tells."""

    def length_us(self, file: str) -> int | None:
        """How long the message is; None when there is nothing to hear."""
        ...

    def read(self, file: str) -> bytes | None:
        """The whole WAV file."""
        ...
