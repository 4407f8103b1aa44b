"""Characters that another stream cut in two, made whole again.

A program with a block buffer on stdout ends its writes anywhere, also inside a character; when stderr
gets in between, the rest of the character lies behind the bytes of stderr.
"""

from __future__ import annotations

from itertools import islice

from watchbell.executions.logs.decode import Encoding, whole
from watchbell.executions.logs.index import Span
from watchbell.executions.logs.lines import Piece
from watchbell.executions.logs.source import Source

_LOOK = 64
"""Records looked at on either side; a seam further apart shows a replacement character."""

_LONGEST = 3
"""Bytes of a character that can be missing."""


def mend(source: Source, piece: Piece, data: bytes, encoding: Encoding) -> bytes:
    """`data` of `piece` without the bytes that belong to the character before it, with those that are
    missing from its own last one."""
    if data and 0x80 <= data[0] < 0xC0 and encoding == "utf-8":
        data = data[_borrowed(source, piece, data) :]
    cut_off = len(data) - whole(data, encoding)
    if cut_off and not piece.ended:
        data += _rest(source, piece, data[-cut_off:], encoding)
    return data


def _rest(source: Source, piece: Piece, character: bytes, encoding: Encoding) -> bytes:
    following = source.chunks.forward(source.chunks.find(piece.end), _LOOK)
    for span in islice(following, _LOOK):
        if span.stream == piece.stream and span.start >= piece.end:
            more = source.read(span.start, min(span.start + _LONGEST, span.end))
            return next(
                (more[:n] for n in range(1, len(more) + 1) if not _cut(character + more[:n], encoding)), b""
            )
    return b""


def _borrowed(source: Source, piece: Piece, data: bytes) -> int:
    """How many first bytes of `data` complete a character of the same stream's chunk before."""
    previous = _previous(source, piece)
    if previous is None:
        return 0
    tail = source.read(max(previous.start, previous.end - _LONGEST), previous.end)
    for lead in range(1, len(tail) + 1):
        character = tail[-lead:]
        if _cut(character, "utf-8"):
            taken = (
                n for n in range(1, min(_LONGEST, len(data)) + 1) if not _cut(character + data[:n], "utf-8")
            )
            return next((n for n in taken if _is_character(character + data[:n])), 0)
    return 0


def _previous(source: Source, piece: Piece) -> Span | None:
    chunks = source.chunks
    for span in islice(chunks.backward(chunks.find(piece.start), _LOOK), _LOOK):
        if span.stream == piece.stream and span.start < piece.start:
            apart = span.end < piece.start and not source.gap.holds(span.end - 1)
            return span if apart else None
    return None


def _cut(character: bytes, encoding: Encoding) -> bool:
    return whole(character, encoding) == 0


def _is_character(data: bytes) -> bool:
    try:
        return len(data.decode()) == 1
    except UnicodeDecodeError:
        return False
