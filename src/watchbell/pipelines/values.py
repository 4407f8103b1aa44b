"""What references stand for while a pipeline runs. Results are read when they are asked for, and once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from watchbell.executions.models import Execution
from watchbell.kernel.rollup import together
from watchbell.pipelines.board import Board, Standing
from watchbell.pipelines.plan import Plan
from watchbell.pipelines.references import MissingValue, Path, walk
from watchbell.pipelines.states import instance_outcome


class PipelineValues:
    """The values all steps of one pipeline see."""

    def __init__(self, plan: Plan, board: Board, parameters: dict[str, Any]) -> None:
        self._plan = plan
        self._board = board
        self._parameters = parameters
        self._rows: dict[str, tuple[Any, int | None]] = {}
        self._loaded: set[str] = set()

    def load(self, step_ids: Iterable[str]) -> None:
        """Reads the results of these steps with one statement."""
        fresh = set(step_ids) - self._loaded
        self._loaded |= fresh
        ids = [one.execution_id for step in fresh for one in self._board.of_step(step)]
        for start in range(0, len(ids), 500):
            rows = Execution.objects.filter(pk__in=ids[start : start + 500])
            for key, result, code in rows.values_list("pk", "result", "return_code"):
                self._rows[key] = (result, code)

    def lookup(self, path: Path, matrix: dict[str, Any] | None = None) -> Any:
        """The value at `path`. Raises MissingValue."""
        if path[0] == "parameters":
            return walk(self._parameters, path[1:], path)
        if path[0] == "matrix" and matrix is not None:
            return walk(matrix, path[1:], path)
        if path[0] == "steps" and len(path) > 2:
            return walk(self._of_step(path), path[3:], path)
        raise MissingValue(path)

    def _of_step(self, path: Path) -> Any:
        step_id, name = path[1], path[2]
        standings = self._board.of_step(step_id)
        if not standings or step_id not in self._plan.by_id:
            raise MissingValue(path)
        is_one = self._plan.by_id[step_id].matrix is None
        if name == "status" and not is_one:
            return self._common_status(step_id, standings)
        if name in ("result", "return_code"):
            self.load([step_id])
        values = [self._value(standing, name) for standing in standings]
        if is_one and values[0] is None:
            raise MissingValue(path)
        return values[0] if is_one else values

    def _value(self, standing: Standing, name: str) -> Any:
        if name in ("result", "return_code"):
            result, code = self._rows.get(standing.execution_id, (None, None))
            return result if name == "result" else code
        return getattr(standing, name, None)

    def _common_status(self, step_id: str, standings: list[Standing]) -> str:
        """One status for all values of a matrix: the first of those that weigh most."""
        step = self._plan.by_id[step_id]
        whole = together(instance_outcome(step, one) for one in standings)
        return next(one.status for one in standings if instance_outcome(step, one) == whole)
