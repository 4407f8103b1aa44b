"""Remembers the ids that were given to this launcher: at least the last 100,000, in at most 4 MiB."""

from __future__ import annotations

from array import array
from binascii import a2b_base64, b2a_base64

REMEMBERED = 100_000
_SLOTS = 1 << 18
# Not near a power of two: there, ids that differ in a few characters would meet in one fingerprint.
_PRIME = 3_622_009_729_038_561_281
# Without it the ids shorter than the prime, which all begin alike, would all want the same slot.
_SPREAD = 0x9E37_79B9_7F4A_7C15


def fingerprint(name: str) -> int:
    """62 bits that are the same in every process (unlike hash()); never 0, which marks an empty slot."""
    return int.from_bytes(name.encode("utf-8", "surrogatepass"), "little") * _SPREAD % _PRIME + 1


class Table:
    """A set of fingerprints: open addressing in one array, eight bytes a slot instead of a hundred."""

    def __init__(self) -> None:
        self.count = 0
        self._slots = array("Q", bytes(16))  # one slot always stays empty, where a search ends

    def _find(self, value: int) -> int:
        slots, last = self._slots, len(self._slots) - 1
        place = value & last
        while slots[place] and slots[place] != value:
            place = (place + 1) & last
        return place

    def add(self, value: int) -> None:
        if len(self._slots) < _SLOTS and self.count * 2 >= len(self._slots):
            self._grow()
        place = self._find(value)
        self.count += not self._slots[place]
        self._slots[place] = value

    def _grow(self) -> None:
        values = self.values()
        self._slots = array("Q", bytes(8 * min(_SLOTS, max(1024, len(self._slots) * 4))))
        for value in values:
            self._slots[self._find(value)] = value

    def __contains__(self, value: int) -> bool:
        return bool(self._slots[self._find(value)])

    def values(self) -> array[int]:
        return array("Q", [value for value in self._slots if value])


class Known:
    """Two generations: the older one is forgotten when the newer one is full."""

    def __init__(self) -> None:
        self._newer = Table()
        self._older = Table()

    def __contains__(self, name: str) -> bool:
        value = fingerprint(name)
        return value in self._newer or value in self._older

    def __len__(self) -> int:
        return self._newer.count + self._older.count

    def add(self, name: str) -> None:
        self._add(fingerprint(name))

    def _add(self, value: int) -> None:
        if self._newer.count >= REMEMBERED:
            self._older, self._newer = self._newer, Table()
        self._newer.add(value)

    def dump(self) -> list[str]:
        """Text to `load` later, the older generation first."""
        tables = [table for table in (self._older, self._newer) if table.count]
        return [b2a_base64(table.values(), newline=False).decode() for table in tables]

    def load(self, text: str) -> None:
        values = array("Q")
        values.frombytes(a2b_base64(text))
        for value in values:
            self._add(value)
