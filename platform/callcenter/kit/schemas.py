"""The two directions of the API: what clients send is strict, what we send is a snapshot of objects."""

from pydantic import BaseModel, ConfigDict


class Sent(BaseModel):
    """A body or a set of query parameters from a client; a field we do not know is refused by name."""

    model_config = ConfigDict(extra="forbid", str_max_length=4096)


class Shown(BaseModel):
    """What a client gets; built from objects as well as from mappings."""

    model_config = ConfigDict(from_attributes=True, frozen=True)
