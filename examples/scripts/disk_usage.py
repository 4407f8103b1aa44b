#!/usr/bin/env python3
"""Reports how full the file systems are, and fails where one is fuller than the limit. 磁盘使用情况。"""

import json
import os
import shutil
import sys

SCRIPT_TYPE = "system_check"

parameters = json.loads(os.environ.get("SCRIPT_PARAMETERS", "{}"))
paths = parameters.get("paths", ["/", "/tmp"])  # Folders, one on each file system of interest
limit = float(parameters.get("limit_percent", 95))  # Fuller than this is a failure

rows = []
for path in paths:
    try:
        usage = shutil.disk_usage(path)
    except OSError as error:
        rows.append({"path": path, "error": error.strerror})
        continue
    percent = round(100 * usage.used / usage.total, 1) if usage.total else 0.0
    rows.append({"path": path, "used_percent": percent, "free_gib": round(usage.free / 2**30, 1)})

full = [row["path"] for row in rows if row.get("used_percent", 0) > limit]
unknown = [row["path"] for row in rows if "error" in row]
print(
    json.dumps(
        {
            "status": "error" if full or unknown else "success",
            "message": f"too full: {', '.join(full)}" if full else f"{len(rows)} file systems looked at",
            "data": rows,
        },
        ensure_ascii=False,
        indent=2,
    )
)
sys.exit(1 if full or unknown else 0)
