"""Output as text, wherever it has to become text."""

from __future__ import annotations

from watchbell.executions.logs.decode import SAMPLE, decide, decode

Text = str | bytes


def as_text(output: Text | None) -> str:
    """Bytes are decoded as the log reader does it: UTF-8, Chinese encodings, or what can be saved."""
    if not isinstance(output, bytes):
        return output or ""
    start = _first_beyond_ascii(output)
    return decode(output, decide(output[start : start + SAMPLE]))


def as_bytes(output: Text) -> bytes:
    """The bytes a program wrote, also where Python read them with `errors="surrogateescape"`."""
    if isinstance(output, bytes):
        return output
    try:
        return output.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return output.encode("utf-8", "replace")


def storable(text: str) -> str:
    """Without what a database refuses: NUL (PostgreSQL) and lone surrogates (all)."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def joined(*parts: str) -> str:
    """The parts one after the other, each beginning on a line of its own."""
    whole = ""
    for part in parts:
        gap = "\n" if whole and part and not whole.endswith("\n") else ""
        whole += gap + part
    return whole


def _first_beyond_ascii(output: bytes) -> int:
    if output.isascii():
        return len(output)
    return next(place for place, byte in enumerate(output) if byte > 0x7F)
