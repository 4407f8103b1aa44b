"""Registers the scripts of a folder: what is new, changed, gone, and what people edited since (seed 003)."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from watchbell.conf import get_settings
from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.scripts.discovery import Discovery, Found, discover
from watchbell.scripts.models import Script, ScriptFolder

DESCRIBED = ("description", "script_type", "parameters_schema", "timeout")
"""What a file says of a script, and people may say otherwise."""

_LONGEST_PATH = 1000
_UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Entry:
    """One script of a scan. `fields` change; `edited` were edited by people and keep what they have."""

    name: str
    script_path: str
    fields: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "script_path": self.script_path,
            "fields": list(self.fields),
            "edited": list(self.edited),
        }


@dataclass
class Registration:
    """What a scan of `folder` changed, or would change. `problems` name their file in `field`."""

    folder: str
    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    missing: list[Entry] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    problems: list[WatchbellError] = field(default_factory=list)

    def to_json(self, language: str) -> dict[str, Any]:
        return {
            "folder": self.folder,
            **{
                kind: [entry.to_json() for entry in getattr(self, kind)]
                for kind in ("new", "changed", "missing", "unchanged")
            },
            "problems": [
                {
                    "code": problem.code,
                    "message": problem.message(language),
                    "field": problem.field,
                    "hint": problem.hint(language),
                }
                for problem in self.problems
            ],
        }


def register(folder: Path, *, force: bool = False, dry_run: bool = False) -> Registration:
    """Reads the scripts of `folder` and saves them, all or nothing; with `dry_run` only tells.

    The folder becomes one whose scripts may run. `force` overwrites what people edited. Raises
    ConfigurationError where the folder cannot be read, or holds the data of Watchbell.
    """
    real = Path(os.path.realpath(folder))
    if len(str(real)) > _LONGEST_PATH:
        raise ConfigurationError("script_folder_missing", field="folder", path=str(real)[:100])
    data = Path(os.path.realpath(get_settings().data_dir))
    if real == Path(real.anchor) or real == data or real in data.parents:
        raise ConfigurationError("script_folder_refused", field="folder", path=str(real))
    discovery = discover(real)
    with transaction.atomic():
        registration = _Scan(real, discovery, force, dry_run).run()
    if real.stat().st_mode & stat.S_IWOTH:
        registration.problems.append(ConfigurationError("script_folder_open", field="folder", path=str(real)))
    return registration


class _Scan:
    def __init__(self, folder: Path, discovery: Discovery, force: bool, dry_run: bool) -> None:
        self._discovery = discovery
        self._force = force
        self._write = not dry_run
        self._folder = ScriptFolder.objects.filter(path=str(folder)).first() or ScriptFolder(path=str(folder))
        self._result = Registration(str(folder), problems=list(discovery.problems))

    def run(self) -> Registration:
        names = [found.name for found in self._discovery.scripts]
        known = {
            script.name: script for script in Script.objects.select_related("folder").filter(name__in=names)
        }
        if self._write and self._folder.pk is None:
            self._folder.save()
        for found in self._discovery.scripts:
            self._take(found, known.get(found.name))
        self._note_unreadable()
        self._note_missing(names)
        return self._result

    def _take(self, found: Found, script: Script | None) -> None:
        if script is None:
            self._add(found)
        elif script.folder_id == self._folder.pk:
            self._update(found, script)
        else:
            other = str(Path(script.folder.path) / script.script_path)
            name = found.script_path
            self._result.problems.append(
                ConfigurationError("script_name_taken", field=name, path=name, other=other)
            )

    def _add(self, found: Found) -> None:
        self._result.new.append(Entry(found.name, found.script_path, DESCRIBED))
        if self._write:
            described = _described(found)
            Script.objects.create(
                name=found.name,
                folder=self._folder,
                script_path=found.script_path,
                digest=found.digest,
                found=_kept(found, switched_off=found.problem is not None),
                is_active=found.problem is None,
                **described,
            )

    def _update(self, found: Found, script: Script) -> None:
        described = _described(found)
        edited = [name for name in DESCRIBED if getattr(script, name) != script.found.get(name)]
        differs = [name for name in DESCRIBED if getattr(script, name) != described[name]]
        fields = [name for name in differs if self._force or name not in edited]
        kept = tuple(name for name in differs if name not in fields)
        is_new_text = script.digest != found.digest
        switched = self._activity(script, found).get("is_active", script.is_active) != script.is_active
        if not (fields or is_new_text or script.is_missing or switched):
            self._result.unchanged.append(Entry(found.name, found.script_path, (), kept))
        else:
            told = (
                *fields,
                *(["digest"] if is_new_text else []),
                *(["is_missing"] if script.is_missing else []),
                *(["is_active"] if switched else []),
            )
            self._result.changed.append(Entry(found.name, found.script_path, told, kept))
        if self._write:
            self._save(script, found, {name: described[name] for name in fields})

    def _save(self, script: Script, found: Found, columns: dict[str, Any]) -> None:
        columns |= {
            "digest": found.digest,
            **self._activity(script, found),
            "is_missing": False,
            "script_path": found.script_path,
        }
        changed = {name: value for name, value in columns.items() if getattr(script, name) != value}
        if changed:
            Script.objects.filter(pk=script.pk).update(**changed, updated_at=timezone.now())

    def _activity(self, script: Script, found: Found) -> dict[str, Any]:
        """Switched off as long as the file states parameters nobody can read, unless people stated them."""
        by_people = not self._force and script.parameters_schema != script.found.get("parameters_schema")
        off = bool(script.found.get("switched_off"))
        if found.problem is None:
            return {"found": _kept(found), **({"is_active": True} if off else {})}
        if by_people:
            return {"found": _kept(found, switched_off=off and not script.is_active)}
        return {"found": _kept(found, switched_off=off or script.is_active), "is_active": False}

    def _note_unreadable(self) -> None:
        """What was read before stays, with the reason why there is nothing newer."""
        if not self._write:
            return
        problems = self._discovery.unreadable
        for script in Script.objects.filter(folder=self._folder, name__in=problems):
            found = {**script.found, _UNREADABLE: _as_kept(problems[script.name])}
            if found != script.found:
                Script.objects.filter(pk=script.pk).update(found=found)

    def _note_missing(self, names: list[str]) -> None:
        """A file that is there but cannot be read is a problem, not a missing script."""
        if self._folder.pk is None:
            return
        gone = Script.objects.filter(folder=self._folder).exclude(
            name__in=[*names, *self._discovery.unreadable]
        )
        self._result.missing += [Entry(script.name, script.script_path) for script in gone.order_by("name")]
        if self._write:
            gone.filter(is_missing=False).update(is_missing=True, updated_at=timezone.now())


def _kept(found: Found, *, switched_off: bool = False) -> dict[str, Any]:
    """What is remembered of a scan: what the file says, and what is wrong with it."""
    problem = found.problem
    wrong = {"problem": _as_kept(problem)} if problem else {}
    return {**_described(found), **wrong, **({"switched_off": True} if switched_off else {})}


def _as_kept(problem: WatchbellError) -> dict[str, Any]:
    return {"code": problem.code, "values": problem.values}


def problem_of(script: Script) -> WatchbellError | None:
    """What the last scan found wrong with what its file states of its parameters."""
    kept = script.found.get("problem")
    return ConfigurationError(kept["code"], field="parameters_schema", **kept["values"]) if kept else None


def trouble_of(script: Script) -> WatchbellError | None:
    """Why `script` cannot be used as its file is; None where it can, or people stated its parameters."""
    if kept := script.found.get(_UNREADABLE):
        return ConfigurationError(kept["code"], field="script_path", **kept["values"])
    return None if states_parameters(script) else problem_of(script)


def states_parameters(script: Script) -> bool:
    """Whether people stated its parameters in place of the file."""
    return bool(script.parameters_schema != script.found.get("parameters_schema"))


def _described(found: Found) -> dict[str, Any]:
    return {name: getattr(found, name) for name in DESCRIBED}
