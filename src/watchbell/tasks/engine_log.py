"""What happens to the definitions of tasks, in the engine's own log (seed 004): loading, and changes."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction

from watchbell.conf import get_settings
from watchbell.executions.engine_log import write_lines
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.models import Task
from watchbell.tasks.signals import task_deleted, tasks_saved
from watchbell.tasks.store import get_store
from watchbell.tasks.stores.database import DatabaseTaskStore

_log = logging.getLogger("TaskLoader")
_WORDS = {
    "loaded": ("tasks loaded: {count}, enabled: {enabled}", "已加载任务：{count}，已启用：{enabled}"),
    "added": ("task {name} added{disabled}", "任务 {name} 已添加{disabled}"),
    "not_enabled": (", disabled", "，未启用"),
    "enabled": ("task {name} enabled", "任务 {name} 已启用"),
    "disabled": ("task {name} disabled", "任务 {name} 已停用"),
    "changed": ("task {name} changed: {fields}", "任务 {name} 已修改：{fields}"),
    "deleted": ("task {name} deleted", "任务 {name} 已删除"),
}

Change = tuple[TaskDefinition, TaskDefinition | None]


def connect() -> None:
    """Writes a line for each task that is added, changed or deleted from now on."""
    tasks_saved.connect(_note_saved, dispatch_uid="engine_log_saved")
    task_deleted.connect(_note_deleted, dispatch_uid="engine_log_deleted")


def note_loaded() -> None:
    """Writes how many tasks this engine starts with."""
    store = get_store()
    if isinstance(store, DatabaseTaskStore):  # which may have many
        count, enabled = Task.objects.count(), Task.objects.filter(task_enabled=True).count()
    else:
        tasks = store.get_all_tasks()
        count, enabled = len(tasks), sum(task.task_enabled for task in tasks)
    _write(_say("loaded", count=count, enabled=enabled))


def _note_saved(tasks: list[Change], **_: Any) -> None:
    lines = [line for task, previous in tasks for line in _lines(task, previous)]
    transaction.on_commit(lambda: _write(*lines))


def _note_deleted(task_id: str, **_: Any) -> None:
    transaction.on_commit(lambda: _write(_say("deleted", name=task_id)))


def _lines(task: TaskDefinition, previous: TaskDefinition | None) -> list[str]:
    """Names of fields alone: values may be secret."""
    if previous is None:
        disabled = "" if task.task_enabled else _say("not_enabled")
        return [_say("added", name=task.task_id, disabled=disabled)]
    now, before = task.to_json(), previous.to_json()
    fields = [name for name in now if now[name] != before.get(name)]
    lines = []
    if "task_enabled" in fields:
        fields.remove("task_enabled")
        lines.append(_say("enabled" if task.task_enabled else "disabled", name=task.task_id))
    if fields:
        lines.append(_say("changed", name=task.task_id, fields=", ".join(fields)))
    return lines


def _say(what: str, **values: Any) -> str:
    return _WORDS[what][get_settings().language == "zh"].format(**values)


def _write(*lines: str) -> None:
    write_lines(_log, ((logging.INFO, line) for line in lines))
