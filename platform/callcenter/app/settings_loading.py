"""Reads the settings at start: every error at once, in Chinese and English."""

import os
from collections.abc import Iterable
from typing import Any, Final

from pydantic import ValidationError

from callcenter.app.settings import PREFIX, Settings
from callcenter.kit.errors import CallcenterError

# Read from the environment by others: set-up, the containers, tests and tools.
_OF_OTHERS: Final = frozenset(
    {
        "ASTERISK_SUITE",
        "DEBIAN_MIRROR",
        "HTTP_PORT",
        "HTTPS_PORT",
        "CHECK_FIRST_PORT",
        "PASSWORD",
        "PYTHON",
        "SAMPLES",
    }
)


class SettingsInvalid(CallcenterError):
    """The program does not start; the message lists every setting that needs a hand."""


def load_settings(**given: Any) -> Settings:
    """Raises SettingsInvalid that names every wrong variable at once, in Chinese and English."""
    unknown = _unknown(os.environ)
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise _readable(error, unknown) from None
    if unknown:
        raise _readable(None, unknown)
    return settings


def _unknown(environment: Iterable[str]) -> list[str]:
    """A misspelt variable would leave its default in force without a word."""
    names = (name.removeprefix(PREFIX) for name in environment if name.startswith(PREFIX))
    return sorted(
        name for name in names if name not in _OF_OTHERS and name.lower() not in Settings.model_fields
    )


def _readable(error: ValidationError | None, unknown: Iterable[str]) -> SettingsInvalid:
    chinese = [f"{PREFIX}{name}:没有这个设置" for name in unknown]
    english = [f"{PREFIX}{name}: there is no such setting" for name in unknown]
    for complaint in error.errors() if error else ():
        name = PREFIX + str(complaint["loc"][0]).upper() if complaint["loc"] else ""
        message = complaint["msg"].removeprefix("Value error, ")
        zh, _, en = message.partition(" | ")
        rule = _rule(complaint["type"], complaint.get("ctx", {}))
        chinese.append(f"{name}:{rule or zh}" if name else zh)
        english.append(f"{name}: {en or message}" if name else en or message)
    return SettingsInvalid(
        zh="设置有误,请更正后再启动:\n" + "\n".join(f"  - {line}" for line in chinese),
        en="Settings are wrong; correct them and start again:\n"
        + "\n".join(f"  - {line}" for line in english),
    )


def _rule(kind: str, context: dict[str, Any]) -> str:
    match kind:
        case "int_parsing" | "int_type":
            return "应为整数"
        case "bool_parsing" | "bool_type":
            return "应为 true 或 false"
        case "greater_than_equal":
            return f"不得小于 {context['ge']}"
        case "less_than_equal":
            return f"不得大于 {context['le']}"
        case "literal_error":
            return f"应为 {context['expected'].replace(' or ', '、')} 之一"
        case "string_pattern_mismatch":
            return f"格式应为 {context['pattern']}"
        case "string_too_long" | "string_too_short":
            return "长度不符"
        case "too_short":
            return "至少填写一个"
        case _:
            return ""
