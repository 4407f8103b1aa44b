"""The record of everything that ran, was refused, or did not run."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone

from watchbell.executors.base import ExecutionSpec
from watchbell.kernel.ids import new_id
from watchbell.kernel.status import ACTIVE, TERMINAL, Status


class Definition(models.Model):
    """A frozen copy of what ran, kept once however often it ran; `digest` is the SHA-256 of its JSON."""

    digest = models.CharField(primary_key=True, max_length=64)
    body = models.JSONField()

    def __str__(self) -> str:
        return self.digest

    @cached_property
    def spec(self) -> ExecutionSpec:
        """`body`, as what it describes."""
        return ExecutionSpec(**self.body)


class Execution(models.Model):
    """One attempt to run anything. It has no foreign key to what it ran, so history outlives it."""

    execution_id = models.CharField(primary_key=True, max_length=36, default=new_id, editable=False)
    kind = models.CharField(max_length=16, default="task")
    origin = models.CharField(max_length=128)
    name = models.CharField(max_length=300, default="")
    runner = models.CharField(max_length=12, default="launcher")  # who runs it: see executors.base.Runner
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, null=True, db_index=False)

    status = models.CharField(max_length=10, default=Status.PENDING.value)
    reason = models.CharField(max_length=40, default="")
    trigger = models.CharField(max_length=16, default="manual")
    attempt = models.PositiveIntegerField(default=1)
    retry_of = models.CharField(max_length=36, null=True)
    parent_id = models.CharField(max_length=36, null=True)
    user = models.CharField(max_length=150, default="")
    idempotency_key = models.CharField(max_length=300, null=True)

    scheduled_for = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    return_code = models.IntegerField(null=True)
    error_type = models.CharField(max_length=60, default="")
    error_message = models.TextField(default="")
    error_code = models.CharField(max_length=60, default="")
    error_values = models.JSONField(default=dict)

    parameters = models.JSONField(default=dict)
    page_context = models.JSONField(default=dict)  # the route of a page (text), or an object
    result = models.JSONField(null=True)
    result_problem = models.CharField(max_length=40, default="")  # why there is no result, as a message code
    progress = models.JSONField(null=True)

    cpu_seconds = models.FloatField(null=True)
    max_rss_bytes = models.BigIntegerField(null=True)
    processes_ended = models.PositiveIntegerField(default=0)
    survivors = models.PositiveIntegerField(null=True)
    log_bytes = models.BigIntegerField(default=0)
    log_dropped = models.BigIntegerField(default=0)

    worker = models.CharField(max_length=100, default="")
    pid = models.IntegerField(null=True)
    boot_id = models.CharField(max_length=36, default="")
    claimed_at = models.DateTimeField(null=True)
    exclusive = models.BooleanField(default=False)
    cancel_requested = models.BooleanField(default=False)
    final = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "scheduled_for", "attempt"],
                name="one_row_for_each_tick_and_attempt",
                condition=models.Q(scheduled_for__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["idempotency_key"],
                name="one_row_for_each_idempotency_key",
                condition=models.Q(idempotency_key__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["origin", "-execution_id"], name="execution_origin"),
            models.Index(fields=["status", "-execution_id"], name="execution_status"),
            models.Index(
                fields=["status", "not_before", "execution_id"],
                name="execution_active",
                condition=models.Q(status__in=sorted(ACTIVE)),
            ),
            models.Index(
                fields=["runner", "status", "execution_id"],
                name="execution_by_runner",
                condition=~models.Q(runner="launcher"),
            ),
            models.Index(
                fields=["status", "worker"],
                name="execution_handed_over",
                condition=models.Q(status=Status.PENDING.value, claimed_at__isnull=False),
            ),
            models.Index(
                fields=["parent_id", "status"],
                name="execution_steps",
                condition=models.Q(parent_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.execution_id} {self.status}"

    @property
    def task_id(self) -> str | None:
        """The task this ran, where it ran one."""
        kind, _, name = self.origin.partition(":")
        return name if kind == "task" else None

    @property
    def is_finished(self) -> bool:
        return Status(self.status) in TERMINAL

    @property
    def duration(self) -> float | None:
        """Seconds from start to end; None until it has both."""
        if not self.started_at or not self.completed_at:
            return None
        return (self.completed_at - self.started_at).total_seconds()

    def elapsed(self, now: datetime) -> float | None:
        """Seconds since the start, up to the end or `now`."""
        return ((self.completed_at or now) - self.started_at).total_seconds() if self.started_at else None

    @property
    def stdout(self) -> str:
        """What the program wrote to its standard output (seed 000), at most 1 MiB of it."""
        return self._stream("stdout")

    @property
    def stderr(self) -> str:
        return self._stream("stderr")

    @property
    def logs(self) -> str:
        """Both streams, in the order they arrived (seed 000), at most 1 MiB of it."""
        from watchbell.executions.log_store import log_store

        return log_store().open(self.execution_id).text(_LOG_TEXT_LIMIT)

    def _stream(self, stream: Any) -> str:
        from watchbell.executions.log_store import log_store

        return log_store().open(self.execution_id).stream_text(stream, _LOG_TEXT_LIMIT)


_LOG_TEXT_LIMIT = 1024 * 1024
