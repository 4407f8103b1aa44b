"""Tells those who watch an execution that its log has grown, and keeps its index up to date meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchbell.launcher.protocol import encode
from watchbell.launcher.run import DONE

if TYPE_CHECKING:
    from watchbell.launcher.loop import Loop, Timer
    from watchbell.launcher.run import Run
    from watchbell.launcher.server import Server

_EVERY = 0.03


class Shows:
    """The first output of a quiet moment is shown at once, what follows at most each 30 ms."""

    def __init__(self, loop: Loop, server: Server) -> None:
        self._loop = loop
        self._server = server
        self._grown: list[Run] = []
        self._pause: Timer | None = None

    def grown(self, run: Run) -> None:
        if not run.grown:
            run.grown = True
            self._grown.append(run)

    def flush(self) -> None:
        """End of a turn."""
        if self._grown and self._pause is None:
            for run in self._grown:
                self._show(run)
            # Their index is written by the timer: most programs are over before it, and write theirs once.
            self._pause = self._loop.call_later(_EVERY, self._after_pause)

    def _after_pause(self) -> None:
        self._pause = None
        grown, self._grown = self._grown, []
        for run in grown:
            run.grown = False
            if run.phase != DONE and run.log:
                run.log.flush()
                self._show(run)
        if any(run.phase != DONE for run in grown):
            self._pause = self._loop.call_later(_EVERY, self._after_pause)

    def _show(self, run: Run) -> None:
        size = run.log.size if run.log else 0
        if size == run.shown or run.phase == DONE:
            return
        line = b""
        for client in tuple(self._server.clients):
            if run.id in client.watched:
                if not line and run.log:
                    run.log.flush()  # who hears of it will read it, and readers go by the index
                line = line or encode({"event": "output", "id": run.id, "size": size})
                client.send(line)
        if line:
            run.shown = size

    def watched(self, run: Run) -> None:
        """Somebody has begun to watch it: show what there is."""
        run.shown = 0
        self._show(run)
