"""What a program finds when it starts: nothing of the launcher's."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from tests.launcher.house import ENV, House

_LOOK = """
import json, os, signal, resource
print(json.dumps({
    "fds": sorted(map(int, os.listdir("/proc/self/fd")))[:-1],
    "stdin": os.readlink("/proc/self/fd/0"),
    "session": os.getsid(0) == os.getpid(),
    "env": dict(os.environ),
    "status": dict(line.split(":\\t") for line in open("/proc/self/status") if ":\\t" in line),
}))
"""


@pytest.fixture(scope="module", params=["plain", "limited"])
def seen(home: House, request: pytest.FixtureRequest) -> dict[str, Any]:
    limits = {"cpu_seconds": 50, "memory_mb": 500} if request.param == "limited" else {}
    outcome = home.run(sys.executable, "-ISc", _LOOK, limits=limits, env={"A": "1"})
    assert outcome["return_code"] == 0, home.log(outcome["id"])
    return {**json.loads(home.log(outcome["id"])), "id": outcome["id"]}


def test_no_descriptor_of_the_launcher_leaks(seen: dict[str, Any]) -> None:
    assert seen["fds"] == [0, 1, 2]


def test_there_is_no_standard_input(seen: dict[str, Any]) -> None:
    assert seen["stdin"] == "/dev/null"


def test_it_leads_a_session_of_its_own(seen: dict[str, Any]) -> None:
    assert seen["session"]


def test_the_environment_is_exactly_what_was_given(seen: dict[str, Any]) -> None:
    expected = {**ENV, "A": "1", "EXECUTION_ID": seen["id"], "WATCHBELL_RUN": seen["id"]}
    assert {k: v for k, v in seen["env"].items() if k != "LC_CTYPE"} == expected


def test_no_signal_is_blocked(seen: dict[str, Any]) -> None:
    assert int(seen["status"]["SigBlk"].strip(), 16) == 0


@pytest.mark.parametrize("limits", [{}, {"cpu_seconds": 50}])
def test_no_signal_is_ignored(home: House, limits: dict[str, float]) -> None:
    outcome = home.run("/bin/grep", "SigIgn", "/proc/self/status", limits=limits)
    ours_to_set = ~(3 << 31)  # the C library keeps 32 and 33 to itself (posix_spawn ignores them)
    assert int(home.log(outcome["id"]).split()[1], 16) & ours_to_set == 0
