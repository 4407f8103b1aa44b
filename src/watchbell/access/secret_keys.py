"""The keys that secrets are encrypted with: a file beside the database, never in it (security 36)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
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
    path = _path()
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


def add_key() -> None:
    """Puts a new key before those there are: it encrypts from now on, they still decrypt."""
    _replace(f"{_new_key()}\n{_path().read_text(encoding='ascii')}")
    _cipher.cache_clear()


def drop_old_keys() -> None:
    """Leaves only the key that encrypts."""
    _replace(_path().read_text(encoding="ascii").split()[0] + "\n")
    _cipher.cache_clear()


def _path() -> Path:
    return data_path("conf", "secret.key")


def _new_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def _make() -> str:
    """A key of this installation alone. Several processes that make one at once agree on the first."""
    path = _path()
    with _draft(_new_key() + "\n") as draft, suppress(FileExistsError):
        os.link(draft, path)  # a whole file or none, and never over one that is there
    return path.read_text(encoding="ascii")


def _replace(text: str) -> None:
    with _draft(text) as draft:
        draft.replace(_path())


@contextmanager
def _draft(text: str) -> Iterator[Path]:
    """A file with `text` beside the key file, to be put in its place; then that is durable."""
    path = _path()
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        yield draft
        _sync(str(path.parent))
    except OSError as error:
        raise SystemFailure("secret_key_unusable", path=str(path)) from error
    finally:
        draft.unlink(missing_ok=True)


def _sync(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
