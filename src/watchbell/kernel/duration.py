"""Lengths of time as people write them, in seconds as the program counts them."""

from __future__ import annotations

import re

from watchbell.errors import ConfigurationError
from watchbell.kernel.cron_fields import shown

LONGEST = 36_525 * 86_400
_UNITS = (("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))
_NUMBER = r"[0-9]{1,10}(?:\.[0-9]{1,6})?"
_SHORT = re.compile(
    r"\s*".join(rf"(?:(?P<{unit}>{_NUMBER})\s*{unit})?" for unit, _ in _UNITS) + r"|(?P<bare>" + _NUMBER + ")"
)
# Years and months of ISO 8601 have no fixed length, so they are refused.
_ISO = re.compile(
    rf"P(?:(?P<w>{_NUMBER})W)?(?:(?P<d>{_NUMBER})D)?"
    rf"(?:T(?=[0-9])(?:(?P<h>{_NUMBER})H)?(?:(?P<m>{_NUMBER})M)?(?:(?P<s>{_NUMBER})S)?)?"
)


def parse_duration(value: object, *, field: str | None = None) -> float:
    """Seconds from a number, "90", "90s", "5m", "1h30m", "2d", "1w" or ISO 8601 ("PT5M", "P1DT2H").

    Whole seconds come back as int. Raises ConfigurationError for `field`: not a duration, negative,
    or longer than 36,525 days.
    """
    seconds = _seconds(value)
    if seconds is None or seconds < 0 or seconds != seconds:
        raise ConfigurationError("invalid_duration", field=field, text=shown(value))
    if seconds > LONGEST:
        raise ConfigurationError("duration_too_long", field=field, limit_days=LONGEST // 86_400)
    seconds = round(seconds, 6)
    return int(seconds) if seconds == int(seconds) else seconds


def _seconds(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return min(value, LONGEST + 1)
    if not isinstance(value, str) or len(value) > 100:
        return None
    text = value.strip()
    match = _ISO.fullmatch(text.upper()) if text[:1] in ("P", "p") else _SHORT.fullmatch(text.lower())
    parts = match.groupdict() if match else {}
    if parts.get("bare"):
        return float(parts["bare"])
    given = [float(parts[unit]) * size for unit, size in _UNITS if parts.get(unit)]
    return sum(given) if given else None


def format_duration(seconds: float) -> str:
    """The shortest text that `parse_duration` reads back as `seconds`: 5400 is "1h30m"."""
    rest, text = round(seconds * 1_000_000), ""
    for unit, size in _UNITS[1:-1]:
        count, rest = divmod(rest, size * 1_000_000)
        text += f"{count}{unit}" if count else ""
    if rest or not text:
        text += f"{rest / 1_000_000:.6f}".rstrip("0").rstrip(".") + "s"
    return text
