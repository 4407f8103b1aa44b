"""Tasks as rows: what they are, how they last did, and when they are due."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Task(models.Model):
    """A named thing that can run. `definition` is the whole task object; the columns serve lists."""

    task_id = models.CharField(primary_key=True, max_length=64)
    task_name = models.CharField(max_length=300)
    task_type = models.CharField(max_length=40)
    task_enabled = models.BooleanField(default=True)
    tags = models.CharField(max_length=2000, default="")  # "|nightly|db|": one LIKE finds a whole tag
    definition = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.CharField(max_length=150, default="")

    class Meta:
        indexes = [models.Index(fields=["task_name", "task_id"], name="task_by_name")]

    def __str__(self) -> str:
        return self.task_id


class TaskState(models.Model):
    """How a task stands, so that lists need no look into the history."""

    task_id = models.CharField(primary_key=True, max_length=64)
    status = models.CharField(max_length=10, default="")
    reason = models.CharField(max_length=40, default="")
    last_execution_id = models.CharField(max_length=36, null=True)
    last_run_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    streak = models.PositiveIntegerField(default=0)
    recent = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["status", "task_id"], name="task_state_by_status")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.status}"


class TaskSchedule(models.Model):
    """One schedule of one task, and the next tick it is due for."""

    task_id = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)
    schedule = models.JSONField()
    next_run_at = models.DateTimeField(null=True)
    ticked_until = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task_id", "position"], name="one_row_for_each_schedule")
        ]
        indexes = [models.Index(fields=["next_run_at"], name="schedule_due")]

    def __str__(self) -> str:
        return f"{self.task_id}[{self.position}] due {self.next_run_at}"
