"""The one shape of every error that leaves the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from pydantic import BaseModel

from watchbell.api.language import language_of
from watchbell.errors import InvalidInput, WatchbellError

_LONGEST_VALUE = 500


class Problem(BaseModel):
    """One thing that is wrong: a stable code, and its words in the caller's language."""

    code: str
    message: str
    field: str | None
    hint: str | None
    values: dict[str, Any]


class Problems(BaseModel):
    """What every error answers; `errors` names them all where there are several."""

    error: Problem
    errors: list[Problem] | None = None


def problem_response(request: HttpRequest, error: WatchbellError, status: int | None = None) -> JsonResponse:
    """The answer to a request that failed with `error`."""
    language = language_of(request)
    body = Problems(error=describe(error, language))
    if isinstance(error, InvalidInput):
        body.errors = [describe(part, language) for part in error.errors]
    response = JsonResponse(
        body.model_dump(exclude=None if body.errors else {"errors"}),
        status=status or error.http_status,
        json_dumps_params={"ensure_ascii": False, "default": str},
    )
    if "retry_after" in error.values:
        response["Retry-After"] = str(error.values["retry_after"])
    if "reference" in error.values:
        response["X-Request-ID"] = error.values["reference"]
    response["Content-Language"] = language
    return response


def describe(error: WatchbellError, language: str) -> Problem:
    return Problem(
        code=error.code,
        message=error.message(language),
        field=error.field,
        hint=error.hint(language),
        values={name: _short(value) for name, value in error.values.items()},
    )


def _short(value: Any) -> Any:
    """Values are for programs; what a caller sent is not sent back at full length."""
    if isinstance(value, str) and len(value) > _LONGEST_VALUE:
        return value[:_LONGEST_VALUE] + "…"
    return value
