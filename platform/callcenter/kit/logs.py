"""Logs as JSON lines on stderr: a static message, fields beside it, no personal data.

Messages are past tense and constant; values go into fields. Personal data, should a field need it, goes
under a key with a `pii` segment and never reaches the line. What slips through as a run of digits that
could be a telephone number is masked, in exceptions too.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, Final, cast

import orjson
import structlog

_HIDDEN: Final = "[hidden]"
_CALL_ID: Final = re.compile(r"(?<!\d)\d{10}\.\d{1,7}(?![\d.])")
_DIGITS: Final = re.compile(r"\+?\d{7,}")
_SPACED_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)")
_INT_MOBILE: Final = re.compile(r"(86)?1[3-9]\d{9}")
# Long numbers that are no telephone numbers: ids we made, times, positions in files.
_PLAIN_KEYS: Final = frozenset({"timestamp", "inode", "offset", "bytes", "rows", "epoch", "level", "logger"})
_PLAIN_ENDINGS: Final = ("_us", "_id", "_bytes", "_rows", "_offset")


def configure(level: str = "INFO") -> None:
    """Everything that logs, the standard library's loggers included, writes the same JSON lines."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        _render_exception,
        hide_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(serializer=_to_json),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # The server's access lines carry query strings; the application writes its own without them.
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").disabled = True


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    return cast("structlog.stdlib.BoundLogger", structlog.get_logger(name))


def hide_personal_data(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {key: _cleaned(key, value) for key, value in fields.items()}


def without_numbers(text: str) -> str:
    """`text` with everything that could be a telephone number masked; call ids stay."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"\0{len(kept) - 1}\0"

    text = _CALL_ID.sub(keep, text.replace("\0", ""))
    text = _SPACED_MOBILE.sub(_HIDDEN, text)
    text = _DIGITS.sub(_HIDDEN, text)
    return re.sub("\0(\\d+)\0", lambda match: kept[int(match.group(1))], text)


def _cleaned(key: str, value: Any) -> Any:
    if key.startswith("_"):  # structlog's own record-keeping
        return value
    if "pii" in re.split(r"[._]", key.lower()):
        return _HIDDEN
    if key in _PLAIN_KEYS or key.endswith(_PLAIN_ENDINGS):
        return value
    if isinstance(value, str):
        return without_numbers(value)
    if isinstance(value, bool | float) or value is None:
        return value
    if isinstance(value, int):
        return _HIDDEN if _INT_MOBILE.fullmatch(str(value)) else value
    if isinstance(value, Mapping):
        inner = cast("Mapping[Any, Any]", value)
        return {str(name): _cleaned(str(name), item) for name, item in inner.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned("", item) for item in cast("list[Any]", value)]
    return without_numbers(str(value))


def _render_exception(logger: Any, method: str, fields: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return structlog.processors.format_exc_info(logger, method, fields)


def _to_json(fields: Any, **_options: object) -> str:
    return orjson.dumps(fields, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
