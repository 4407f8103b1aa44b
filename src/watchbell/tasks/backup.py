"""Copies of the task file: one of every state it was seen in, and one a day that is kept for longer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from watchbell.errors import NotFound
from watchbell.tasks.stores.atomic import write_atomically

KEPT = 50
KEPT_DAILY = 30
_NAME = re.compile(r"tasks-(\d{8}(?:T\d{12}Z)?)\.json")


@dataclass(frozen=True)
class Backup:
    """One copy; `daily` are the last of their day so far."""

    name: str
    created_at: datetime
    size: int
    daily: bool


class Backups:
    """The copies in one folder, the oldest of which make room for new ones."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, content: bytes) -> None:
        """Keeps `content`, unless the newest copy is the same."""
        newest = next(iter(self._of(daily=False)), None)
        if newest and newest.size == len(content) and self.read(newest.name) == content:
            return
        now = datetime.now(UTC)
        write_atomically(self.folder / f"tasks-{now:%Y%m%dT%H%M%S%f}Z.json", content)
        write_atomically(self.folder / f"tasks-{now:%Y%m%d}.json", content)
        for old in [*self._of(daily=False)[KEPT:], *self._of(daily=True)[KEPT_DAILY:]]:
            (self.folder / old.name).unlink(missing_ok=True)

    def all(self) -> list[Backup]:
        """Every copy, newest first."""
        paths = self.folder.glob("tasks-*.json") if self.folder.is_dir() else ()
        found = [(path, match) for path in paths if (match := _NAME.fullmatch(path.name))]
        backups = [_backup(path, match[1]) for path, match in found]
        return sorted(backups, key=lambda backup: (backup.created_at, backup.name), reverse=True)

    def read(self, name: str) -> bytes:
        """Raises NotFound for a name that is not one of `all`."""
        if not _NAME.fullmatch(name):
            raise NotFound("not_found", what="backup", name=name)
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            raise NotFound("not_found", what="backup", name=name) from None

    def _of(self, *, daily: bool) -> list[Backup]:
        return [backup for backup in self.all() if backup.daily == daily]


def _backup(path: Path, stamp: str) -> Backup:
    daily = len(stamp) == 8
    moment = datetime.strptime(stamp, "%Y%m%d" if daily else "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    return Backup(path.name, moment, path.stat().st_size, daily)
