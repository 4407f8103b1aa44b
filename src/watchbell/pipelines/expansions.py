"""How many rows each step with a matrix has, and with which values."""

from __future__ import annotations

from watchbell.pipelines.board import Board
from watchbell.pipelines.matrix import NotAList, Values, expand
from watchbell.pipelines.plan import Step
from watchbell.pipelines.references import Lookup, MissingValue, references

_MOST_KEPT = 200
_kept: dict[tuple[str, str], list[Values]] = {}


class Expansions:
    """Of one pipeline. What a matrix stands for does not change once the steps it refers to have ended."""

    def __init__(self, pipeline_id: str, lookup: Lookup) -> None:
        self._pipeline_id = pipeline_id
        self._lookup = lookup
        self._known: dict[str, list[Values]] = {}

    def of(self, step: Step) -> list[Values]:
        """Raises NotAList, MissingValue."""
        known = self._known.get(step.id)
        if known is None:
            known = self._known[step.id] = self._expand(step)
        return known

    def count(self, step: Step) -> int:
        """How many rows the step has in the end: one where there are no values, or no list of them."""
        if step.matrix is None:
            return 1
        try:
            return len(self.of(step)) or 1
        except (NotAList, MissingValue):
            return 1

    def is_partial(self, step: Step, board: Board) -> bool:
        """Whether some rows of the step are there, and others are not."""
        keys = board.keys_of.get(step.id)
        if not keys or step.matrix is None or step.id in keys:
            return False
        return len(keys) < self.count(step)

    def _expand(self, step: Step) -> list[Values]:
        if not any(True for _ in references(step.matrix)):
            return expand(step.matrix, self._lookup)
        key = (self._pipeline_id, step.id)
        if key not in _kept:
            values = expand(step.matrix, self._lookup)
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[key] = values
        return _kept[key]
