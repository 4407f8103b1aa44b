"""Talking to another system's API: its refusals in words, and which of them may pass."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from watchbell.errors import ConfigurationError, ExecutionError, WatchbellError
from watchbell.executors import outgoing
from watchbell.executors.outgoing import Answer
from watchbell.executors.remote import TargetNotReached, TargetUnavailable

log = logging.getLogger("TaskExecutor")

_LONGEST_DETAIL = 300
_PATIENCE = 10.0  # seconds for a step of a request; a thread of the driver waits that long


class Site:
    """A system at `url`. Use it as a context manager.

    `is_patient`: what a person can put right meanwhile (a token that has expired, a right that is missing)
    may pass, because something of ours runs there; else it is told at once.
    """

    def __init__(
        self,
        url: str,
        headers: dict[str, str],
        *,
        verify: bool,
        is_patient: bool,
        detail: Callable[[Answer], str] = lambda answer: "",
    ) -> None:
        self._base = url.rstrip("/")
        self._is_patient = is_patient
        self._detail = detail
        self._http = outgoing.client(timeout=_PATIENCE, verify=verify)
        self._http.headers.update(headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._http.close()
        if isinstance(error, KeyError | IndexError | TypeError | ValueError | AttributeError):
            # JSON, but not of the form that the API promises: a proxy, a maintenance page, another version.
            host = outgoing.host_of(self._base)
            log.warning("the answer of %s cannot be understood", host, exc_info=error)
            raise TargetUnavailable("target_answer_unreadable", host=host) from error

    def call(
        self, method: str, path: str, *, also: tuple[int, ...] = (), what: str = "", **more: Any
    ) -> Answer:
        """The answer to one request, if its status is 2xx or one of `also`.

        `what` is the thing asked for, in words. Raises TargetUnavailable for what may pass, TargetNotReached
        where surely nothing was done, ConfigurationError and ExecutionError for what will not pass.
        """
        answer = outgoing.fetch(self._http, method, self._base + path, **more)
        if not answer.is_good and answer.status not in also:
            raise self._refusal(answer, what or path)
        return answer

    def json(self, path: str, **more: Any) -> Any:
        return self.call("GET", path, **more).json()

    def _refusal(self, answer: Answer, what: str) -> WatchbellError:
        host, status = outgoing.host_of(answer.url), answer.status
        if status == 429:
            return TargetNotReached("target_busy", host=host, retry_after=_seconds(answer) or 30)
        if status == 503:
            return TargetNotReached("target_failing", host=host, status=status, retry_after=_seconds(answer))
        if status >= 500:
            return TargetUnavailable("target_failing", host=host, status=status)
        code, field = {
            401: ("target_sign_in_refused", "task_config.token_secret"),
            403: ("target_not_allowed", None),
            404: ("target_not_found", None),
        }.get(status, ("target_refused", None))
        detail = self._detail(answer)[:_LONGEST_DETAIL]
        values: dict[str, Any] = {"host": host, "status": status, "what": what, "detail": detail}
        if self._is_patient:
            return TargetUnavailable(code, **values)
        return ConfigurationError(code, field=field, **values)


def at_start(error: TargetNotReached) -> WatchbellError:
    """What `error` means before anything runs: a name that nobody knows is most likely mistyped."""
    if error.code == "target_host_unknown":
        return ConfigurationError(error.code, field="task_config.url", **error.values)
    return error


def gone(host: str) -> ExecutionError:
    return ExecutionError("target_gone", target=host)


def _seconds(answer: Answer) -> float:
    """How long the target asks to wait (RFC 9110, 10.2.3); 0 where it does not say."""
    told = answer.headers.get("Retry-After", "")
    if told.isdigit():
        return float(told[:6])
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
