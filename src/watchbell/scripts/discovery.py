"""Finds the scripts of a folder and what they say of themselves. They are read, never imported."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.kernel.found import system_words
from watchbell.scripts.discovery_explicit import Stated, stated
from watchbell.scripts.discovery_parameters import inferred
from watchbell.scripts.discovery_source import Source, read_source
from watchbell.scripts.discovery_words import description_of, type_of

_LONGEST_NAME = 100


@dataclass(frozen=True)
class Found:
    """One script as its file describes it. `script_path` is relative to the folder, `timeout` in seconds."""

    name: str
    script_path: str
    digest: str
    description: str
    script_type: str
    parameters_schema: dict[str, Any]
    timeout: float | None
    problem: WatchbellError | None = None
    """Why its parameters are not known, though it states them: it must not run unchecked."""


@dataclass(frozen=True)
class Discovery:
    """`problems` name their file in `field`; a file with one may still be among `scripts`."""

    scripts: list[Found] = field(default_factory=list)
    problems: list[WatchbellError] = field(default_factory=list)
    unreadable: dict[str, WatchbellError] = field(default_factory=dict)
    """By the name the script would have: why its file tells nothing."""


def discover(folder: Path) -> Discovery:
    """The `.py` files right in `folder`; names that begin with '_' or '.' are not scripts.

    Raises ConfigurationError where the folder itself cannot be read.
    """
    scripts: list[Found] = []
    problems: list[WatchbellError] = []
    unreadable: dict[str, WatchbellError] = {}
    for path in _candidates(folder):
        try:
            found, notes = describe(path, folder)
        except WatchbellError as error:
            problems.append(error)
            unreadable[path.stem] = error
            continue
        scripts.append(found)
        problems += notes
    return Discovery(scripts, problems, unreadable)


def describe(path: Path, folder: Path) -> tuple[Found, list[WatchbellError]]:
    """What one file says of itself, and what in it could not be used. Raises ConfigurationError."""
    name = path.stem
    if not name.isprintable() or not 0 < len(name) <= _LONGEST_NAME:
        shown = path.name.encode(errors="replace").decode()[:120]
        raise ConfigurationError("script_bad_name", field=shown, path=shown)
    source = read_source(path, folder)
    explicit = stated(source)
    schema, notes = _schema(source, explicit)
    found = Found(
        name=name,
        script_path=path.name,
        digest=source.digest,
        description=explicit.description or description_of(source),
        script_type=explicit.script_type or type_of(source),
        parameters_schema=schema,
        timeout=explicit.timeout,
        problem=explicit.problems[0] if explicit.problems else None,
    )
    return found, explicit.problems + notes


def _schema(source: Source, explicit: Stated) -> tuple[dict[str, Any], list[WatchbellError]]:
    """What is stated counts; only where nothing is, the code tells."""
    if explicit.parameters_schema is not None:
        return explicit.parameters_schema, []
    return inferred(source)


def _candidates(folder: Path) -> list[Path]:
    try:
        entries = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        raise ConfigurationError("script_folder_missing", field="folder", path=str(folder)) from None
    except OSError as error:
        raise ConfigurationError(
            "script_folder_unreadable", field="folder", path=str(folder), **system_words(error).details()
        ) from None
    return [path for path in entries if path.suffix == ".py" and path.name[0] not in "_."]
