"""Values that an echo may bring back, covered before anybody sees them."""

from __future__ import annotations

from collections.abc import Iterable

_COVER = b"[secret]"


class Mask:
    """Covers `values` in bytes that come in pieces; a value may be cut anywhere between two of them."""

    def __init__(self, values: Iterable[str]) -> None:
        self._values = sorted({value.encode() for value in values if value}, key=len, reverse=True)
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
