"""What happened to the definition of a task, for whoever keeps something in step with it.

In the database they are sent inside the transaction, with JSON files after the write. Each is about
definitions that differ from before, but it may come twice (a file read by two processes), so a
receiver brings things to a state and does not count.

`task_saved`: `task` (TaskDefinition) and `previous` (TaskDefinition | None). `task_deleted`: `task_id`.
`tasks_saved`: `tasks`, a list of (task, previous), once for everything that was saved together; a
receiver that can do many at once listens to this one instead of `task_saved`.

`tasks_saving`: `tasks`, the definitions that are about to be saved together; a receiver that raises a
WatchbellError refuses all of them. `task_deleting`: `task_id` of one that is about to be deleted by
request; a receiver that raises a WatchbellError refuses it. A file that was edited is not asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.dispatch import Signal

if TYPE_CHECKING:
    from watchbell.tasks.definition import TaskDefinition

task_saved = Signal()
tasks_saved = Signal()
tasks_saving = Signal()
task_deleting = Signal()
task_deleted = Signal()


def tell_saved(sender: type, changes: Sequence[tuple[TaskDefinition, TaskDefinition | None]]) -> None:
    """Sends both signals about definitions that were saved together."""
    if not changes:
        return
    tasks_saved.send(sender, tasks=list(changes))
    for task, previous in changes:
        task_saved.send(sender, task=task, previous=previous)
