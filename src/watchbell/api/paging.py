"""Lists a page at a time. A cursor says where the last page ended: no page costs more than another."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from ninja import Schema
from pydantic import Field

from watchbell.api.body import is_clean
from watchbell.errors import ConfigurationError

T = TypeVar("T")


class PageQuery(Schema):
    limit: int = Field(50, ge=1, le=500, description="Items of one page.")
    cursor: str | None = Field(None, max_length=2000, description="`next_cursor` of the page before.")


def after(cursor: str | None, size: int) -> tuple[str, ...] | None:
    """The `size` key values the last page ended with. Raises ConfigurationError for a made-up cursor."""
    if not cursor:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=="))
    except (ValueError, RecursionError):
        key = None
    if not isinstance(key, list) or len(key) != size or not all(_is_text(part) for part in key):
        raise ConfigurationError("invalid_cursor", field="cursor")
    return tuple(key)


def page(rows: Sequence[T], limit: int, key: Callable[[T], tuple[str, ...]]) -> tuple[list[T], str | None]:
    """The first `limit` of `rows` (which hold one more, where there is more) and the next cursor."""
    shown = list(rows[:limit])
    if len(rows) <= limit:
        return shown, None
    text = json.dumps(key(shown[-1]), ensure_ascii=False, separators=(",", ":"))
    return shown, base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _is_text(part: object) -> bool:
    return isinstance(part, str) and is_clean(part)
