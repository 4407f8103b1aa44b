"""The key that signs sessions: made once for each installation, never shipped."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from watchbell.errors import ConfigurationError, SystemFailure
from watchbell.kernel.found import system_words

_LEAST = 32  # characters; ours has 86


def load_or_create(path: Path) -> str:
    """The key kept at `path`, which is made with mode 0600 where it does not exist yet.

    Raises SystemFailure where it cannot be read, ConfigurationError where anybody could guess it.
    """
    try:
        return _good(path)
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A whole file is linked into place, so that two processes starting at once agree on one key.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _good(path)


def _good(path: Path) -> str:
    try:
        key = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise SystemFailure("file_unreadable", path=str(path), **system_words(error).details()) from error
    if len(key.strip()) < _LEAST:
        raise ConfigurationError("secret_key_short", path=str(path), least=_LEAST, length=len(key.strip()))
    return key
