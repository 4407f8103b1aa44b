"""The keys that secrets are encrypted with: a file beside the database, never in it (security 36)."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from watchbell.conf import data_path
from watchbell.errors import SystemFailure

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


def cipher(*, make: bool) -> MultiFernet:
    """What encrypts with the first key of `<data>/conf/secret.key` and decrypts with any of them.

    A new key is made where there is no file and `make` allows it. Raises SystemFailure: `secret_key_missing`,
    `secret_key_unusable`.
    """
    path = data_path("conf", "secret.key")
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        if not make:
            raise SystemFailure("secret_key_missing", path=str(path)) from None
        text = _make()
    except (OSError, UnicodeDecodeError) as error:
        raise SystemFailure("secret_key_unusable", path=str(path)) from error
    try:
        return _cipher(text)
    except ValueError as error:
        raise SystemFailure("secret_key_unusable", path=str(path)) from error


@lru_cache(maxsize=4)
def _cipher(text: str) -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet  # costs 50 ms, which a server without secrets saves

    return MultiFernet([Fernet(line) for line in text.split()])


def _make() -> str:
    """A key of this installation alone. Several processes that make one at once agree on the first."""
    from cryptography.fernet import Fernet

    path = data_path("conf", "secret.key")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key() + b"\n")
            file.flush()
            os.fsync(descriptor)
        with suppress(FileExistsError):
            os.link(draft, path)  # a whole file or none, and never over one that is there
        _sync(str(path.parent))
    except OSError as error:
        raise SystemFailure("secret_key_unusable", path=str(path)) from error
    finally:
        draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii")


def _sync(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
