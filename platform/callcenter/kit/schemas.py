"""The two directions of the API: what clients send is strict, what we send is a snapshot of objects."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

NUL = "nul_character"
"""The complaint about a sign that no database of ours keeps."""

TURNED_ROUND = "period_turned_round"


def holds_nul(sent: object) -> bool:
    """In any text of what a client sent, names of fields too."""
    if isinstance(sent, str):
        return "\0" in sent
    if isinstance(sent, Mapping):
        known = cast("Mapping[object, object]", sent)
        return any(holds_nul(key) or holds_nul(value) for key, value in known.items())
    if isinstance(sent, list | tuple):
        return any(map(holds_nul, cast("Sequence[object]", sent)))
    return False


class Sent(BaseModel):
    """A body or a set of query parameters from a client; a field we do not know is refused by name."""

    model_config = ConfigDict(extra="forbid", str_max_length=4096)

    @model_validator(mode="before")
    @classmethod
    def _is_text(cls, sent: Any) -> Any:
        if holds_nul(sent):
            raise PydanticCustomError(NUL, "Text holds no NUL character")
        return sent


class Shown(BaseModel):
    """What a client gets; built from objects as well as from mappings."""

    model_config = ConfigDict(from_attributes=True, frozen=True)
