"""What happens to executions, in the engine's own log (seed 004, 关键日志事件): one line for each event.

A busy engine starts and ends a thousand executions a second, so the lines of one transaction are one
record: writing a record costs many times what making a line does.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from watchbell.conf import get_settings
from watchbell.executions.models import Execution
from watchbell.executions.signals import executions_finished, executions_started
from watchbell.executions.wording import error_text
from watchbell.kernel.status import Status

Line = tuple[int, str]

_log = logging.getLogger("TaskExecutor")
_LONGEST_PROBLEM = 300
_LEVELS = {Status.FAILED: logging.WARNING, Status.TIMEOUT: logging.WARNING, Status.LOST: logging.ERROR}
_WORDS = {
    "en": {
        "started": "{what}: execution {id} started ({trigger}{attempt})",
        "attempt": ", attempt {number}",
        "skipped": "{what}: execution {id} skipped ({reason})",
        "ended": "{what}: execution {id} ended: {status}{why}{duration}{problem}{again}",
        "why": " ({reason})",
        "duration": ", {seconds:.3f} s",
        "problem": " - {text}",
        "again": "; attempt {number} follows",
    },
    "zh": {
        "started": "{what}：执行 {id} 开始（{trigger}{attempt}）",
        "attempt": "，第 {number} 次尝试",
        "skipped": "{what}：执行 {id} 已跳过（{reason}）",
        "ended": "{what}：执行 {id} 结束：{status}{why}{duration}{problem}{again}",
        "why": "（{reason}）",
        "duration": "，用时 {seconds:.3f} 秒",
        "problem": " - {text}",
        "again": "；将进行第 {number} 次尝试",
    },
}


def connect() -> None:
    """Writes a line for each start and end from now on."""
    executions_started.connect(_note_starts, dispatch_uid="engine_log_start")
    executions_finished.connect(_note_ends, dispatch_uid="engine_log_end")


def write_lines(log: logging.Logger, lines: Iterable[Line]) -> None:
    """Hands `lines` (level, text) to `log`: one record for those of each level, for its formatter to part."""
    by_level: dict[int, list[str]] = {}
    for level, text in lines:
        by_level.setdefault(level, []).append(text)
    for level, texts in by_level.items():
        log.log(level, "%s", "\n".join(texts), extra={"each_line_is_an_event": True})


def say(en: str, zh: str) -> str:
    """The words of the log in the language of this installation."""
    return zh if get_settings().language == "zh" else en


def on_one_line(text: str) -> str:
    """What others wrote must not look like lines of this log."""
    return " ".join(text.split())


def _note_starts(executions: list[Execution], **_: Any) -> None:
    if _log.isEnabledFor(logging.INFO):
        transaction.on_commit(lambda: write_lines(_log, map(_start_line, executions)), robust=True)


def _note_ends(executions: list[Execution], **_: Any) -> None:
    if _log.isEnabledFor(logging.ERROR):
        transaction.on_commit(lambda: write_lines(_log, map(_end_line, executions)), robust=True)


def _start_line(execution: Execution) -> Line:
    words = _WORDS[get_settings().language]
    attempt = words["attempt"].format(number=execution.attempt) if execution.attempt > 1 else ""
    facts = {"what": _what(execution), "id": execution.execution_id, "trigger": execution.trigger}
    return logging.INFO, words["started"].format(attempt=attempt, **facts)


def _end_line(execution: Execution) -> Line:
    words = _WORDS[get_settings().language]
    status = Status(execution.status)
    facts = {"what": _what(execution), "id": execution.execution_id}
    if status is Status.SKIPPED:
        return logging.INFO, words["skipped"].format(reason=execution.reason, **facts)
    seconds, problem = execution.duration, _problem(execution)
    line = words["ended"].format(
        status=execution.status,
        why=words["why"].format(reason=execution.reason) if execution.reason else "",
        duration="" if seconds is None else words["duration"].format(seconds=seconds),
        problem=words["problem"].format(text=problem) if problem else "",
        again="" if execution.final else words["again"].format(number=execution.attempt + 1),
        **facts,
    )
    return _LEVELS.get(status, logging.INFO), line


def _what(execution: Execution) -> str:
    return on_one_line(execution.origin.replace(":", " ", 1))


def _problem(execution: Execution) -> str:
    if execution.status == Status.SUCCESS:
        return ""
    return on_one_line(error_text(execution, get_settings().language))[:_LONGEST_PROBLEM]
