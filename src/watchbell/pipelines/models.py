"""What people decide while a pipeline waits for them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Approval(models.Model):
    """Who approved or rejected a step, and when."""

    execution_id = models.CharField(primary_key=True, max_length=36)
    approved = models.BooleanField()
    user = models.CharField(max_length=150)
    comment = models.CharField(max_length=1000, default="")
    decided_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.execution_id} {'approved' if self.approved else 'rejected'} by {self.user}"
