"""The table of executors has no empty cell: each is a test, or says why it does not apply."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from watchbell.executors import registry
from watchbell.testing.conformance import why_own
from watchbell.testing.executor_suite import CELLS, Cell, ExecutorSuite

_TESTS = Path(__file__).parents[1]
_WITHOUT_A_ROW = {
    "pipeline": "it runs nothing itself: its steps are executions of the executors in the table"
}


def _rows() -> list[type[ExecutorSuite]]:
    files = [*_TESTS.glob("executors/*/test_conformance*.py"), _TESTS / "product/test_executors.py"]
    for file in files:
        import_module(".".join(("tests", *file.relative_to(_TESTS).with_suffix("").parts)))
    return [suite for suite in ExecutorSuite.__subclasses__() if suite.__module__.startswith("tests.")]


def test_every_cell_is_a_test_of_the_suite() -> None:
    assert set(CELLS.values()) == set(Cell)
    assert all(callable(getattr(ExecutorSuite, name)) for name in CELLS)


def test_every_executor_has_a_row() -> None:
    names = {row.row or row.__name__.removeprefix("Test").lower() for row in _rows()}
    words = {word for name in names for word in name.lower().replace("-", " ").split()}
    assert set(registry.all()) - words - _WITHOUT_A_ROW.keys() == set()


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row.row or row.__name__)
def test_a_cell_that_does_not_apply_says_why(row: type[ExecutorSuite]) -> None:
    assert set(row.not_applicable) <= set(Cell)
    assert all(len(reason) > 20 for reason in row.not_applicable.values())
    assert "no reason given" not in {why_own(row, name) for name in CELLS}
    assert all(callable(getattr(row, name)) for name in CELLS), "a cell is declared, not removed"
