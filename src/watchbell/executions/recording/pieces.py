"""Pieces of output on their way into the log store."""

from __future__ import annotations

from collections.abc import Iterable

from watchbell.executions.logs import LogStore
from watchbell.executions.recording.text import Text, as_bytes

Piece = tuple[bytes, int]

WATCHBELL, STDOUT, STDERR = 0, 1, 2


def add_to_log(store: LogStore, execution_id: str, pieces: Iterable[Piece]) -> int:
    """Appends each piece, beginning on a line of its own. Returns the bytes a full disk refused."""
    wanted = [piece for piece in pieces if piece[0]]
    if not wanted:
        return 0
    open_line = _ends_in_open_line(store, execution_id)
    with store.writer(execution_id) as writer:
        for data, stream in wanted:
            if open_line:
                writer.append(b"\n", WATCHBELL)
            writer.append(data, stream)
            open_line = not data.endswith(b"\n")
        return writer.dropped


def joined_bytes(*parts: Text) -> bytes:
    """The parts one after the other, each beginning on a line of its own."""
    whole = b""
    for part in map(as_bytes, parts):
        gap = b"\n" if whole and part and not whole.endswith(b"\n") else b""
        whole += gap + part
    return whole


def _ends_in_open_line(store: LogStore, execution_id: str) -> bool:
    try:
        with store.paths(execution_id).log.open("rb") as log:
            size = log.seek(0, 2)
            log.seek(max(0, size - 1))
            return log.read(1) not in (b"", b"\n")
    except FileNotFoundError:
        return False
