"""How the steps of one pipeline stand: few columns of its step rows, read with one statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection

from watchbell.executions.models import Execution
from watchbell.kernel.status import ACTIVE

STEP = "step"


class Standing(NamedTuple):
    """The latest attempt of one step, or of one value of its matrix."""

    execution_id: str
    status: str
    reason: str
    attempt: int
    runner: str
    cancel_requested: bool

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE


class Board:
    """Step rows by their key: `build`, or `test[2]` for the third value of a matrix."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self.by_key: dict[str, Standing] = {}
        self.keys_of: dict[str, list[str]] = {}
        for origin, *columns in rows:
            self.put(origin.rpartition("/")[2], Standing._make(columns))

    def put(self, key: str, standing: Standing) -> None:
        known = self.by_key.get(key)
        if known is None:
            self.keys_of.setdefault(key.partition("[")[0], []).append(key)
        elif known.attempt > standing.attempt:
            return
        self.by_key[key] = standing

    def of_step(self, step_id: str) -> list[Standing]:
        """Its rows, as `sorted_keys` has them."""
        return [self.by_key[key] for key in self.sorted_keys(step_id)]

    def sorted_keys(self, step_id: str) -> list[str]:
        """Its key, or those of its matrix in the order of the values."""
        return sorted(self.keys_of.get(step_id, ()), key=lambda key: position_of(key) or 0)

    @property
    def active(self) -> list[Standing]:
        return [standing for standing in self.by_key.values() if standing.status in ACTIVE]


_COLUMNS = "origin, execution_id, status, reason, attempt, runner, cancel_requested"


def read_board(pipeline_id: str) -> Board:
    table = Execution._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {_COLUMNS} FROM "{table}" WHERE parent_id = %s', [pipeline_id])  # noqa: S608
        return Board(cursor.fetchall())


def origin_of_step(pipeline_origin: str, key: str) -> str:
    """`step:nightly/build`: the steps of a task's pipeline have the same origins in each execution of it.

    Of a pipeline that is a step itself, the innermost step counts.
    """
    owner = pipeline_origin.partition(":")[2].rpartition("/")[2].partition("[")[0]
    return f"{STEP}:{owner}/{key}"


def key_of(origin: str) -> str:
    return origin.rpartition("/")[2]


def step_of(key: str) -> str:
    return key.partition("[")[0]


def position_of(key: str) -> int | None:
    """Which value of the matrix, from 0; None where the step has no matrix."""
    _, bracket, rest = key.partition("[")
    return int(rest[:-1]) if bracket else None
