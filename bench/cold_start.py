"""From `watchbell serve` to the first healthy answer, on an installation that was set up before."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from bench.tools import product, show

ROUNDS = 5


def _bare_python() -> float:
    code = "import django.core.handlers.asgi, django.db.models, pydantic, uvicorn"
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.monotonic() - began


def main() -> None:
    times = []
    with product() as server:
        for _ in range(ROUNDS):
            server.stop()
            began = time.monotonic()
            server.start()
            times.append(time.monotonic() - began)
    limit = statistics.median(_bare_python() for _ in range(ROUNDS))
    seconds = statistics.median(times)
    show("cold start to the first healthy answer", f"{seconds:.2f} s", f"{limit:.2f} s", seconds / limit)
