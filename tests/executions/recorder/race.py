"""A small Django project of its own, in which threads end the same rows at once; prints what came of it."""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

_THREADS, _ROUNDS = 8, 20


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = sys.argv[1]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    print(json.dumps([_wins(make) for make in _makers() for _ in range(_ROUNDS)]))


def _makers() -> list[Any]:
    from tests.host_app.models import Run, StepRun
    from watchbell.executions.models import Execution

    return [Run.objects.create, StepRun.objects.create, lambda: Execution.objects.create(origin="host:race")]


def _wins(make: Any) -> list[Any]:
    """How many threads ended one row, and whether the row says what the winner said."""
    row = make()
    together = threading.Barrier(_THREADS)
    winners: list[int] = []
    threads = [threading.Thread(target=_end, args=(row, code, together, winners)) for code in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = type(row).objects.get(pk=row.pk)
    return [len(winners), [seen.return_code] == winners and seen.logs == f"by {seen.return_code}"]


def _end(row: Any, code: int, together: threading.Barrier, winners: list[int]) -> None:
    from django.db import connection

    from watchbell import ExecutionLogger

    own_copy = type(row).objects.get(pk=row.pk)
    together.wait()
    if ExecutionLogger.complete_execution(own_copy, code, custom_logs=f"by {code}"):
        winners.append(code)
    connection.close()


if __name__ == "__main__":
    main()
