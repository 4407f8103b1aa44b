"""Where a character starts, for a reader that enters a line in its middle."""

from __future__ import annotations

from codecs import getincrementaldecoder

from watchbell.executions.logs.decode import Encoding
from watchbell.executions.logs.source import Source

_NEAR = 4 * 1024
_BLOCK = 256 * 1024
_ENDS = bytes(b < 0x80 and not 0x30 <= b <= 0x39 for b in range(256))
"""GB18030: 1 for bytes that are the last of a character; a digit may be inside one of four bytes."""


def character_near(source: Source, offset: int, floor: int, encoding: Encoding) -> int:
    """The start of a character at most four bytes from `offset`; one starts at `floor`."""
    if encoding == "utf-8":
        following = source.read(offset, min(offset + 4, source.end))
        return offset + next((n for n, byte in enumerate(following) if not 0x80 <= byte < 0xC0), 0)
    return _near_in_gb18030(source, offset, floor)


def _near_in_gb18030(source: Source, offset: int, floor: int) -> int:
    """Halves of characters look like whole ones: counted from the last place that is sure."""
    decoder = getincrementaldecoder("gb18030")("replace")
    at = _sure_before(source, offset, floor)
    while data := source.read(at, min(at + _BLOCK, offset)):
        decoder.decode(data)
        at += len(data)
    return at - len(decoder.getstate()[0])


def _sure_before(source: Source, offset: int, floor: int) -> int:
    stop, size = offset, _NEAR
    while stop > floor:
        start = max(floor, stop - size)
        ends = source.read(start, stop).translate(_ENDS).rfind(1)
        if ends >= 0:
            return start + ends + 1
        stop, size = start, _BLOCK
    return floor
