"""Following one execution from the command line to its end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from watchbell.cli.common import release_launcher
from watchbell.cli.words import language, say
from watchbell.errors import SystemFailure
from watchbell.executions import wakeup
from watchbell.executions.log_store import log_store
from watchbell.executions.models import Execution
from watchbell.executions.wording import error_text
from watchbell.kernel.status import Status

_LOOK_EVERY = 0.05
_ASK_EVERY = 1.0
_PATIENCE = 30.0  # seconds without a server; one that is only restarted is back by then
_PIECE = 1024 * 1024
_CODES = {Status.TIMEOUT: 124, Status.CANCELLED: 130, Status.SKIPPED: 75, Status.LOST: 70}


class EngineGone(SystemFailure):
    """Nobody is there any more to run or record what is followed."""

    exit_code = 69  # EX_UNAVAILABLE of sysexits.h


@contextmanager
def with_engine() -> Iterator[None]:
    """The server's engine where a server runs, else one for as long as this command takes."""
    if wakeup.send():
        yield
        return
    from watchbell.server.engine import Engine

    engine = Engine(with_clock=False)
    engine.start()
    try:
        yield
    finally:
        engine.close()
        release_launcher()


def follow(execution_id: str, *, quiet: bool) -> Execution:
    """Copies the log to standard output, byte by byte, until the execution has ended.

    Raises EngineGone where no engine of this machine has been there for a while.
    """
    path = log_store().paths(execution_id).log
    shown = 0
    absence = _Absence()
    while True:
        execution = Execution.objects.select_related("definition").get(pk=execution_id)
        if not quiet:
            shown = _copy(path, shown)
        if execution.is_finished:
            break
        if absence.lasts():
            raise EngineGone("engine_gone", execution_id=execution_id, seconds=round(_PATIENCE))
        time.sleep(_LOOK_EVERY)
    if not quiet and execution.status != Status.SUCCESS:
        reason = error_text(execution, language()) or execution.reason
        click.echo(f"{say('Ended', '结束')}: {execution.status} ({reason})", err=True)
    return execution


class _Absence:
    """How long no engine has been there."""

    def __init__(self) -> None:
        self._heard_at = self._asked_at = time.monotonic()

    def lasts(self) -> bool:
        now = time.monotonic()
        if now - self._asked_at >= _ASK_EVERY:
            self._asked_at = now
            if wakeup.is_heard():
                self._heard_at = now
        return now - self._heard_at > _PATIENCE


def exit_code(execution: Execution) -> int:
    """The program's own exit code; 128 + the signal that ended it; a code of ours where it has none."""
    if execution.return_code is not None and execution.status in (Status.SUCCESS, Status.FAILED):
        return execution.return_code if execution.return_code >= 0 else 128 - execution.return_code
    return _CODES.get(Status(execution.status), 1)


def _copy(path: Path, start: int) -> int:
    if not path.exists():
        return start
    with path.open("rb") as log:
        log.seek(start)
        while piece := log.read(_PIECE):
            sys.stdout.buffer.write(piece)
            start += len(piece)
    sys.stdout.flush()
    return start
