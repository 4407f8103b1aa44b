"""The launcher's own log: its standard error, which is `<data>/logs/launcher.log`."""

from __future__ import annotations

import os
import time


def note(text: str) -> None:
    """One line with the time (UTC). Never raises: a full disk must not stop the launcher."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    try:
        os.write(2, f"{moment} [{os.getpid()}] {text}\n".encode("utf-8", "replace"))
    except OSError:
        return
