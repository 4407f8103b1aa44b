"""From a program's write to the line on the screen of a real Chromium, everything in between included."""

from __future__ import annotations

from bench.tools import percentile, product, show
from tests.e2e.chromium import installed, launched
from tests.e2e.painted import TICK, delays
from tests.e2e.watched import shows, sign_in, watched

LINES = 100
GOAL_MS = 100
# The pauses differ, so that they do not keep step with any timer.
_PROGRAM = f"""
import random, time
for n in range(1, 100_000):
    {TICK}
    time.sleep(random.uniform(0.08, 0.2))
"""


def main() -> None:
    if not installed():
        show("live log, write to screen", "no Chromium")
        return
    with product() as server, launched() as browser, watched(browser, server.base) as page:
        server.script("ticking.py", _PROGRAM)
        server.task("ticking", task_type="python", task_exec="tasks/ticking.py")
        page.goto("/login")
        sign_in(page)
        shows(page, "Tasks")
        page.goto(f"/executions/{server.execute('ticking')}")
        delays(page, 5)
        seconds = delays(page, LINES)
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        ms = percentile(seconds, share) * 1000
        show(f"live log, write to screen, {name}", f"{ms:.0f} ms", f"{GOAL_MS} ms", ms / GOAL_MS)


if __name__ == "__main__":
    main()
