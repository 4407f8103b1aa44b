"""Keeps the frozen description of what ran; the same description is kept once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from django.db import transaction

from watchbell.executions.models import Definition
from watchbell.executors.base import ExecutionSpec

__all__ = ["ExecutionSpec", "definition_of", "spec_of"]

_known: set[str] = set()
_MOST_KNOWN = 50_000


def definition_of(spec: ExecutionSpec) -> Definition:
    """The saved row of `spec`."""
    body = asdict(spec)
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    if digest not in _known:
        Definition.objects.bulk_create([Definition(digest=digest, body=body)], ignore_conflicts=True)
        transaction.on_commit(lambda: _remember(digest))
    return Definition(digest=digest, body=body)


def spec_of(definition: Definition) -> ExecutionSpec:
    return ExecutionSpec(**definition.body)


def _remember(digest: str) -> None:
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known.add(digest)
