"""The comments at the end of lines: what people write beside a parameter to say what it is."""

from __future__ import annotations

import io
import re
import tokenize

_NO_WORDS = re.compile(r"(noqa|type:|pragma|pylint|nosec|fmt:|TODO|FIXME)", re.IGNORECASE)
_LONGEST = 300


def comments_of(text: str) -> dict[int, str]:
    """Comments that stand behind code, by the number of their line."""
    found: dict[int, str] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and token.line[: token.start[1]].strip():
                words = token.string.lstrip("#").strip()
                if words and not _NO_WORDS.match(words):
                    found[token.start[0]] = words[:_LONGEST]
    except (tokenize.TokenError, SyntaxError):
        return found
    return found
