"""What page buttons have to say about tasks: one that a button runs is not deleted."""

from __future__ import annotations

from typing import Any

from watchbell.scripts.models import PageButton
from watchbell.tasks.signals import task_deleting
from watchbell.tasks.stores.rules import refuse_used


def connect() -> None:
    """Refuses to delete tasks that buttons run, from now on."""
    task_deleting.connect(_refuse_used, dispatch_uid="watchbell.scripts.used")


def _refuse_used(task_id: str, **_: Any) -> None:
    routes = PageButton.objects.filter(task_id=task_id).values_list("page_route", flat=True)
    refuse_used("task_on_pages", task_id, sorted(set(routes)))
