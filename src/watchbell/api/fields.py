"""Types of parameters that routes share."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Header
from pydantic import AfterValidator, AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

_SPACE_FOR_PLUS = re.compile(r"(?<=\d) (?=\d{2}:?\d{2}$)")


def _restore_plus(value: Any) -> Any:
    # In a query string an offset's plus that is not escaped arrives as a space.
    return _SPACE_FOR_PLUS.sub("+", value) if isinstance(value, str) and "T" in value else value


def _to_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise PydanticCustomError("time_out_of_range", "out of range") from error


Instant = Annotated[AwareDatetime, BeforeValidator(_restore_plus), AfterValidator(_to_utc)]
"""A moment: ISO 8601 with its offset, kept in UTC."""

IdempotencyKey = Annotated[str | None, Header(None, alias="Idempotency-Key", min_length=1, max_length=140)]
"""The same key gives the same execution, however often the request is sent."""
