"""Rows as other projects have them, for what Watchbell records on the rows of its host."""

from __future__ import annotations

from django.db import models


class Run(models.Model):
    """All attributes of the seed, and some of the host's own."""

    name = models.CharField(max_length=50, default="nightly")
    status = models.CharField(max_length=20, default="pending")
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    stdout = models.TextField(default="")
    stderr = models.TextField(null=True)
    return_code = models.IntegerField(null=True)
    logs = models.TextField(default="")
    progress = models.FloatField(null=True)
    progress_message = models.CharField(max_length=20, default="")
    updated_at = models.DateTimeField(auto_now=True)
    owner_note = models.CharField(max_length=50, default="")

    def __str__(self) -> str:
        return self.name


class ShoutingRun(models.Model):
    """Its own words for statuses, and fewer attributes."""

    watchbell_statuses = {
        "pending": "QUEUED",
        "running": "STARTED",
        "success": "SUCCESS",
        "failed": "FAILURE",
    }

    status = models.CharField(max_length=20, default="QUEUED")
    completed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.status


class StrictRun(models.Model):
    """Choices without timeout and cancel, a short column, and a relation that is called `logs`."""

    status = models.CharField(
        max_length=9,
        choices=[("new", "New"), ("running", "Running"), ("completed", "Done"), ("error", "Error")],
    )
    return_code = models.IntegerField(default=0)
    stderr = models.CharField(max_length=10, default="")
    stdout = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.status


class LogLine(models.Model):
    run = models.ForeignKey(StrictRun, on_delete=models.CASCADE, related_name="logs")

    def __str__(self) -> str:
        return str(self.pk)


class NumberedRun(models.Model):
    class Stage(models.IntegerChoices):
        WAITING = 0, "waiting"
        RUNNING = 1, "running"
        DONE = 2, "success"
        BROKEN = 3, "failed"

    status = models.IntegerField(choices=Stage.choices, default=Stage.WAITING)

    def __str__(self) -> str:
        return str(self.status)


class SilentNumberRun(models.Model):
    status = models.IntegerField(default=0)

    def __str__(self) -> str:
        return str(self.status)


class StepRun(Run):
    """A table of its own beside that of `Run`."""

    step = models.CharField(max_length=20, default="build")
    touched_at = models.DateTimeField(auto_now=True)


class Job(models.Model):
    """No status: only its times say how it stands."""

    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    return_code = models.IntegerField(null=True)

    def __str__(self) -> str:
        return str(self.pk)
