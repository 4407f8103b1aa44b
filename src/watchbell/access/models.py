"""Keys with which programs sign in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class ApiKey(models.Model):
    """An API key. Only its SHA-256 is kept; `prefix` is what people recognise it by."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    # Empty: whatever its user may do. Else a button key, and no more: {"page_routes": […], "origins": […]}.
    scope = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"


class Secret(models.Model):
    """A value that programs and targets need and nobody reads again. Only its ciphertext is kept."""

    name = models.CharField(primary_key=True, max_length=64)
    ciphertext = models.BinaryField()
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.CharField(max_length=150, default="")

    def __str__(self) -> str:
        return self.name
