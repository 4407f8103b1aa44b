"""A pipeline of 1,000 steps that fan out to 50 and join again: what following the graph costs a step.

The limit is the same number of the same executions without any graph, by the same engine.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

from bench.tools import folder, show

FAN_OUT = 50
STEPS = 1_000
ROUNDS = 3

_OURS = """
import json, resource, sys, time
from watchbell.server.boot import boot
boot()
from watchbell.cli.common import release_launcher
from watchbell.executions.create import create
from watchbell.executions.models import Execution
from watchbell.executors import registry
from watchbell.executors.dummy import PLUGIN
from watchbell.server.engine import Engine
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.rows import new_row
from watchbell.tasks.run_now import run_now
from watchbell.tasks.store import get_store

steps, fan_out = int(sys.argv[1]), int(sys.argv[2])
registry.add("dummy", PLUGIN)
graph = [{"id": "join-0", "type": "dummy", "program": "-"}]
layer = 0
while len(graph) < steps:
    wide = [f"wide-{layer}-{n}" for n in range(min(fan_out, steps - len(graph)))]
    graph += [{"id": name, "type": "dummy", "program": "-", "needs": [f"join-{layer}"]} for name in wide]
    layer += 1
    if len(graph) < steps:
        graph.append({"id": f"join-{layer}", "type": "dummy", "program": "-", "needs": wide})
common = {"task_overlap": "allow"}
pipeline = {"task_id": "pipeline", "task_type": "pipeline", "task_config": {"steps": graph}, **common}
get_store().save_task(TaskDefinition.read(pipeline))
plain = TaskDefinition.read({"task_id": "plain", "task_type": "dummy", "task_exec": "-", **common})
get_store().save_task(plain)
engine = Engine(with_clock=False)
engine.start()

def until_idle():
    while Execution.objects.filter(status__in=("pending", "running")).exists():
        time.sleep(0.02)

def plain_layers():
    began = time.monotonic()
    left = steps
    while left:
        for count in (1, min(fan_out, left - 1)):
            if count:
                create([new_row(plain, trigger="manual") for _ in range(count)])
                while Execution.objects.filter(status__in=("pending", "running")).exists():
                    time.sleep(0.002)
                left -= count
    return time.monotonic() - began

def rss():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024

plain_layers()  # everything is loaded, and as large as it gets
bare = plain_layers()
before = rss()
began = time.monotonic()
done = run_now("pipeline")
until_idle()
ours = time.monotonic() - began
done.refresh_from_db()
assert done.status == "success", done.error_message
assert Execution.objects.filter(parent_id=done.pk, status="success").count() == steps
first = rss()
run_now("pipeline")
until_idle()
print(json.dumps({"ours": ours, "bare": bare, "before": before, "first": first, "second": rss()}))
engine.close()
release_launcher()
"""


def measure() -> dict[str, float]:
    with folder() as data_dir:
        done = subprocess.run(
            [sys.executable, "-c", _OURS, str(STEPS), str(FAN_OUT)],
            env={"WATCHBELL_DATA_DIR": str(data_dir), "WATCHBELL_MAX_RUNNING": "16", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        found: dict[str, float] = json.loads(done.stdout)
        return found


def main() -> None:
    rounds = [measure() for _ in range(ROUNDS)]
    ours = statistics.median(one["ours"] for one in rounds)
    bare = statistics.median(one["bare"] for one in rounds)
    ratio = statistics.median(one["ours"] / one["bare"] for one in rounds)
    show(f"{STEPS} steps, fan-out {FAN_OUT}", f"{ours:.2f} s", f"{bare:.2f} s", ratio)
    more = statistics.median(one["ours"] - one["bare"] for one in rounds) / STEPS
    show("the graph costs each step", f"{more * 1e3:.2f} ms")
    grown = statistics.median(one["second"] - one["first"] for one in rounds)
    show(
        "memory: the first pipeline",
        f"{statistics.median(one['first'] - one['before'] for one in rounds):.1f} MiB",
    )
    show("memory: a second one adds", f"{grown:.1f} MiB")


if __name__ == "__main__":
    main()
