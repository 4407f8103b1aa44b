"""The level of a line, from the words programs commonly use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchbell.executions.logs.decode import Encoding
from watchbell.executions.logs.model import Level

_WORDS: dict[Level, str] = {
    "error": "emergency emerg alert panic fatal critical crit severe error err failed failure exception",
    "warning": "warning warn",
    "info": "information info notice",
    "debug": "debug trace verbose",
}
_CHINESE: dict[Level, str] = {
    "error": "严重错误 严重 致命错误 致命 错误 异常 失败",
    "warning": "警告 告警",
    "info": "信息 提示",
    "debug": "调试",
}
_LETTERS: dict[str, Level] = {"E": "error", "F": "error", "W": "warning", "I": "info", "D": "debug"}
_LEVELS = {
    word: level for words in (_WORDS, _CHINESE) for level, line in words.items() for word in line.split()
}

_STEMS: dict[Level, str] = {
    "error": "emerg alert panic fatal crit severe err fail exception traceback",
    "warning": "warn",
    "info": "info notice",
    "debug": "debug trace verbose",
}
"""At least one of them, in any letter case, is in each line that has the level (or a word of Chinese)."""

_ASCII_STEMS = " ".join(_STEMS.values()).split()
_ANY = "|".join(" ".join(_WORDS.values()).split())
_HAN = "|".join(" ".join(_CHINESE.values()).split())
_PATTERN = re.compile(
    rf"""\b(?P<upper>{_ANY.upper()})\b                            # 12:00 ERROR no route
      | \b(?P<tagged>(?i:{_ANY}))\b(?=["']?\s*[:\]|>])            # error: …  [warn]  info | …
      | \blevel["']?\s*[=:]\s*["']?(?P<field>(?i:{_ANY}))\b       # level=error  "level": "error"
      | (?P<raised>Error|Exception|Warning)(?=:|\Z)               # ValueError: …
      | (?P<traceback>Traceback\ \(most\ recent)
      | (?<![^\s\[【（(<|:：-])(?P<chinese>{_HAN})(?=[\]】）)>|:：\s!！]|\Z)
      | \A(?P<letter>[EFWID])(?=[01]\d{{3}}\ \d\d:)                # klog: E0102 03:04:05.6 …
    """,
    re.VERBOSE,
)
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_LOOK_AT = 256


def plain(text: str) -> str:
    """The text without terminal escape sequences (ECMA-48 CSI, OSC and two-byte ones)."""
    return _ANSI.sub("", text) if "\x1b" in text else text


def escapes(text: str) -> Iterator[tuple[int, int]]:
    """Where terminal escape sequences start and stop."""
    return (found.span() for found in _ANSI.finditer(text))


def detect(text: str) -> Level | None:
    """The level the first telling word of a line names, or None. Only the first 256 characters count."""
    start = text[: 4 * _LOOK_AT]
    if not _may_name_one(start):
        return None
    found = _PATTERN.search(plain(start), 0, _LOOK_AT)
    if found is None:
        return None
    kind, word = found.lastgroup, found[found.lastgroup or 0]
    if kind == "letter":
        return _LETTERS[word]
    if kind == "traceback":
        return "error"
    return _LEVELS[word.lower()]


def stems(level: Level, encoding: Encoding) -> list[bytes]:
    """One of these is in each line of the level, taken in lower case with the line end before it."""
    letters = [letter.lower() for letter, meaning in _LETTERS.items() if meaning == level]
    klog = [f"\n{letter}{digit}" for letter in letters for digit in "01"]
    return [stem.encode(encoding) for stem in (_STEMS[level] + " " + _CHINESE[level]).split() + klog]


def _may_name_one(text: str) -> bool:
    lowered = text.lower()
    for stem in _ASCII_STEMS:
        if stem in lowered:
            return True
    return not text.isascii() or text[1:5].isdigit()
