"""Scripts found in folders, and the buttons that run them (seed 003)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from watchbell.access.models import ApiKey
from watchbell.executions.models import Execution


class ScriptFolder(models.Model):
    """A folder an administrator registered; scripts in it, and only those, may run."""

    path = models.CharField(max_length=1000, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.path


class Script(models.Model):
    """A program found in a script folder, with its parameters."""

    name = models.CharField(max_length=100, unique=True)
    description = models.TextField(default="")
    folder = models.ForeignKey(ScriptFolder, on_delete=models.CASCADE, related_name="scripts")
    script_path = models.CharField(max_length=1000)  # relative to the folder
    script_type = models.CharField(max_length=40, default="data_processing")
    parameters_schema = models.JSONField(default=dict)
    found = models.JSONField(default=dict)  # what the last scan read; a column that differs was edited
    digest = models.CharField(max_length=64)
    timeout = models.FloatField(null=True)
    is_active = models.BooleanField(default=True)
    is_missing = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class PageButton(models.Model):
    """A script or task placed on a route of a web page."""

    script = models.ForeignKey(Script, on_delete=models.CASCADE, null=True, related_name="buttons")
    task_id = models.CharField(max_length=64, default="")
    page_route = models.CharField(max_length=300, db_index=True)
    button_text = models.CharField(max_length=200)
    button_text_en = models.CharField(max_length=200, default="")
    position = models.CharField(max_length=40, default="top-right")
    button_style = models.JSONField(default=dict)
    display_order = models.IntegerField(default=0)
    is_enabled = models.BooleanField(default=True)
    parameter_mode = models.CharField(max_length=10, default="default")  # default, ask, fixed
    parameters = models.JSONField(default=dict)
    confirm_text = models.CharField(max_length=500, default="")
    confirm_text_en = models.CharField(max_length=500, default="")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.page_route} {self.button_text}"


class Press(models.Model):
    """Which button, on which page, and which button key an execution comes from."""

    execution = models.OneToOneField(Execution, on_delete=models.CASCADE, primary_key=True, related_name="+")
    button = models.ForeignKey(PageButton, on_delete=models.SET_NULL, null=True, related_name="+")
    page_route = models.CharField(max_length=300)
    key = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.page_route} {self.execution_id}"
