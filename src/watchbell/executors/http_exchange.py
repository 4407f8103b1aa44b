"""Requests that are under way in this process, each in a thread of its own."""

from __future__ import annotations

import json
import threading
from typing import Any

import httpx

from watchbell.errors import ExecutionError, WatchbellError
from watchbell.executors import outgoing
from watchbell.executors.base import ExecutionSpec
from watchbell.executors.http_request import Request, request_of
from watchbell.executors.masking import Mask
from watchbell.executors.outgoing import Answer, GivenUp
from watchbell.executors.remote import Cursor, Remote

_STDOUT, _STDERR = 1, 2
_MOST_LOGGED = 1024 * 1024
"""Bytes of an answer that are kept in the log."""

_under_way: dict[str, Exchange] = {}


def begin(execution_id: str, spec: ExecutionSpec, parameters: dict[str, Any]) -> Exchange:
    """Sends the request of an execution. Raises ConfigurationError where there is none to send."""
    started = Exchange(spec, request_of(spec, parameters))
    _under_way[execution_id] = started
    started.start()
    return started


def exchange(execution_id: str) -> Exchange | None:
    return _under_way.get(execution_id)


def forget(execution_id: str) -> None:
    _under_way.pop(execution_id, None)


class Exchange:
    """One request and its answer; `since` tells what came of it."""

    def __init__(self, spec: ExecutionSpec, request: Request) -> None:
        self._config = spec.config
        self._request = request
        self._mask = Mask(request.secrets)
        self._given_up = threading.Event()
        self._lock = threading.Lock()
        self._pieces: list[tuple[int, bytes]] = []
        self._logged = 0
        self._end: dict[str, Any] | None = None
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def give_up(self) -> None:
        """Closes the connection; what the target does meanwhile is its own."""
        self._given_up.set()

    def since(self, cursor: Cursor) -> Remote:
        """How it stands, and what was logged after `cursor`."""
        with self._lock:
            at = cursor.get("at", 0)
            state: dict[str, Any] = {"cursor": {"at": len(self._pieces)}, "output": self._pieces[at:]}
            return Remote(**state, **(self._end or {}), ended=self._end is not None)

    # A listener of the answer, see outgoing.Hearing.

    def head(self, status: int, reason: str, headers: httpx.Headers) -> None:
        lines = [f"< {status} {reason}".rstrip()]
        shown = [(name.decode("latin-1"), value.decode(errors="replace")) for name, value in headers.raw]
        lines += [f"< {name}: {self._mask.text(value)}" for name, value in shown]
        self._note(lines)

    def piece(self, data: bytes) -> None:
        if self._config.get("log") == "head" or self._logged >= _MOST_LOGGED:
            return
        room = _MOST_LOGGED - self._logged
        self._logged += len(data)
        self._log(_STDOUT, self._mask.add(data[:room]))

    def _run(self) -> None:
        try:
            end = self._sent()
        except GivenUp:
            end = {"status": "cancelled"}
        except WatchbellError as error:
            end = {"status": "failed", "error": error}
        except Exception as error:
            end = {"status": "failed", "error": ExecutionError("executor_failed", detail=str(error))}
        self._log(_STDOUT, self._mask.rest())
        if self._logged > _MOST_LOGGED:
            self._note([f"* only the first {_MOST_LOGGED} bytes of the answer are kept here"])
        with self._lock:
            self._end = end

    def _sent(self) -> dict[str, Any]:
        request, config = self._request, self._config
        seconds = float(config.get("request_timeout", 60))
        self._note(self._request_lines())
        with outgoing.client(timeout=seconds, verify=config.get("verify_tls", True)) as http:
            answer = outgoing.fetch(
                http,
                request.method,
                request.url,
                seconds=seconds,
                redirects=config.get("follow_redirects", False),
                given_up=self._given_up.is_set,
                hear=self,
                headers=request.raw_headers(),
                content=request.content,
            )
        return {**_verdict(answer, config), **self._result(answer)}

    def _request_lines(self) -> list[str]:
        request = self._request
        shown = {
            name: "[secret]" if name.lower() in request.private else value
            for name, value in request.headers.items()
        }
        return [f"> {request.method} {request.url}", *(f"> {name}: {value}" for name, value in shown.items())]

    def _result(self, answer: Answer) -> dict[str, Any]:
        if answer.is_cut:
            self._note([f"* the answer is larger than {outgoing.LARGEST_ANSWER} bytes: it gives no result"])
            return {"result_problem": "result_too_large"}
        return {"result": self._value(answer)}

    def _value(self, answer: Answer) -> Any:
        """The answer's JSON, or the part of it that was asked for; None where there is none."""
        path = self._config.get("result_path", "")
        try:
            if not answer.body:
                return None
            value = json.loads(self._mask_whole(answer.body), parse_constant=_no_number)
            for step in path.split(".") if path else ():
                value = value[int(step)] if isinstance(value, list) else value[step]
        except (KeyError, IndexError, TypeError):
            self._note([f"* the answer has no {path}"])
            return None
        except (ValueError, RecursionError):
            if path:
                self._note(["* the answer is no JSON"])
            return None
        return value

    def _mask_whole(self, body: bytes) -> bytes:
        mask = Mask(self._request.secrets)
        return mask.add(body) + mask.rest()

    def _note(self, lines: list[str]) -> None:
        if self._config.get("log") != "body":
            self._log(_STDERR, "".join(f"{line}\n" for line in lines).encode(errors="replace"))

    def _log(self, stream: int, data: bytes) -> None:
        if data:
            with self._lock:
                self._pieces.append((stream, data))


def _verdict(answer: Answer, config: dict[str, Any]) -> dict[str, Any]:
    expected = config.get("expected_status")
    if answer.status in expected if expected else answer.is_good:
        return {"status": "success", "return_code": 0}
    host = outgoing.host_of(answer.url)
    target = answer.headers.get("Location", "")[:500]
    if 300 <= answer.status < 400 and target:
        error = ExecutionError("redirect_not_followed", host=host, target=target)
    else:
        error = ExecutionError("status_unexpected", host=host, status=answer.status)
    return {"status": "failed", "error": error}


def _no_number(name: str) -> Any:
    raise ValueError(name)
