"""Where programs may be found."""

from __future__ import annotations

from pathlib import Path

from watchbell.errors import ExecutionError


def resolve(program: str, data_dir: Path) -> Path:
    """`program` as an absolute path; a relative one is below the data directory."""
    return data_dir / program


def existing_file(path: Path) -> Path:
    """`path`, or ExecutionError `missing_file`."""
    if not path.is_file():
        raise ExecutionError("missing_file", path=str(path))
    return path
