"""The house into the files that Asterisk reads."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from callcenter.routing.settings_model import House, Phone

SOURCE = Path(__file__).parents[4] / "asterisk-config"

_PLAIN = re.compile(r"[A-Za-z0-9_.:/@+*,&!-]*")
_EVENT_VALUE = re.compile(r"[A-Za-z0-9_.:-]+|\$[\[{][^;,\r\n\"]*(?:\"[^;,\r\n\"]*)*")


class Unwritable(ValueError):
    """A setting whose text would mean something else in a configuration file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Kept apart from the house so that neither a golden file nor a log can hold one."""

    ami_events: str = field(repr=False)
    ami_actions: str = field(repr=False)
    ami_config: str = field(repr=False)
    seats: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """Endpoint → SIP password; an endpoint without one is refused until a credential is issued."""


class _Line(str):
    """Text made by our own code, which may hold what a setting may not."""

    __slots__ = ()


def _plain(value: object) -> object:
    if isinstance(value, _Line):
        return value
    text = str(value)
    if not _PLAIN.fullmatch(text):
        raise Unwritable(f"cannot be written into Asterisk's configuration: {text!r}")
    return text


def _event(name: str, **values: object) -> _Line:
    for value in values.values():
        if not _EVENT_VALUE.fullmatch(str(value)):
            raise Unwritable(f"cannot be a value of the event {name}: {value!r}")
    pairs = r"\;".join(f"{key}={value}" for key, value in values.items())
    return _Line(f"CELGenUserEvent({name},{pairs})" if pairs else f"CELGenUserEvent({name})")


def _minute_before(clock: str) -> str:
    hours, minutes = (int(part) for part in clock.split(":"))
    last = (hours * 60 + minutes - 1) % (24 * 60)
    return f"{last // 60:02d}:{last % 60:02d}"


def render(house: House, secrets: Secrets, *, source: Path = SOURCE) -> dict[str, str]:
    """File name → text, the same for the same house to the last byte."""
    environment = Environment(
        loader=FileSystemLoader(source / "templates"),
        undefined=StrictUndefined,
        finalize=_plain,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  (configuration files, not HTML; _plain refuses what could break out)
    )
    environment.filters["minute_before"] = _minute_before
    files = {
        path.name: path.read_text(encoding="utf-8") for path in sorted((source / "static").glob("*.conf"))
    }
    for path in sorted((source / "templates").glob("*.j2")):
        files[path.stem] = environment.get_template(path.name).render(
            house=house,
            folders=house.folders,
            network=house.network,
            timings=house.timings,
            phones=tuple(Phone),
            secrets=secrets,
            event=_event,
        )
    return dict(sorted(files.items()))


def write(files: Mapping[str, str], etc: Path) -> list[str]:
    """Put the files in place, each at once and for its owner only; the names of those that changed."""
    etc.mkdir(parents=True, exist_ok=True, mode=0o700)
    changed: list[str] = []
    for name, text in files.items():
        target = etc / name
        if target.is_file() and target.read_text(encoding="utf-8") == text:
            continue
        fresh = etc / f".{name}.new"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(target)
        changed.append(name)
    return changed


def required_modules(*, source: Path = SOURCE) -> tuple[str, ...]:
    """The modules that the configuration loads; an Asterisk without one of them is not usable."""
    text = (source / "static" / "modules.conf").read_text(encoding="utf-8")
    return tuple(re.findall(r"^(?:pre)?load\s*=>?\s*(\S+\.so)\s*$", text, flags=re.MULTILINE))
