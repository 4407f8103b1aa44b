"""The log file of a task (`TASK_LOG`, seed 004): start, end, status, duration and error of each execution.

The program may write to the same file; both only ever append.
"""

from __future__ import annotations

import errno
import logging
import os
import stat
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from django.db import transaction

from watchbell.conf import data_path, get_settings
from watchbell.executions.models import Execution
from watchbell.executions.signals import executions_finished, executions_started
from watchbell.executions.wording import error_text
from watchbell.kernel.status import Status

Line = tuple[Execution, int, str]

_WORDS = {
    "started": ("execution {id} started", "执行 {id} 开始"),
    "ended": (
        "execution {id} ended: {status}, {duration:.3f} s",
        "执行 {id} 结束：{status}，用时 {duration:.3f} 秒",
    ),
    "refused": ("execution {id} ended: {status} ({reason})", "执行 {id} 结束：{status}（{reason}）"),
}


def connect() -> None:
    """Writes task logs from now on."""
    executions_started.connect(_note_starts, dispatch_uid="task_log_start")
    executions_finished.connect(_note_ends, dispatch_uid="task_log_end")


def _note_starts(executions: list[Execution], **_: Any) -> None:
    lines = [(row, logging.INFO, _say("started", id=row.execution_id)) for row in executions]
    transaction.on_commit(lambda: _write(lines), robust=True)


def _note_ends(executions: list[Execution], **_: Any) -> None:
    lines = [_end_line(row) for row in executions if row.status != Status.SKIPPED]
    transaction.on_commit(lambda: _write(lines), robust=True)


def _end_line(execution: Execution) -> Line:
    facts = {"id": execution.execution_id, "status": execution.status, "reason": execution.reason}
    line = (
        _say("refused", **facts)
        if execution.duration is None
        else _say("ended", duration=execution.duration, **facts)
    )
    problem = error_text(execution, get_settings().language)
    level = logging.INFO if execution.status == Status.SUCCESS else logging.ERROR
    return execution, level, f"{line} - {problem}" if problem else line


def _say(what: str, **values: Any) -> str:
    return _WORDS[what][get_settings().language == "zh"].format(**values)


def _write(lines: Iterable[Line]) -> None:
    """Appends to each task's file once, however many lines there are for it."""
    now = time.time()
    stamp = f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(now))},{int(now % 1 * 1000):03d}"
    files: dict[str, list[str]] = defaultdict(list)
    for execution, level, message in lines:
        name = execution.definition.body.get("log") if execution.definition else ""
        if name:
            files[name].append(f"{stamp} - watchbell - {logging.getLevelName(level)} - {message}\n")
    for name, texts in files.items():
        try:
            _append(data_path(name), "".join(texts))
        except OSError as error:
            logging.getLogger("TaskExecutor").warning("the task log %s cannot be written: %s", name, error)


def _append(path: Path, text: str) -> None:
    """Where the path led when the task was saved does not count: a link may have been put there since."""
    try:
        folder = _open_folder(path.parent)
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = _open_folder(path.parent)
    try:
        # Without waiting for whoever may read from a named pipe of that name.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(path.name, flags, 0o666, dir_fd=folder)
    finally:
        os.close(folder)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        file.write(text)


def _open_folder(path: Path) -> int:
    """The folder, opened; looked at once it is open, so that nobody can exchange it in between."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        true_path = PurePosixPath(os.path.realpath(f"/proc/self/fd/{descriptor}"))
        if not true_path.is_relative_to(os.path.realpath(data_path("logs"))):
            raise OSError(errno.EPERM, "it leads out of logs/")
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
