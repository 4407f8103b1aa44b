"""From a request to run a task to the first instruction of its program."""

from __future__ import annotations

import http.client
import json
import os
import time

from bench.tools import percentile, product, show

RUNS = 300

# The program writes the clock the moment it starts: a static shell built-in, no interpreter start-up.
_PROGRAM = "#!/bin/sh\nread up rest < /proc/uptime\nexec date +%s.%N\n"


def _limit(count: int) -> list[float]:
    """posix_spawn of the same program, with nothing recorded."""
    delays = []
    for _ in range(count):
        read, write = os.pipe()
        began = time.time()
        pid = os.posix_spawn(
            "/bin/date", ["date", "+%s.%N"], {}, file_actions=[(os.POSIX_SPAWN_DUP2, write, 1)]
        )
        os.close(write)
        with os.fdopen(read) as out:
            delays.append(float(out.read()) - began)
        os.waitpid(pid, 0)
    return delays


def main() -> None:
    with product() as server:
        server.task(
            "clock",
            task_type="command",
            task_exec="/bin/date",
            task_config={"args": ["+%s.%N"]},
            task_overlap="allow",
        )
        server.run("clock")
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        headers = {"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"}
        started = {}
        for _ in range(RUNS):
            began = time.time()
            connection.request("POST", "/api/tasks/clock/execute", b"{}", headers)
            started[json.loads(connection.getresponse().read())["execution_id"]] = began
            time.sleep(0.01)
        delays = []
        for execution_id, began in started.items():
            server.finished(execution_id)
            delays.append(float(server.log(execution_id)) - began)
    bare = _limit(RUNS)
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        mine, limit = percentile(delays, share), percentile(bare, share)
        show(
            f"trigger to first instruction, {name}",
            f"{mine * 1e3:.1f} ms",
            f"{limit * 1e3:.1f} ms",
            mine / limit,
        )
