"""Ids that sort by the time they were made (RFC 9562, UUIDv7)."""

from __future__ import annotations

import uuid_utils


def new_id() -> str:
    return str(uuid_utils.uuid7())
