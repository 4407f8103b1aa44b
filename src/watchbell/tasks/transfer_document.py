"""From a text or an object to checked tasks, with the path and line of everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from watchbell.errors import ConfigurationError, InvalidInput, MalformedRequest, WatchbellError
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.definition_errors import unknown_field
from watchbell.tasks.definition_plain import check_plain, joined
from watchbell.tasks.transfer_json import decoded, json_lines, read_json
from watchbell.tasks.transfer_yaml import read_yaml

Format = Literal["json", "yaml"]
Source = str | bytes | Mapping[str, Any]
_KEYS = ("tasks",)


@dataclass(frozen=True)
class Document:
    """The tasks of one file. `raw` are their objects as they were written."""

    tasks: list[TaskDefinition]
    raw: list[dict[str, Any]]
    lines: Callable[[], Mapping[str, int]]

    def locate(self, errors: Iterable[WatchbellError]) -> list[WatchbellError]:
        """Errors about tasks (`values["name"]`) as errors about this document: path and line."""
        positions = {task.task_id: f"tasks[{index}]" for index, task in enumerate(self.tasks)}
        found = list(errors)
        for error in found:
            path = positions.get(str(error.values.get("name")))
            if path:
                error.field = joined(path, error.field or "task_id")
        return with_lines(found, self.lines)


def read_document(source: Source, format: str = "json") -> Document:
    """The tasks `source` describes, each checked by itself; dependencies are checked by the store.

    Raises ConfigurationError for what is no such document, and InvalidInput with every error: `field` is
    the path (`tasks[3].task_schedule`), `values["line"]` the line of a text, from 1.
    """
    data, lines = _parse(source, format)
    errors: list[WatchbellError] = [*check_plain(data)]
    if errors:
        raise InvalidInput(with_lines(errors, lines))
    if not isinstance(data, dict) or not isinstance(data.get("tasks"), list):
        raise ConfigurationError("tasks_not_a_list", field="tasks")
    errors += [unknown_field(key, key, _KEYS) for key in data if key not in _KEYS]
    tasks = [_read(item, f"tasks[{index}]", errors) for index, item in enumerate(data["tasks"])]
    read = [task for task in tasks if task]
    errors += _twice(tasks)
    if errors:
        raise InvalidInput(with_lines(errors, lines))
    return Document(read, data["tasks"], lines)


def with_lines(errors: list[WatchbellError], lines: Callable[[], Mapping[str, int]]) -> list[WatchbellError]:
    """Adds to each error the line of its field, or of the nearest part around it that is there."""
    known = lines()
    for error in errors:
        path = error.field or ""
        while path and path not in known:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        if path in known:
            error.values["line"] = known[path]
    return errors


def _parse(source: Source, format: str) -> tuple[Any, Callable[[], Mapping[str, int]]]:
    if isinstance(source, Mapping):
        return dict(source), dict
    text = decoded(source) if isinstance(source, bytes) else source
    if format == "json":
        return read_json(text), lambda: json_lines(text)
    if format == "yaml":
        value, lines = read_yaml(text)
        return value, lambda: lines
    raise MalformedRequest("unknown_format", format=format)


def _read(item: object, path: str, errors: list[WatchbellError]) -> TaskDefinition | None:
    try:
        return TaskDefinition.read(item)
    except InvalidInput as found:
        for error in found.errors:
            error.field = joined(path, error.field) if error.field else path
        errors += found.errors
        return None


def _twice(tasks: Iterable[TaskDefinition | None]) -> list[WatchbellError]:
    seen: set[str] = set()
    errors: list[WatchbellError] = []
    for index, task in enumerate(tasks):
        if task and task.task_id in seen:
            errors.append(
                ConfigurationError("task_twice", field=f"tasks[{index}].task_id", name=task.task_id)
            )
        elif task:
            seen.add(task.task_id)
    return errors
