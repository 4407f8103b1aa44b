"""`make bench`: every benchmark; `python -m bench NAME…`: those named."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = (
    "throughput",
    "pipeline",
    "trigger",
    "due_at_once",
    "output",
    "cold_start",
    "idle",
    "lists",
    "live_log",
    "launcher_echo",
    "launcher_output",
    "schedule_oracle",
)


def main() -> None:
    for name in sys.argv[1:] or NAMES:
        print(f"\n== {name}", flush=True)
        import_module(f"bench.{name}").main()


main()
