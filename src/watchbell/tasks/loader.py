"""The task loader (seed 004, 任务加载器): a file of tasks, read and checked as a whole."""

from __future__ import annotations

from pathlib import Path

from watchbell.errors import ConfigurationError, InvalidInput, SystemFailure
from watchbell.kernel.found import system_words
from watchbell.tasks.stores.rules import dependency_errors
from watchbell.tasks.transfer_document import Document, read_document


def load_tasks(path: Path) -> Document:
    """The tasks of the JSON file at `path`.

    Raises ConfigurationError or InvalidInput with path and line of what is wrong, also in what depends
    on what, and SystemFailure where the file cannot be read.
    """
    return check_tasks(read_file(path))


def check_tasks(content: bytes) -> Document:
    """Like `load_tasks`, for the content of a file."""
    document = read_document(content)
    dependencies = {task.task_id: task.task_dependencies for task in document.tasks}
    errors = dependency_errors(dependencies, lambda _: {})
    if errors:
        raise InvalidInput(document.locate(errors))
    return document


def read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ConfigurationError("file_missing", path=str(path)) from None
    except OSError as error:
        raise SystemFailure("file_unreadable", path=str(path), **system_words(error).details()) from error
