"""Errors of the API as RFC 9457 problems, in Chinese and English; the class name is the wire code."""

from collections.abc import Mapping
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from callcenter.kit.errors import CallcenterError
from callcenter.kit.schemas import NUL, TURNED_ROUND

_log = structlog.get_logger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
_TITLES: Final = {
    400: "请求有误",
    401: "未登录",
    403: "无权操作",
    404: "未找到",
    405: "不支持的方法",
    409: "当前状态不允许",
    413: "请求过大",
    415: "不支持的内容类型",
    422: "输入有误",
    429: "请求过于频繁",
    500: "系统内部错误",
    503: "暂时不可用",
}
# What the framework itself refuses, before any of ours is asked: code, Chinese, English.
_FRAMEWORK: Final = {
    400: ("BadRequest", "请求无法解析。", "The request could not be parsed."),
    401: ("NotSignedIn", "请先登录。", "Sign in first."),
    403: ("NotAllowed", "无权执行此操作。", "You may not do this."),
    404: ("NotFound", "没有这个地址。", "There is nothing at this address."),
    405: ("MethodNotAllowed", "该地址不支持此方法。", "This address does not take that method."),
    413: ("TooLarge", "请求内容过大。", "The request is too large."),
}
# The commonest complaints, in words that say what to do. Any other gets the general sentence, and in English
# that of the library, which names no pattern then.
_COMPLAINTS: Final = {
    "missing": ("缺少必填项", "is missing"),
    "extra_forbidden": ("未知字段", "is not known here"),
    "string_type": ("应为文本", "has to be text"),
    "string_too_short": ("太短(至少 {min_length} 个字符)", "is too short (at least {min_length} characters)"),
    "string_too_long": ("太长(最多 {max_length} 个字符)", "is too long (at most {max_length} characters)"),
    "string_pattern_mismatch": (
        "格式不符(含有此处不可用的字符,或写法不对)",
        "is not written in the expected form, or holds signs that cannot stand here",
    ),
    NUL: ("含有空字符(NUL),请删除后重试", "holds a NUL character: take it out"),
    TURNED_ROUND: ("时段的起点晚于终点,请对调", "begins after to_us: turn the period round"),
    "int_type": ("应为整数", "has to be a whole number"),
    "int_parsing": ("应为整数", "has to be a whole number"),
    "bool_type": ("应为是或否", "has to be true or false"),
    "bool_parsing": ("应为是或否", "has to be true or false"),
    "date_parsing": ("应为日期,写作 2026-11-21", "has to be a day, written as 2026-11-21"),
    "date_from_datetime_parsing": ("应为日期,写作 2026-11-21", "has to be a day, written as 2026-11-21"),
    "date_from_datetime_inexact": ("应为日期,写作 2026-11-21", "has to be a day, written as 2026-11-21"),
    "enum": ("不在可选值之内(可选:{expected})", "is none of {expected}"),
    "literal_error": ("不在可选值之内(可选:{expected})", "is none of {expected}"),
    "greater_than_equal": ("小于下限 {ge}", "is below {ge}"),
    "less_than_equal": ("大于上限 {le}", "is above {le}"),
    "too_short": ("项数太少(至少 {min_length} 项)", "has too few items (at least {min_length})"),
    "too_long": ("项数太多(最多 {max_length} 项)", "has too many items (at most {max_length})"),
    "json_invalid": ("不是合法的 JSON", "is no valid JSON"),
    "model_attributes_type": ("应为 JSON 对象", "has to be a JSON object"),
}
_NO_BOUNDS: Final = dict.fromkeys(("min_length", "max_length", "ge", "le", "expected"), "…")
_PLACES: Final = ("query", "body", "path", "header", "cookie")
_MOST_SAID: Final = 3


class FieldError(BaseModel):
    """Which field, and what is wrong with it. Never repeats the value: it may be a number or a password."""

    field: str
    code: str
    zh: str
    en: str


