"""Keeps the frozen description of what ran; the same description is kept once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from django.db import transaction

from watchbell.executions.models import Definition, Execution
from watchbell.executors.base import ExecutionSpec

__all__ = ["ExecutionSpec", "attach_definitions", "definition_of", "definitions_of", "spec_of"]

_known: set[str] = set()
_MOST_KNOWN = 50_000
_read: dict[str, Definition] = {}
_MOST_READ = 2_000


def definition_of(spec: ExecutionSpec) -> Definition:
    """The saved row of `spec`."""
    return definitions_of([spec])[0]


def definitions_of(specs: Sequence[ExecutionSpec]) -> list[Definition]:
    """The saved rows of `specs`; those that are new go in by one statement."""
    made: dict[int, Definition] = {}
    for spec in specs:
        if id(spec) not in made:
            made[id(spec)] = _definition(spec)
    fresh = {one.digest: one for one in made.values() if one.digest not in _known}
    if fresh:
        Definition.objects.bulk_create(fresh.values(), ignore_conflicts=True)
        transaction.on_commit(lambda: _remember(fresh))
    return [made[id(spec)] for spec in specs]


def _definition(spec: ExecutionSpec) -> Definition:
    body = dict(vars(spec))
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return Definition(digest=digest, body=body)


def spec_of(definition: Definition) -> ExecutionSpec:
    return definition.spec


def attach_definitions(executions: Iterable[Execution]) -> None:
    """Gives each execution its definition; one that was read lately is not read again."""
    executions = list(executions)
    wanted = {row.definition_id for row in executions if row.definition_id}
    missing = wanted - _read.keys()
    if missing:
        if len(_read) + len(missing) > _MOST_READ:
            _read.clear()
            missing = wanted
        _read.update(Definition.objects.in_bulk(sorted(missing)))
    for row in executions:
        row.definition = _read.get(row.definition_id or "")


def _remember(digests: Iterable[str]) -> None:
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known.update(digests)
