"""The engine beside a host's web processes: it runs executions and keeps the clock."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from watchbell.conf import get_settings
from watchbell.errors import SystemFailure
from watchbell.executions import health
from watchbell.executions.sqlite import let_all_writes_wait_their_turn
from watchbell.server.boot import make_folders
from watchbell.server.schema import refuse_newer

_TOLD_EACH = 3.0  # seconds


def run_engine(ready: Callable[[], None], *, with_clock: bool = True) -> None:
    """Runs until TERM or INT; programs go on and are adopted by the next engine.

    `ready` is called once executions are taken. Raises SystemFailure: no data directory, no tables, or
    tables of a newer version.
    """
    from watchbell.server.engine import Engine
    from watchbell.server.tasks_file import watch_tasks_file

    os.umask(0o077)
    make_folders(get_settings().data_dir)
    let_all_writes_wait_their_turn()
    _check_tables()
    # Programs are started with an environment of their own, but the launcher is a child of ours.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    engine = Engine(with_clock=with_clock)
    engine.start()
    stop_watching = watch_tasks_file() if with_clock else lambda: None
    try:
        ready()
        while not stopped.wait(_TOLD_EACH):
            with suppress(OSError):  # a full disk: those who look see an old word
                health.share()
    finally:
        stop_watching()
        engine.close()


def _check_tables() -> None:
    refuse_newer()
    executor = MigrationExecutor(connection)
    wanted = [key for key in executor.loader.graph.leaf_nodes() if key[0] == "watchbell"]
    if executor.migration_plan(wanted):
        raise SystemFailure("tables_missing", reference="-")
    connection.close()
