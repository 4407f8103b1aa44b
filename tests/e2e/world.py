"""What a small team's Watchbell holds: tasks in every state, with names and output of all sorts."""

from __future__ import annotations

from watchbell.testing import Product

_LONG_NAME = "Reconcile the ledger of every branch with the statements of the banks " * 4
_NOISE = r"""
import sys
print("\x1b[1;32mconnected\x1b[0m to \x1b[36mdb-1\x1b[0m")
for n in range(400):
    print(f"2026-03-01 02:00:{n % 60:02d} INFO  copied block {n} of 400, 8 MiB")
print("WARNING: index idx_users is 40 % larger than last week")
print("用户数据已导出，共 12,408 行")
print("very long line " + "x" * 3000)
print("ERROR: pg_dump: error: connection to server failed: no route to host", file=sys.stderr)
sys.exit(3)
"""
_REPORT = """
import json
print("rendering 14 charts")
print(json.dumps({"rows": 1204, "sent_to": ["ops@example.com"], "late": False}))
"""
_BACKUP = {
    "task_name": "Nightly backup",
    "task_desc": "Dumps the database and copies it to the other site.",
    "task_type": "python",
    "task_exec": "tasks/noise.py",
    "task_schedule": "0 3 * * *",
    "task_timezone": "Asia/Shanghai",
    "task_tags": ["database", "critical"],
    "task_env": {"PGHOST": "db-1", "PGDATABASE": "shop"},
    "task_timeout": 600,
}
_PARAMETERS = {
    "type": "object",
    "required": ["region"],
    "properties": {
        "region": {"type": "string", "title": "Region", "enum": ["north", "south"], "default": "north"},
        "days": {"type": "integer", "title": "Days back", "minimum": 1, "default": 7},
        "dry_run": {"type": "boolean", "title": "Only pretend", "default": True},
    },
}


def fill(product: Product) -> str:
    """Creates the tasks and runs them. Returns the id of the failed execution of `nightly-backup`."""
    product.script("noise.py", _NOISE)
    product.script("report.py", _REPORT)
    product.script("wait.sh", "#!/bin/sh\necho crawling; exec sleep 600\n")
    python = {"task_type": "python", "task_exec": "tasks/report.py"}
    waiting = {"task_type": "shell", "task_exec": "tasks/wait.sh"}
    daily = {"task_schedule": "0 9 * * 1-5", "task_tags": ["报表"]}
    product.task("nightly-backup", **_BACKUP)
    product.task("weekly-report", task_name="每周运营报表", **python, **daily)
    product.task("region-sync", task_name="Sync a region", **python, task_parameters=_PARAMETERS)
    product.task("ledger", task_name=_LONG_NAME[:300], **python, task_schedule=[{"every": "5m"}])
    product.task("paused", task_name="Rotate logs", **python, task_schedule="*/5 * * * *", task_enabled=False)
    product.task("crawl", task_name="Crawl the shops", **waiting)
    product.task("slow", task_name="Warm the cache", **waiting, task_timeout=1)
    product.task("never", task_name="Never ran", task_type="command", task_exec="/bin/true")
    product.task("verify", task_name="Verify backup", **python, task_dependencies=["nightly-backup"])
    for _ in range(3):
        product.run("weekly-report")
        failed = product.run("nightly-backup")
    product.run("region-sync", region="south")
    product.run("ledger")
    product.run("slow")
    product.running(product.execute("crawl"))
    return str(failed["execution_id"])
