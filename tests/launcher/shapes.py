"""Programs that do not want to end. Each carries MARK in the command line of every process it leaves."""

from __future__ import annotations

import sys

PYTHON = sys.executable


def _python(code: str, mark: str) -> list[str]:
    return [PYTHON, "-ISc", code, mark]


_IGNORE = "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 3, 15)]; "
_DAEMON = """
import os, sys, time
def go(code):
    os.execve(sys.executable, [sys.executable, "-ISc", code, sys.argv[1]], {})
STUBBORN = "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 15)]; time.sleep(999)"
"""


def shapes(mark: str) -> dict[str, list[str]]:
    """Name → argv."""
    sleep = f"sleep {mark}"
    return {
        "plain": ["/bin/sleep", mark],
        "shell with a child": ["/bin/sh", "-c", f"{sleep}; true"],
        "ignores TERM": _python(_IGNORE + "print('ready', flush=True); time.sleep(999)", mark),
        "shell trap": ["/bin/sh", "-c", f"trap '' TERM; while :; do {sleep}; done"],
        "stopped": ["/bin/sh", "-c", f"kill -STOP $$; {sleep}"],
        "stopped child": ["/bin/sh", "-c", f"{sleep} & kill -STOP $!; wait"],
        "setsid": ["/bin/sh", "-c", f"setsid {sleep} & wait"],
        "setsid, parent gone": ["/bin/sh", "-c", f"(setsid {sleep} &) ; exec {sleep}"],
        "double fork": _python(
            _DAEMON
            + "if os.fork() == 0:\n os.setsid()\n if os.fork() == 0: go(STUBBORN)\n os._exit(0)\n"
            + "os.wait(); time.sleep(999)",
            mark,
        ),
        "env -i daemon": [
            "/bin/sh",
            "-c",
            f"(env -i setsid {sleep} >/dev/null 2>&1 </dev/null &); exec {sleep}",
        ],
        "env -i daemon that closes all": _python(
            _DAEMON
            + "if os.fork() == 0:\n os.setsid(); os.closerange(0, 99)\n"
            + " if os.fork() == 0: go(STUBBORN)\n os._exit(0)\n"
            + "os.wait(); time.sleep(999)",
            mark,
        ),
        "chain of sessions": [
            "/bin/sh",
            "-c",
            f"setsid setsid -f sh -c 'setsid -f {sleep}; {sleep}'; {sleep}",
        ],
        "respawns what dies": [
            "/bin/sh",
            "-c",
            f"trap '' TERM; while :; do (setsid {sleep} &) ; sleep .05; done",
        ],
        "many children": ["/bin/sh", "-c", f"for i in 1 2 3 4 5 6 7 8 9 10; do {sleep} & done; wait"],
        "forks while it is killed": _python(
            "import os, time, signal, sys\n"
            "signal.signal(15, signal.SIG_IGN)\n"
            "for i in range(3):\n os.fork()\n"
            "while True:\n"
            " if os.fork() == 0:\n  time.sleep(.2); os._exit(0)\n"
            " time.sleep(.02)\n"
            " try:\n  os.waitpid(-1, os.WNOHANG)\n except OSError: pass\n",
            mark,
        ),
        "flood": ["/bin/sh", "-c", f"trap '' TERM PIPE; yes {mark} | cat; {sleep}"],
    }
