"""The log file of a task (`TASK_LOG`, seed 004): start, end, status, duration and error of each execution.

The program may write to the same file; both only ever append.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from watchbell.conf import data_path, get_settings
from watchbell.executions.models import Execution
from watchbell.executions.signals import execution_finished, execution_started
from watchbell.executions.wording import error_text
from watchbell.kernel.status import Status

_format = logging.Formatter("%(asctime)s - %(name)s - %(levelname)s - %(message)s")
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
    execution_started.connect(_note_start, dispatch_uid="task_log_start")
    execution_finished.connect(_note_end, dispatch_uid="task_log_end")


def _note_start(sender: Any, execution: Execution, **_: Any) -> None:
    _write(execution, logging.INFO, _say("started", id=execution.execution_id))


def _note_end(sender: Any, execution: Execution, **_: Any) -> None:
    if execution.status == Status.SKIPPED:
        return
    facts = {"id": execution.execution_id, "status": execution.status, "reason": execution.reason}
    line = (
        _say("refused", **facts)
        if execution.duration is None
        else _say("ended", duration=execution.duration, **facts)
    )
    problem = error_text(execution, get_settings().language)
    level = logging.INFO if execution.status == Status.SUCCESS else logging.ERROR
    _write(execution, level, f"{line} - {problem}" if problem else line)


def _say(what: str, **values: Any) -> str:
    return _WORDS[what][get_settings().language == "zh"].format(**values)


def _write(execution: Execution, level: int, message: str) -> None:
    name = execution.definition.body.get("log") if execution.definition else ""
    if not name:
        return
    record = logging.LogRecord("watchbell", level, "", 0, message, None, None)
    try:
        _append(data_path(name), _format.format(record) + "\n")
    except OSError as error:
        logging.getLogger("TaskExecutor").warning("the task log %s cannot be written: %s", name, error)


def _append(path: Path, line: str) -> None:
    try:
        file = path.open("a", encoding="utf-8")
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = path.open("a", encoding="utf-8")
    with file:
        file.write(line)
