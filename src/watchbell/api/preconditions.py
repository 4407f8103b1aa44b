"""ETag and If-Match (RFC 9110 §13.1.1), so that nobody overwrites what they have not seen."""

from __future__ import annotations

import re

from watchbell.errors import EditedMeanwhile, MalformedRequest
from watchbell.tasks.store import TaskRecord

_TAG = re.compile(r'\s*(?:W/)?"(\d{1,18})"\s*')


def etag(record: TaskRecord) -> str:
    return f'"{record.version}"'


def expected_version(if_match: str | None, record: TaskRecord) -> int | None:
    """The version a change was made from; None where the caller does not care.

    Raises EditedMeanwhile where it is not the one kept, MalformedRequest for what is no ETag.
    """
    versions = versions_in(if_match)
    if versions is None:
        return None
    if record.version not in versions:
        raise EditedMeanwhile("task_edited_meanwhile", name=record.task.task_id, version=record.version)
    return record.version


def versions_in(if_match: str | None) -> set[int] | None:
    """The versions that If-Match names; None where any will do. Raises MalformedRequest."""
    if if_match is None or if_match.strip() == "*":
        return None
    tags = [_TAG.fullmatch(part) for part in if_match.split(",")]
    if not all(tags):
        raise MalformedRequest("invalid_precondition", field="If-Match")
    return {int(tag[1]) for tag in tags if tag}
