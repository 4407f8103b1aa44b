"""The language a caller reads: what Accept-Language prefers of English and Chinese."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest

from watchbell.conf import get_settings

Language = Literal["en", "zh"]


def language_of(request: HttpRequest) -> Language:
    """The caller's language; the setting `language` where the request prefers neither."""
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:500]
    weighed = sorted((_weigh(part) for part in header.split(",")), key=lambda pair: -pair[1])
    for tag, weight in weighed:
        if weight > 0 and tag.startswith("zh"):
            return "zh"
        if weight > 0 and tag.startswith("en"):
            return "en"
    return get_settings().language


def _weigh(part: str) -> tuple[str, float]:
    """One range of RFC 9110 §12.5.4, `zh-CN;q=0.9`, as its tag and weight."""
    tag, _, weight = part.partition(";")
    try:
        return tag.strip().lower(), float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return "", 0.0
