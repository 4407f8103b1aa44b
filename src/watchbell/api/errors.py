"""From every exception to the one error shape. Nothing below /api/ ever answers in HTML."""

from __future__ import annotations

import logging
import re
import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from watchbell.api.invalid import as_watchbell_error
from watchbell.api.problems import problem_response
from watchbell.errors import (
    MalformedRequest,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    SystemFailure,
    WatchbellError,
)
from watchbell.kernel.cron_fields import shown

_TABLE_MISSING = re.compile(r"no such (table|column).*watchbell_|relation .watchbell_\w+. does not exist")
logger = logging.getLogger("watchbell.api")


def add_handlers(api: NinjaAPI) -> None:
    """Teaches `api` the error shape; ninja has handlers of its own for the last three."""
    for kind in (Exception, Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, error_response)


def error_response(request: HttpRequest, error: Any) -> HttpResponse:
    """The answer to a request that raised `error`."""
    known = _known(request, error)
    if known is None:
        return _unexpected(request, error)
    if isinstance(error, RequestDataTooBig):
        return problem_response(request, known, status=413)
    return problem_response(request, known)


def no_such_route(request: HttpRequest, *args: object, **values: object) -> HttpResponse:
    return problem_response(request, NotFound("no_such_route", path=request.path[:200]))


def method_not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Our words for a 405; the methods that are possible stay in `Allow`."""
    error = WatchbellError("method_not_allowed", method=request.method)
    answer = problem_response(request, error, status=405)
    answer["Allow"] = response.get("Allow", "")
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's setting CSRF_FAILURE_VIEW."""
    return problem_response(request, NotAllowed("csrf_failed"))


def _known(request: HttpRequest, error: Exception) -> WatchbellError | None:
    match error:
        case WatchbellError():
            return error
        case ValidationError():
            return as_watchbell_error(error)
        case AuthenticationError():
            return NotAuthenticated("not_authenticated")
        case HttpError() if isinstance(error.__cause__, WatchbellError):
            return error.__cause__  # ninja wraps whatever the parser of bodies raises
        case Http404():
            return NotFound("no_such_route", path=request.path[:200])
        case PermissionDenied():
            return NotAllowed("not_allowed")
        case DisallowedHost():
            return MalformedRequest("host_not_allowed", host=shown(request.META.get("HTTP_HOST", ""), 100))
        case RequestDataTooBig():
            return MalformedRequest("body_too_large", limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        case HttpError() | SuspiciousOperation() | BadRequest() | UnreadablePostError():
            return MalformedRequest("bad_request")
    return None


def _unexpected(request: HttpRequest, error: Exception) -> JsonResponse:
    reference = secrets.token_hex(4)
    logger.error("%s %s failed (reference %s)", request.method, request.path, reference, exc_info=error)
    if isinstance(error, DatabaseError) and _TABLE_MISSING.search(str(error)):
        return problem_response(request, SystemFailure("tables_missing", reference=reference))
    if isinstance(error, OperationalError | InterfaceError):
        return problem_response(request, SystemFailure("database_unavailable", reference=reference))
    return problem_response(request, WatchbellError("internal_error", reference=reference))
