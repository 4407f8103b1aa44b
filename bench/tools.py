"""What benchmarks share: a data directory, percentiles, and one way to print a figure."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.spread import spread
from watchbell.testing import Product


def show(what: str, ours: str, limit: str = "", ratio: float | None = None) -> None:
    """One line: the figure, the limit of the same run, and their ratio."""
    line = f"{what:<46} {ours:>16}"
    if limit:
        line += f"   limit {limit:>14}"
    if ratio is not None:
        line += f"   ratio {ratio:.2f}"
    print(line, flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@contextmanager
def folder() -> Iterator[Path]:
    """Stays until the end, and lies apart from what was deleted lately; see `spread`."""
    base = Path(tempfile.gettempdir(), "watchbell-bench")
    base.mkdir(exist_ok=True)
    spread(base)
    path = tempfile.mkdtemp(dir=base)
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    yield Path(path)


@contextmanager
def product(**env: str) -> Iterator[Product]:
    with folder() as path, Product(path / "data", **env) as running:
        yield running


def memory_mb(pids: Sequence[int]) -> float:
    """Private memory of processes together, in MiB (what ending them would free)."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(("Private_Clean", "Private_Dirty")):
                total += int(line.split()[1])
    return total / 1024


def cpu_seconds(pids: Sequence[int]) -> float:
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
