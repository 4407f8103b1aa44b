"""Runs the suite of executors and prints one table: a row for each executor, a column for each cell.

`python -m watchbell.testing.conformance [PATHS…]`; exit code 1 where a cell failed or is empty.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from typing import Any

import pytest

from watchbell.testing.executor_suite import CELLS, Cell, ExecutorSuite

_PATHS = ("tests/product/test_executors.py", "tests/executors")
_PASSED, _OWN, _FAILED, _NOT_RUN = "yes", "own", "FAILED", "-"


class Table:
    """A pytest plugin that runs nothing but cells, and notes what each came to."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[Cell, str]] = {}
        self._reasons: dict[str, dict[Cell, str]] = {}

    @property
    def is_good(self) -> bool:
        """Every cell passed, or says why it does not apply or has a test of its own."""
        return bool(self._rows) and all(
            row.get(cell) == _PASSED or (row.get(cell) in (_OWN, _NOT_RUN) and self._reasons[name].get(cell))
            for name, row in self._rows.items()
            for cell in Cell
        )

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if _cell(item)]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if (cell := _cell(item)) and (report.when == "call" or report.outcome != "passed"):
            self._note(item, cell, report)
        return report

    def lines(self) -> list[str]:
        width = max(map(len, Cell)) + 2
        names = list(self._rows)
        found = ["".join(["".ljust(width), *(name.ljust(len(name) + 3) for name in names)])]
        for cell in Cell:
            states = (self._rows[name].get(cell, "").ljust(len(name) + 3) for name in names)
            found.append("".join([cell.ljust(width), *states]))
        told = {
            f"{name}: {cell}: {reason}"
            for name, reasons in self._reasons.items()
            for cell, reason in reasons.items()
        }
        return [line.rstrip() for line in [*found, "", *sorted(told)]]

    def _note(self, item: Any, cell: Cell, report: pytest.TestReport) -> None:
        states = self._rows.setdefault(_row(item), {})
        reasons = self._reasons.setdefault(_row(item), {})
        if report.outcome == "skipped":
            states[cell], reasons[cell] = _NOT_RUN, _reason(report)
        elif report.outcome != "passed":
            states[cell] = _FAILED
        elif states.get(cell) != _FAILED:
            states[cell] = _PASSED
            if why := why_own(item.cls, item.originalname):
                states[cell], reasons[cell] = _OWN, f"a test of its own: {why}"


def why_own(suite: type[ExecutorSuite], name: str) -> str:
    """Why a row has another test for a cell than the suite's; empty where it has the suite's."""
    test = getattr(suite, name)
    if test is getattr(ExecutorSuite, name):
        return ""
    told = (getattr(test, "__doc__", None) or suite.__doc__ or "").strip()
    return told.partition("\n")[0] or "no reason given"


def _cell(item: pytest.Item) -> Cell | None:
    suite = getattr(item, "cls", None)
    is_cell = isinstance(suite, type) and issubclass(suite, ExecutorSuite)
    return CELLS.get(getattr(item, "originalname", "")) if is_cell else None


def _row(item: Any) -> str:
    return str(item.cls.row or item.cls.__name__.removeprefix("Test").lower())


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")


def main(arguments: list[str]) -> int:
    table = Table()
    pytest.main(["-q", "-p", "no:cacheprovider", *(arguments or _PATHS)], plugins=[table])
    sys.stdout.write("\n" + "\n".join(table.lines()) + "\n")
    return 0 if table.is_good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
