"""Where the remote driver stands with what runs elsewhere."""

from __future__ import annotations

from django.db import models


class RemoteRun(models.Model):
    """One execution on its target.

    Without a `handle` it is being started: after a crash the target is asked what it has of it.
    `cursor` is how far its log was read when the log here had `log_bytes` bytes.
    """

    execution_id = models.CharField(primary_key=True, max_length=36)
    handle = models.JSONField(null=True)
    cursor = models.JSONField(default=dict)
    log_bytes = models.BigIntegerField(default=0)
    stop_asked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.execution_id
