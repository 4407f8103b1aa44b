"""The bytes of a log as they are, for a download."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from watchbell.executions.logs.gap import read_gap
from watchbell.messages import MESSAGES

_PIECE = 256 * 1024


def exact_bytes(log: Path, gap_file: Path) -> Iterator[bytes]:
    """Pieces of the log in order, with a marker line where the middle was cut out.

    The middle may be cut while the download runs; a piece that was read during that is dropped for
    the marker, never sent as zeros. A missing log has no pieces.
    """
    try:
        file = log.open("rb", buffering=0)
    except FileNotFoundError:
        return
    with file:
        at = 0
        while piece := os.pread(file.fileno(), _PIECE, at):
            gap = read_gap(gap_file, os.fstat(file.fileno()).st_size)
            if gap.holds(at):
                yield marker(gap.end - at)
                at = gap.end
                continue
            if at < gap.start:
                piece = piece[: gap.start - at]
            yield piece
            at += len(piece)


def marker(left_out: int) -> bytes:
    """The line that stands for what was cut out, in a download or a text."""
    text = MESSAGES["log_gap"].text("en").format(bytes=left_out)
    return f"\n[watchbell] {text}\n".encode()
