"""Memory and CPU while nothing happens, with 1,000 tasks scheduled for later."""

from __future__ import annotations

import json
import time

from bench.tools import cpu_seconds, memory_mb, product, show

SECONDS = 20


def main() -> None:
    with product() as server:
        tasks = [
            {"task_id": f"t{n}", "task_type": "command", "task_exec": "true", "task_schedule": "0 3 1 1 *"}
            for n in range(1_000)
        ]
        file = server.data_dir / "many.json"
        file.write_text(json.dumps({"tasks": tasks}))
        assert server.cli("import", str(file)).returncode == 0
        server.get("/api/tasks")
        time.sleep(3)
        assert server.process
        pids = [server.process.pid, *server.launcher_pids()]
        before = cpu_seconds(pids)
        time.sleep(SECONDS)
        share = (cpu_seconds(pids) - before) / SECONDS
        show("idle CPU, all processes", f"{share:.2%}", "0.20%")
        show("idle memory, all processes", f"{memory_mb(pids):.0f} MiB", "120 MiB")
