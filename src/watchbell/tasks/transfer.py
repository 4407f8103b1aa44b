"""Tasks from and to other installations, and from and to files in Git."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from watchbell.errors import Conflict, DependencyError, InvalidInput, MalformedRequest, WatchbellError
from watchbell.tasks.store import get_store
from watchbell.tasks.transfer_document import Document, Format, Source, read_document
from watchbell.tasks.transfer_yaml import plain_value

OnConflict = Literal["update", "skip", "refuse"]


@dataclass
class ImportReport:
    """The ids of the tasks of an import, by what became of them."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def import_tasks(
    source: Source,
    *,
    format: str = "json",
    user: str = "",
    on_conflict: OnConflict = "update",
    dry_run: bool = False,
) -> ImportReport:
    """Saves the tasks of a text or object, all or none; with `dry_run` it only tells what would happen.

    `on_conflict` says what becomes of a task that exists and is another: update it, skip it, or refuse
    the import. Raises ConfigurationError or InvalidInput with the path and line of every error.
    """
    document = read_document(source, format)
    report, versions = _compare(document, on_conflict)
    tasks = [task for task in document.tasks if task.task_id in versions]
    if not dry_run:
        try:
            get_store().save_tasks(tasks, user=user, expected_versions=versions)
        except DependencyError as error:
            raise InvalidInput(document.locate([error])) from None
        except InvalidInput as error:
            raise InvalidInput(document.locate(error.errors)) from None
    return report


def export_tasks() -> dict[str, Any]:
    """Every task, in the form that `import_tasks` reads and the seed's `tasks.json` has."""
    return {"tasks": [task.to_sparse_json() for task in get_store().get_all_tasks()]}


def export_text(format: Format = "json") -> str:
    """`export_tasks` as a text. Raises MalformedRequest for a format there is not."""
    if format == "json":
        return to_text(export_tasks())
    if format == "yaml":
        text: str = yaml.dump(
            export_tasks(), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000
        )
        return text
    raise MalformedRequest("unknown_format", format=format)


def to_text(data: dict[str, Any]) -> str:
    """JSON as people like to read it, and as the seed's files have it."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def to_yaml(data: dict[str, Any]) -> str:
    """YAML that `read_yaml`, and a reader of YAML 1.1, read back as it was."""
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000)
    return text


def _compare(document: Document, on_conflict: OnConflict) -> tuple[ImportReport, dict[str, int]]:
    """What is to be done; and of what is to be saved the versions, so that nothing newer is overwritten."""
    report, versions, refused = ImportReport(), dict[str, int](), list[WatchbellError]()
    kept = get_store().get_records([task.task_id for task in document.tasks])
    for task in document.tasks:
        name, old = task.task_id, kept.get(task.task_id)
        if old is None:
            report.created.append(name)
            versions[name] = 0
        elif old.task.canonical() == task.canonical():
            report.unchanged.append(name)
        elif on_conflict == "skip":
            report.skipped.append(name)
        elif on_conflict == "refuse":
            refused.append(Conflict("task_exists", name=name))
        else:
            report.updated.append(name)
            versions[name] = old.version
    if refused:
        raise InvalidInput(document.locate(refused))
    return report, versions


_OTHER_LINE_ENDS = frozenset("\r\x85\u2028\u2029")


class _Dumper(yaml.SafeDumper):
    """Writes no aliases, quotes what YAML 1.1 would not read as text, and keeps long texts readable."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if not _OTHER_LINE_ENDS.isdisjoint(text):
        style: str | None = '"'  # escaped there, and read as a space or a line end anywhere else
    else:
        style = "|" if "\n" in text else None if plain_value(text) == text else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
