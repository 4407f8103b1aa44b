"""The files of the web interface, as they are now: a new build is served without a restart."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from servestatic import ServeStaticASGI  # type: ignore[import-untyped]

from watchbell.server.headers import headers_of_file

_PREFIX = "/static/"
# The build puts a hash of the content into these names.
_IMMUTABLE = r"^.+/assets/.+-[\w-]{8}\.\w+$"

State = tuple[tuple[str, int], ...]


class StaticFiles(ServeStaticASGI):  # type: ignore[misc]
    """Knows its files, sizes included, from one look; looks again when a build has changed them."""

    def __init__(self, application: Callable[..., Any], root: Path) -> None:
        self._root = root
        self._state = _state(root)
        super().__init__(
            application,
            root,
            _PREFIX,
            allow_all_origins=False,
            immutable_file_test=_IMMUTABLE,
            add_headers_function=_harden,
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_PREFIX):
            self._look_again()
        await super().__call__(scope, receive, send)

    def _look_again(self) -> None:
        state = _state(self._root)
        if state != self._state:
            self._state = state
            self.files.clear()
            self.add_files(self._root, _PREFIX)


def _state(root: Path) -> State:
    """What a build changes in any case: the page, the files beside it, and the folder of the others."""
    try:
        with os.scandir(root / "watchbell") as entries:
            return tuple(sorted((entry.name, entry.stat().st_mtime_ns) for entry in entries))
    except OSError:
        return ()


def _harden(headers: Any, path: str, url: str) -> None:
    for name, value in headers_of_file(url).items():
        headers[name] = value
