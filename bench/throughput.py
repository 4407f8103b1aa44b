"""Executions a second of /bin/echo with full durable history, against a bare asyncio loop without any."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time

from bench.tools import folder, show

CONCURRENCY = 16
EXECUTIONS = 2_000
ROUNDS = 3


async def _bare(count: int) -> float:
    gate = asyncio.Semaphore(CONCURRENCY)

    async def one() -> None:
        async with gate:
            process = await asyncio.create_subprocess_exec("/bin/echo", "hello", stdout=subprocess.PIPE)
            await process.communicate()

    began = time.monotonic()
    await asyncio.gather(*(one() for _ in range(count)))
    return count / (time.monotonic() - began)


_OURS = """
import sys, threading, time
from django.db import transaction
from watchbell.server.boot import boot
boot()
from watchbell.executions.create import create
from watchbell.executions.models import Execution
from watchbell.executions.signals import executions_finished
from watchbell.server.engine import Engine
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.rows import new_row
from watchbell.tasks.store import get_store

task = TaskDefinition.read({"task_id": "echo", "task_type": "command", "task_exec": "/bin/echo",
                            "task_config": {"args": ["hello"]}, "task_overlap": "allow"})
get_store().save_task(task)
engine = Engine(with_clock=False)
engine.start()
done = lambda: Execution.objects.filter(status="success").count()
create([new_row(task, trigger="manual") for _ in range(32)])
while done() < 32:
    time.sleep(0.05)
count = int(sys.argv[1])
left, over = [count], threading.Event()

def saved(number):
    left[0] -= number
    if not left[0]:
        over.set()

def note(executions, **_):
    transaction.on_commit(lambda: saved(len(executions)))

executions_finished.connect(note)
began = time.monotonic()
for start in range(0, count, 100):
    create([new_row(task, trigger="manual") for _ in range(100)])
over.wait()
rate = count / (time.monotonic() - began)
assert done() == count + 32
print(rate)
engine.close()
"""


def ours(count: int) -> float:
    """Each execution is created, claimed and ended in the database, with its log, index and result."""
    with folder() as data_dir:
        done = subprocess.run(
            [sys.executable, "-c", _OURS, str(count)],
            env={
                "WATCHBELL_DATA_DIR": str(data_dir),
                "WATCHBELL_MAX_RUNNING": str(CONCURRENCY),
                "PATH": "/usr/bin:/bin",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        subprocess.run(["pkill", "-9", "-f", str(data_dir)], check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return float(done.stdout)


def main() -> None:
    rounds = [(ours(EXECUTIONS), asyncio.run(_bare(EXECUTIONS))) for _ in range(ROUNDS)]
    rate = statistics.median(pair[0] for pair in rounds)
    bare = statistics.median(pair[1] for pair in rounds)
    ratio = statistics.median(one / other for one, other in rounds)
    show(f"executions/s, {CONCURRENCY} at once", f"{rate:.0f}/s", f"{bare:.0f}/s", ratio)


if __name__ == "__main__":
    main()
