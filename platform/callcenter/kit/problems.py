"""Errors of the API as RFC 9457 problems, in Chinese and English; the class name is the wire code."""

from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from callcenter.kit.errors import CallcenterError

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
# The commonest complaints in Chinese; any other gets the general sentence and the English of the library.
_COMPLAINTS: Final = {
    "missing": "缺少必填项",
    "extra_forbidden": "未知字段",
    "string_type": "应为文本",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "string_pattern_mismatch": "格式不符",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "bool_type": "应为是或否",
    "bool_parsing": "应为是或否",
    "enum": "不在可选值之内",
    "literal_error": "不在可选值之内",
    "greater_than_equal": "小于下限",
    "less_than_equal": "大于上限",
    "json_invalid": "不是合法的 JSON",
    "model_attributes_type": "应为 JSON 对象",
}


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
    errors = [
        FieldError(
            field=".".join(str(part) for part in complaint["loc"]),
            code=complaint["type"],
            zh=_COMPLAINTS.get(complaint["type"], "值不符合要求"),
            en=complaint["msg"],
        )
        for complaint in error.errors()
    ]
    fields = "、".join(item.field for item in errors)
    return problem_response(
        422,
        code="InvalidInput",
        zh=f"请更正:{fields}。",
        en=f"Please correct: {', '.join(item.field for item in errors)}.",
        errors=errors,
    )


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
