"""What an execution hands back: the file it was told of, or the JSON at the end of its standard output."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from watchbell.conf import get_settings
from watchbell.executions.log_store import log_store
from watchbell.executions.logs.stdout import Piece, stdout_tail
from watchbell.executions.models import Execution
from watchbell.executors.base import ExecutionSpec
from watchbell.executors.command_line import result_file, results_folder
from watchbell.kernel.json_value import JsonProblem, parse
from watchbell.kernel.progress_line import LONGEST_LINE, read_progress
from watchbell.kernel.status import ACTIVE
from watchbell.kernel.trailing_json import trailing_json

LIMIT = 8 * 1024 * 1024
"""Bytes a result may have."""

_BESIDE = 64 * 1024  # room for lines around a result of that size
_LATEST_LINES = 2000


class Result(NamedTuple):
    """The columns `result`, `result_problem` and `progress` at the end; `size` in bytes of JSON."""

    columns: dict[str, Any]
    size: int


NOTHING = Result({}, 0)


def read_result(execution_id: str, spec: ExecutionSpec) -> Result:
    """What there is to tell at the end of an execution.

    Call it in the transaction that records the end: the file is removed once that is saved.
    """
    path = result_file(get_settings().data_dir, execution_id)
    content, problem = _read(path)
    if content is not None or problem:
        transaction.on_commit(lambda: _remove(Path(path)))
    columns = _from_file(content, problem)
    size = len(content or b"")
    if spec.result == "stdout":
        output = stdout_tail(log_store().paths(execution_id), LIMIT + _BESIDE)
        size = size if columns else len(output.data)
        columns = {**_progress(output.data), **(columns or _from_output(output))}
    return Result(columns, size if columns.get("result") is not None else 0)


def remove_leftovers() -> None:
    """Removes files of executions that have ended: the server was killed right after it recorded that."""
    paths = {path.stem: path for path in Path(results_folder(get_settings().data_dir)).iterdir()}
    if paths:
        active = Execution.objects.filter(pk__in=paths, status__in=[status.value for status in ACTIVE])
        for execution_id in paths.keys() - set(active.values_list("pk", flat=True)):
            _remove(paths[execution_id])


def _from_file(content: bytes | None, problem: str) -> dict[str, Any]:
    if problem:
        return _told(None, problem)
    if not content or content.isspace():
        return {}
    try:
        return _told(parse(content))
    except JsonProblem as error:
        return _told(None, error.code)


def _from_output(output: Piece) -> dict[str, Any]:
    try:
        return _told(trailing_json(output.data, whole=output.whole, limit=LIMIT))
    except JsonProblem as error:
        return _told(None, error.code)


def _told(value: Any, problem: str = "") -> dict[str, Any]:
    return {"result": value, "result_problem": problem}


def _progress(output: bytes) -> dict[str, Any]:
    """How far the program said it was at the last; the follower may not have come to that line."""
    found = last_progress(output)
    return {"progress": found} if found else {}


def last_progress(output: bytes) -> dict[str, Any] | None:
    """What the last line that tells progress says, looked for among the latest lines."""
    end = len(output)
    for _ in range(_LATEST_LINES):
        place = output.rfind(b'"progress"', 0, end)
        if place < 0:
            return None
        start = output.rfind(b"\n", 0, place) + 1
        stop = output.find(b"\n", place)
        line = output[start : stop if stop >= 0 else len(output)]
        if len(line) <= LONGEST_LINE and (found := read_progress(line.decode("utf-8", "replace"))):
            return found
        end = start
    return None


def _read(path: str) -> tuple[bytes | None, str]:
    """What is in the file, and why it cannot be used; (None, "") where there is none, which is usual."""
    try:
        # The program made it: it may be a link to a secret, or a pipe that would hold us here.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None, ""
    except OSError:
        return None, "result_not_a_file"
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            return None, "result_not_a_file"
        if status.st_size > LIMIT:
            return None, "result_too_large"
        return os.read(descriptor, LIMIT), ""
    except OSError:
        return None, "result_not_a_file"
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
