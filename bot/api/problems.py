"""Errors as ``application/problem+json`` (RFC 9457), with a Chinese sentence in ``detail``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from helpdesk.errors import HelpdeskError, IllegalMove, NotAllowed, NotFound, Refused, SlotTaken
from knowledge_base.errors import AnswerRefused, CalculatorNotFound

_STATUS = ((NotFound, 404), (NotAllowed, 403), (SlotTaken, 409), (IllegalMove, 409), (Refused, 422))
_FIELDS = {
    "text": "文字", "client_id": "消息编号", "payload": "按钮", "location": "位置", "channel": "渠道", "slot_id": "时段",
    "service": "服务事项", "matter": "事情", "name": "姓名", "phone": "电话", "q": "查询内容", "limit": "数量", "lat": "纬度",
    "lng": "经度", "from": "日期", "days": "天数", "idempotency-key": "请求头 Idempotency-Key", "after": "序号", "answers": "回答",
    "first": "从哪天", "last": "到哪天", "place_code": "服务点", "for_whom": "为谁约",
}  # fmt: skip
_COMPLAINTS = {
    "missing": "没有填",
    "string_too_long": "太长了",
    "string_too_short": "不能空着",
    "uuid_parsing": "不是正确的编号",
    "json_invalid": "不是正确的 JSON",
    "extra_forbidden": "没有这一项",
    "greater_than_equal": "超出了范围",
    "less_than_equal": "超出了范围",
    "less_than": "超出了范围",
    "finite_number": "超出了范围",
}


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A problem document."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Turn every error of the API into a problem document."""
    for error, handler in (
        (HelpdeskError, _helpdesk_error),
        (CalculatorNotFound, _calculator_error),
        (AnswerRefused, _calculator_error),
        (RequestValidationError, _bad_request),
        (HTTPException, _http_error),
        (Exception, _unexpected),
    ):
        app.add_exception_handler(error, _as_handler(handler))


def _as_handler(
    handler: Callable[[Request, Exception], JSONResponse],
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        return handler(request, error)

    return handle


def _helpdesk_error(_: Request, error: Exception) -> JSONResponse:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
    return problem(status, str(error))


def _calculator_error(_: Request, error: Exception) -> JSONResponse:
    status = 404 if isinstance(error, CalculatorNotFound) else 422
    return problem(status, str(error))


def _bad_request(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = [str(part) for part in first["loc"] if part not in ("body", "query", "path", "header")]
    field = _FIELDS.get(where[-1].lower(), where[-1]) if where else "请求"
    context = first.get("ctx") or {}
    said = context.get("error") if first["type"] == "value_error" else None
    complaint = str(said) if said else f"{field}：{_COMPLAINTS.get(first['type'], '写得不对')}"
    return problem(422, complaint)


def _http_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    words = {404: "没有这个地址", 405: "这个地址不支持这种请求", 401: "请先开始一次咨询", 413: "内容太大了"}
    detail = (
        error.detail if any(ord(c) > 0x2FFF for c in str(error.detail)) else words.get(error.status_code, "请求不对")
    )
    return problem(error.status_code, str(detail), dict(error.headers or {}))


def _unexpected(*_: object) -> JSONResponse:
    return problem(500, "系统出了点问题，请稍后再试，或者打12348")
