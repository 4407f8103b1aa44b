"""Values that an echo may bring back, covered before anybody sees them."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

_COVER = b"[secret]"
_SHORTEST_CORE = 8  # characters; less of a base64 text may be anything


class Mask:
    """Covers `values`, also as URL, JSON and base64 have them, in bytes that come in pieces.

    A value may be cut anywhere between two pieces.
    """

    def __init__(self, values: Iterable[str]) -> None:
        forms = {form for value in values if value for form in _forms(value)}
        self._values = sorted(forms, key=len, reverse=True)
        self._held = b""

    def add(self, piece: bytes) -> bytes:
        """What can be shown now: all but the end that may be the start of a value."""
        data = self._covered(self._held + piece)
        keep = max((self._begun(data, value) for value in self._values), default=0)
        self._held = data[len(data) - keep :]
        return data[: len(data) - keep]

    def rest(self) -> bytes:
        """What was held back; nothing follows."""
        rest, self._held = self._held, b""
        return rest

    def text(self, text: str) -> str:
        return self._covered(text.encode(errors="replace")).decode(errors="replace")

    def _covered(self, data: bytes) -> bytes:
        for value in self._values:
            data = data.replace(value, _COVER)
        return data

    @staticmethod
    def _begun(data: bytes, value: bytes) -> int:
        """How many last bytes of `data` are the first ones of `value`."""
        longest = min(len(value) - 1, len(data))
        return next((size for size in range(longest, 0, -1) if data.endswith(value[:size])), 0)


def _forms(value: str) -> Iterator[bytes]:
    yield value.encode()
    for text in (quote(value, safe=""), quote(value), quote_plus(value)):
        yield text.encode()
    for ascii_only in (True, False):
        yield json.dumps(value, ensure_ascii=ascii_only)[1:-1].encode()
    yield from _within_base64(value.encode())


def _within_base64(value: bytes) -> Iterator[bytes]:
    """What base64 makes of `value` wherever it begins in a longer text: the characters that are its alone."""
    for before in range(3):
        first, last = -(-before * 8 // 6), (before + len(value)) * 8 // 6
        for encode in (b64encode, urlsafe_b64encode):
            core = encode(bytes(before) + value)[first:last]
            if len(core) >= _SHORTEST_CORE:
                yield core
