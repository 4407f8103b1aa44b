"""Bytes to text: UTF-8, or the Chinese encodings, or UTF-8 with what is broken replaced."""

from __future__ import annotations

import codecs
from typing import Literal

Encoding = Literal["utf-8", "gb18030"]

SAMPLE = 64 * 1024
"""Bytes from the first non-ASCII one on that decide the encoding of a log."""

_REPLACED = "\ufffd"


def decide(sample: bytes) -> Encoding:
    """The encoding of a log, from a sample that starts at its first non-ASCII byte.

    GB18030 (with it GBK and GB2312) only where the bytes are not UTF-8 and read as Chinese; anything
    else is UTF-8, with the broken bytes replaced when it is shown.
    """
    text, _ = _decode(sample, "utf-8")
    broken = text.count(_REPLACED)
    if broken * 10 <= _beyond_ascii(text):
        return "utf-8"
    return "gb18030" if _reads_as_chinese(sample) else "utf-8"


def decode(data: bytes, encoding: Encoding) -> str:
    """All of `data` as text; what is broken or cut off becomes U+FFFD."""
    if data.isascii():
        return data.decode("ascii")
    return data.decode(encoding, "replace")


def whole(data: bytes, encoding: Encoding) -> int:
    """How many bytes of `data` come before a character that is cut off at its end."""
    return len(data) if data.isascii() else len(data) - len(_decode(data, encoding)[1])


def _decode(data: bytes, encoding: Encoding) -> tuple[str, bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(data)
    return text, decoder.getstate()[0]


def _beyond_ascii(text: str) -> int:
    return sum(character > "\x7f" for character in text)


def _reads_as_chinese(sample: bytes) -> bool:
    """Mostly characters of GB2312 (both bytes 0xA1 and above), few broken ones.

    Latin-1 letters pair with the ASCII letter after them into valid but rare GBK characters; asking
    for GB2312 tells them apart.
    """
    text, _ = _decode(sample, "gb18030")
    beyond = [character for character in text if character > "\x7f"]
    common = sum(_common(character) for character in beyond)
    return common > 0 and common * 10 >= len(beyond) * 7


def _common(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False
