"""The link that the console shows until there is an administrator."""

from __future__ import annotations

from watchbell.access.first_run import setup_token


def setup_url(base: str) -> str | None:
    """The one-time link to make the first administrator at `base`; None once there is one."""
    token = setup_token()
    return f"{base}/setup?token={token}" if token else None
