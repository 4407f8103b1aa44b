"""The log of a pipeline: a line for each thing that happens to its steps.

Written in the transaction that it tells about, before its commit: who sees that a pipeline has ended finds
the whole log. After a crash in between a line may be there twice; none is missing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction

from watchbell.conf import get_settings
from watchbell.executions.events import hub
from watchbell.executions.log_store import log_store
from watchbell.executions.models import Execution
from watchbell.executions.wording import error_text
from watchbell.kernel.status import Status
from watchbell.pipelines.board import key_of

log = logging.getLogger("TaskExecutor")

_STATUS_ZH = {
    "success": "成功",
    "failed": "失败",
    "timeout": "超时",
    "cancelled": "已取消",
    "skipped": "已跳过",
    "lost": "失联",
}
_WORDS = {
    "began": ("pipeline started: {count} steps", "流水线开始：{count} 个步骤"),
    "resumed": ("goes on from execution {id}", "从执行 {id} 处继续"),
    "started": ("[{key}] started", "[{key}] 开始"),
    "waits": ("[{key}] waits for approval: {text}", "[{key}] 等待审批：{text}"),
    "reused": ("[{key}] success, taken over", "[{key}] 成功，沿用之前的结果"),
    "ended": (
        "[{key}] {status}, {duration:.3f} s{detail}",
        "[{key}] {status}，用时 {duration:.3f} 秒{detail}",
    ),
    "not_run": ("[{key}] {status} ({reason}){detail}", "[{key}] {status}（{reason}）{detail}"),
    "again": (" - tried again", " - 将重试"),
    "finished": ("pipeline ended: {status}{detail}", "流水线结束：{status}{detail}"),
}


def say(what: str, **values: object) -> str:
    return _WORDS[what][get_settings().language == "zh"].format(**values)


def write_lines(pipeline_id: str, lines: Iterable[str]) -> int:
    """Appends lines; returns the size of the log. A log that cannot be written stops nothing."""
    text = "".join(f"{line}\n" for line in lines)
    try:
        if text:
            with log_store().writer(pipeline_id) as writer:
                writer.append(text.encode(errors="replace"))
        size = log_store().size(pipeline_id)
    except OSError as error:
        log.warning("the log of pipeline %s cannot be written: %s", pipeline_id, error)
        return 0
    if text:
        grown = {"type": "log", "execution_id": pipeline_id, "log_bytes": size}
        transaction.on_commit(lambda: hub.publish(grown))
    return size


def end_line(row: Execution) -> str:
    """How one step ended."""
    language = get_settings().language
    problem = error_text(row, language)
    again = "" if row.final or row.status == Status.SKIPPED else say("again")
    facts = {
        "key": key_of(row.origin),
        "status": status_word(row.status),
        "detail": (f" - {problem}" if problem and row.status != Status.SUCCESS else "") + again,
    }
    if row.duration is None:
        return say("not_run", reason=row.reason, **facts)
    return say("ended", duration=row.duration, **facts)


def status_word(status: str) -> str:
    return _STATUS_ZH[status] if get_settings().language == "zh" else str(status)