class Problem(BaseModel):
    """RFC 9457, with a code that programs compare and the detail in both languages."""

    type: str = Field(examples=["urn:callcenter:problem:NotFound"])
    title: str
    status: int
    detail: str
    detail_en: str
    code: str
    errors: list[FieldError] | None = None


class InvalidInput(CallcenterError):
    """What a client sent breaks a rule that no schema can express."""

    status = 422


def problem_response(
    status: int,
    *,
    code: str,
    zh: str,
    en: str,
    errors: list[FieldError] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    problem = Problem(
        type=f"urn:callcenter:problem:{code}",
        title=_TITLES.get(status, "请求未完成"),
        status=status,
        detail=zh,
        detail_en=en,
        code=code,
        errors=errors,
    )
    return JSONResponse(
        problem.model_dump(exclude_none=True), status_code=status, media_type=MEDIA_TYPE, headers=headers
    )


def response_of(error: CallcenterError) -> JSONResponse:
    """`errors` and `headers` of the error, where it has some, go along."""
    errors = getattr(error, "errors", None)
    headers = getattr(error, "headers", None)
    return problem_response(
        error.status, code=type(error).__name__, zh=error.zh, en=error.en, errors=errors, headers=headers
    )


def responses(*errors: type[CallcenterError]) -> dict[int | str, dict[str, Any]]:
    """For `responses=` of an endpoint: which of our refusals it may answer with."""
    named: dict[int | str, dict[str, Any]] = {}
    for status in sorted({error.status for error in errors}):
        names = ", ".join(sorted(error.__name__ for error in errors if error.status == status))
        named[status] = {"description": names, "model": Problem, "content": {MEDIA_TYPE: {}}}
    return named


def install(app: FastAPI) -> None:
    """Every way a request can fail ends as a problem."""
    app.add_exception_handler(CallcenterError, answer)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_unexpected)


async def answer(_request: Request, error: Exception) -> JSONResponse:
    """The problem that one of our errors is; a cause on our side is logged."""
    assert isinstance(error, CallcenterError)
    if error.status >= 500:
        _log.error("request failed", code=type(error).__name__, exc_info=error)
    return response_of(error)


async def _on_validation_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [_field_error(complaint) for complaint in error.errors()]
    more = len(errors) > _MOST_SAID
    zh = ";".join(f"{_shown(item.field, '内容')} {item.zh}" for item in errors[:_MOST_SAID])
    en = "; ".join(f"{_shown(item.field, 'the content')} {item.en}" for item in errors[:_MOST_SAID])
    return problem_response(
        422,
        code="InvalidInput",
        zh=f"请更正:{zh}{';等等' if more else ''}。",
        en=f"Please correct: {en}{'; and more' if more else ''}.",
        errors=errors,
    )


def _field_error(complaint: Mapping[str, Any]) -> FieldError:
    known = _COMPLAINTS.get(complaint["type"])
    # Bounds and choices are ours; what was sent is not among them.
    bounds: dict[str, Any] = {**_NO_BOUNDS, **complaint.get("ctx", {})}
    zh, en = (each.format_map(bounds) for each in known) if known else ("值不符合要求", complaint["msg"])
    return FieldError(
        field=".".join(str(part) for part in complaint["loc"]), code=complaint["type"], zh=zh, en=en
    )


def _shown(field: str, whole: str) -> str:
    """As the person knows it, without the place in the request where it stood."""
    place, _, name = field.partition(".")
    return (name if place in _PLACES else field) or whole


async def _on_http_exception(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code, zh, en = _FRAMEWORK.get(
        error.status_code, ("RequestFailed", "请求未完成。", "The request was not completed.")
    )
    headers = dict(error.headers) if error.headers else None
    return problem_response(error.status_code, code=code, zh=zh, en=en, headers=headers)


async def _on_unexpected(_request: Request, error: Exception) -> JSONResponse:
    # A 500 of this kind means: change the code. The server logs the traceback itself.
    _log.error("request failed unexpectedly", error=type(error).__name__)
    return problem_response(
        500,
        code="InternalError",
        zh="系统内部错误,已记入日志。请稍后再试。",
        en="Something went wrong inside; it has been logged. Try again later.",
    )
