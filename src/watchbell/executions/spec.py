"""The frozen description of what an execution runs; `Definition.body` is its JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from watchbell.executions.models import Definition


@dataclass(frozen=True)
class ExecutionSpec:
    """What to run and how. Durations are in seconds, `log` is relative to the data directory."""

    executor: str
    program: str
    name: str = ""
    config: dict[str, Any] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    timeout: float | None = None
    limits: dict[str, float] = field(default_factory=dict)
    retry: dict[str, Any] | None = None
    log: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def saved(self) -> Definition:
        """The row that keeps this description; the same description is kept once."""
        body = self.to_json()
        digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        if digest not in _known:
            Definition.objects.bulk_create([Definition(digest=digest, body=body)], ignore_conflicts=True)
            _remember(digest)
        return Definition(digest=digest, body=body)


_known: set[str] = set()


def _remember(digest: str) -> None:
    from django.db import transaction

    if len(_known) > 50_000:
        _known.clear()
    transaction.on_commit(lambda: _known.add(digest))
