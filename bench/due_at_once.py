"""1,000 tasks due in the same second: how late each starts, against the time it takes to spawn them."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta

from bench.tools import percentile, product, show

TASKS = 1_000


def _spawn_all() -> float:
    began = time.monotonic()
    pids = [os.posix_spawn("/bin/true", ["true"], {}) for _ in range(TASKS)]
    for pid in pids:
        os.waitpid(pid, 0)
    return time.monotonic() - began


def main() -> None:
    with product() as server:
        due = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=25)
        tasks = [
            {
                "task_id": f"due-{n}",
                "task_type": "command",
                "task_exec": "/bin/true",
                "task_schedule": {"at": due.isoformat()},
            }
            for n in range(TASKS)
        ]
        file = server.data_dir / "due.json"
        file.write_text(__import__("json").dumps({"tasks": tasks}))
        imported = server.cli("import", str(file))
        assert imported.returncode == 0, imported.stderr
        assert datetime.now(UTC) < due, "the import took too long"
        server.until(lambda: server.get("/api/executions/counts")["counts"].get("success", 0) >= TASKS, 90)
        delays, cursor = [], None
        while True:
            page = server.get("/api/executions", limit=200, **({"cursor": cursor} if cursor else {}))
            delays += [
                (datetime.fromisoformat(item["start_time"]) - due).total_seconds() for item in page["items"]
            ]
            cursor = page["next_cursor"]
            if not cursor:
                break
    assert len(delays) == TASKS, len(delays)
    limit = _spawn_all()
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        late = percentile(delays, share)
        show(
            f"{TASKS} due at once: start delay {name}",
            f"{late * 1e3:.0f} ms",
            f"{limit * 1e3:.0f} ms",
            late / limit,
        )
