"""The log of one run elsewhere: cut to what is known to be in it, then appended to."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from watchbell.executions.log_store import OWN_WORDS, log_store
from watchbell.executions.logs.index import RECORD
from watchbell.launcher.log_file import LogFile

_MEBIBYTE = 1024 * 1024
_DEFAULT_MB = 1024
_WATCHBELL = 0


class RemoteLog:
    """Has at most `limit_mb` MiB (head and tail are kept); a full disk is counted, never an error."""

    def __init__(self, execution_id: str, log_bytes: int, limit_mb: float | None) -> None:
        paths = log_store().paths(execution_id)
        self.is_whole = _cut(paths.log, paths.index, log_bytes)
        """Whether all `log_bytes` bytes were there; where not, the log is empty now."""
        paths.lines.unlink(missing_ok=True)
        limit = int((limit_mb or _DEFAULT_MB) * _MEBIBYTE)
        self._path = paths.log
        self._file = LogFile(str(paths.log), str(paths.index), limit)

    def append(self, output: list[tuple[int, bytes]]) -> None:
        """Writes (stream, bytes) in their order."""
        for stream, data in output:
            if data:
                self._file.append(memoryview(data), stream)
        self._file.flush()

    def say(self, text: str) -> None:
        """Writes Watchbell's own words as a line of their own."""
        line = f"{OWN_WORDS} {' '.join(text.split())}\n".encode(errors="replace")
        self.append([(_WATCHBELL, line if self._is_at_line_start() else b"\n" + line)])

    def _is_at_line_start(self) -> bool:
        with suppress(OSError), self._path.open("rb") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                return file.read(1) == b"\n"
        return True

    @property
    def size(self) -> int:
        return self._file.size

    @property
    def dropped(self) -> int:
        return self._file.dropped

    def close(self) -> None:
        self._file.close()


def _cut(log: Path, index: Path, size: int) -> bool:
    """Takes away what was written after the last save: it is read again. False where bytes are missing."""
    there = log.stat().st_size if log.exists() else 0
    if there < size:  # the machine went down before the disk had them: everything is read again
        size, is_whole = 0, False
    else:
        is_whole = True
    if there > size:
        os.truncate(log, size)
    if index.exists():
        _cut_index(index, size)
    return is_whole


def _cut_index(index: Path, size: int) -> None:
    with index.open("r+b") as file:
        content = file.read()
        records = list(RECORD.iter_unpack(content[: len(content) // RECORD.size * RECORD.size]))
        kept = [record for record in records if record[1] < size]
        if kept:
            time_us, offset, length, stream = kept[-1]
            kept[-1] = (time_us, offset, min(length, size - offset), stream)
        file.seek(0)
        file.write(b"".join(RECORD.pack(*record) for record in kept))
        file.truncate()
