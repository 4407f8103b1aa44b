"""The little Markdown that generated blocks need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\|*_<>\[\]])")
_CODE_SPAN = re.compile(r"(`[^`]+`)")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def text(plain: str) -> str:
    """`plain` so that Markdown shows it as it is, in a table cell too; code spans stay code spans."""
    parts = _CODE_SPAN.split(" ".join(plain.split()))
    return "".join(part if part.startswith("`") else _SPECIAL.sub(r"\\\1", part) for part in parts)


def code(plain: str) -> str:
    """A code span; a bar inside would end the cell of a table."""
    return f"`{plain}`".replace("|", r"\|") if plain else ""
