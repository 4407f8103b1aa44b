"""The logs of the jobs of a pipeline, read piece by piece into one."""

from __future__ import annotations

import time
from typing import Any

from watchbell.executors.remote import Cursor
from watchbell.executors.rest import Site

_STDOUT, _STDERR = 1, 2
_MOST_OF_ONE = 32 * 1024 * 1024
_MOST_AT_ONCE = 64 * 1024 * 1024
_FREE_EACH_SECOND = 256 * 1024
_NO_TRACE = frozenset(
    {"created", "pending", "preparing", "waiting_for_resource", "manual", "scheduled", "skipped"}
)
_ENDED = frozenset({"success", "failed", "canceled", "skipped"})


class Traces:
    """Reads what came since `cursor`; then `output`, `more` and the new `cursor` tell.

    The cursor keeps for each job how far its trace was read, whether that was all of it, and when (epoch
    seconds) to ask again.
    """

    def __init__(self, site: Site, project: str, cursor: Cursor) -> None:
        self._site = site
        self._project = project
        self._at: dict[str, int] = dict(cursor.get("at", {}))
        self._whole: list[str] = list(cursor.get("whole", []))
        self._last: str | None = cursor.get("last")
        self._later: dict[str, float] = dict(cursor.get("later", {}))
        self.output: list[tuple[int, bytes]] = []
        self.more = False
        self._size = 0

    @property
    def cursor(self) -> Cursor:
        return {"at": self._at, "whole": self._whole, "last": self._last, "later": self._later}

    def read(self, jobs: list[dict[str, Any]]) -> None:
        """Takes in the traces of `jobs`, each under a line with its name where there are several."""
        for job in jobs:
            key = str(job["id"])
            if key in self._whole or job["status"] in _NO_TRACE:
                continue
            if self._size > _MOST_AT_ONCE:
                self.more = True
                return
            has_ended = job["status"] in _ENDED
            if not has_ended and time.time() < self._later.get(key, 0):
                continue
            piece, is_whole = self._piece(key)
            if piece:
                self._add(job, key, piece, is_alone=len(jobs) == 1)
            self.more = self.more or not is_whole
            if has_ended and is_whole:
                self._whole.append(key)
                self._later.pop(key, None)

    def _piece(self, key: str) -> tuple[bytes, bool]:
        """What the trace of a job has beyond what was read, and whether that was all there is now."""
        at = self._at.get(key, 0)
        answer = self._site.call(
            "GET",
            f"{self._project}/jobs/{key}/trace",
            also=(404, 416),
            headers={"Range": f"bytes={at}-"},
            most=_MOST_OF_ONE,
            seconds=60,
        )
        if not answer.is_good:
            return b"", True
        if answer.status == 206:
            self._at[key] = at + len(answer.body)
            return answer.body, not answer.is_cut
        # This GitLab does not heed `Range`: the whole trace comes each time, so a long one less often.
        self._later[key] = time.time() + min(60, len(answer.body) / _FREE_EACH_SECOND)
        piece = answer.body[at:]
        self._at[key] = at + len(piece)
        if piece and answer.is_cut:
            piece += f"\n* the trace goes on in GitLab; {_MOST_OF_ONE} bytes of it are kept here\n".encode()
        return piece, True

    def _add(self, job: dict[str, Any], key: str, piece: bytes, *, is_alone: bool) -> None:
        if self._last != key and not is_alone:
            head = f"=== {job.get('stage')}: {job['name']} (#{key}) ===\n"
            if self.output and not self.output[-1][1].endswith(b"\n"):
                head = "\n" + head
            self.output.append((_STDERR, head.encode()))
        self._last = key
        self._size += len(piece)
        self.output.append((_STDOUT, piece))
