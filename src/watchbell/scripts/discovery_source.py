"""The text of a script and its syntax tree. Nothing in it is executed."""

from __future__ import annotations

import ast
import hashlib
import io
import os
import stat
import tokenize
import warnings
from dataclasses import dataclass
from pathlib import Path

from watchbell.errors import ConfigurationError
from watchbell.executors.paths import below
from watchbell.kernel.found import system_words

LARGEST = 1024 * 1024
"""Bytes a script may have."""

# Encodings whose decoders take a time that grows with the square of the text, or that are none for text.
_NO_ENCODINGS = frozenset({"punycode", "idna", "undefined", "raw-unicode-escape", "unicode-escape"})


@dataclass(frozen=True)
class Source:
    """A script's file. `digest` is the SHA-256 of its bytes."""

    path: Path
    text: str
    digest: str
    tree: ast.Module


def read_source(path: Path, folder: Path) -> Source:
    """Reads `path`, which must be in `folder` even after links are followed. Raises ConfigurationError."""
    content = _bytes_of(path, folder)
    text = _decode(path, content)
    return Source(path, text, hashlib.sha256(content).hexdigest(), _parse(path, text))


def _bytes_of(path: Path, folder: Path) -> bytes:
    name = path.name
    if path.is_symlink() and not below(path, folder):
        raise ConfigurationError("script_outside", field=name, path=name)
    try:
        # Without O_NONBLOCK a named pipe would hold us here for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise ConfigurationError(
            "script_unreadable", field=name, path=name, **system_words(error).details()
        ) from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise ConfigurationError("script_not_a_file", field=name, path=name)
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ConfigurationError(
            "script_too_large", field=name, path=name, size=status.st_size, limit=LARGEST
        )
    return content


def _decode(path: Path, content: bytes) -> str:
    encoding = "utf-8"
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        if encoding in _NO_ENCODINGS:
            raise SyntaxError(f"unknown encoding: {encoding}")
        return content.decode(encoding)
    except SyntaxError as error:
        raise _broken(path, 1, error.msg or "unknown encoding") from None
    except (UnicodeError, LookupError):
        raise ConfigurationError(
            "script_bad_encoding", field=path.name, path=path.name, encoding=encoding
        ) from None


def _parse(path: Path, text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an escape such as "\d" is the author's business
            return ast.parse(text)
    except SyntaxError as error:
        raise _broken(path, error.lineno or 1, error.msg) from None
    except ValueError as error:  # a NUL in it
        raise _broken(path, 1, str(error)) from None
    except (RecursionError, MemoryError):
        raise _broken(path, 1, "nested too deeply") from None


def _broken(path: Path, line: int, detail: str) -> ConfigurationError:
    return ConfigurationError("script_syntax", field=path.name, path=path.name, line=line, detail=detail)
