"""What browsers and the hub say to each other, one JSON object per message."""

from typing import Annotated, Final, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

LARGEST_MESSAGE: Final = 64 * 1024
"""Bytes a client may send at once; what it has to say fits into a hundredth of that."""

TopicName = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9_/-]{0,63}$")]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Subscribe(_Message):
    op: Literal["subscribe"]
    topic: TopicName


class Unsubscribe(_Message):
    op: Literal["unsubscribe"]
    topic: TopicName


class Ping(_Message):
    op: Literal["ping"]


ClientMessage = Subscribe | Unsubscribe | Ping
_parser: Final[TypeAdapter[ClientMessage]] = TypeAdapter(Annotated[ClientMessage, Field(discriminator="op")])


class Malformed(Exception):
    """A message that is none of ours; carries the refusal that the client gets for it."""

    def __init__(self, refusal: str) -> None:
        super().__init__("malformed message")
        self.refusal = refusal


def parse(message: str | bytes) -> ClientMessage:
    """Raises Malformed for anything that is not exactly a client message."""
    size = len(message) if isinstance(message, bytes) else len(message.encode(errors="replace"))
    if size > LARGEST_MESSAGE:
        raise Malformed(refused("TooLarge", zh="消息超过 64 KiB。", en="A message has at most 64 KiB."))
    try:
        return _parser.validate_json(message)
    except (ValidationError, ValueError):
        raise Malformed(
            refused(
                "Malformed",
                zh="消息不符合协议:应为 subscribe、unsubscribe 或 ping。",
                en="Not a message of this protocol: subscribe, unsubscribe or ping.",
            )
        ) from None


def refused(code: str, *, zh: str, en: str, topic: str | None = None) -> str:
    message: dict[str, str] = {"op": "refused", "code": code, "zh": zh, "en": en}
    if topic is not None:
        message["topic"] = topic
    return orjson.dumps(message).decode()


def pong(at_us: int) -> str:
    return orjson.dumps({"op": "pong", "at_us": at_us}).decode()
