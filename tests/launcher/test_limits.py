from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launcher.house import House, running
from watchbell.kernel.outcome import Outcome, decide

PYTHON = [sys.executable, "-ISc"]
FORK_THREE = "import os, time\nfor _ in range(3):\n if os.fork() == 0: break"


def _limit(outcome: dict[str, object]) -> object:
    assert outcome["survivors"] == 0
    return outcome["cause"], outcome["limit"]


def test_a_memory_hog_is_ended_as_out_of_memory(home: House) -> None:
    hog = "import time\nkeep = []\nwhile True:\n keep.append(b'x' * 4_000_000); time.sleep(.02)"
    outcome = home.run(*PYTHON, hog, limits={"memory_mb": 60})
    assert _limit(outcome) == ("limit", "memory_mb")
    assert decide(Outcome.from_json(outcome)).reason == "oom"


def test_a_hog_that_is_faster_than_any_look_is_held_by_the_kernel(home: House) -> None:
    outcome = home.run(*PYTHON, "keep = b'x' * 2_000_000_000; print(len(keep))", limits={"memory_mb": 60})
    assert outcome["return_code"] != 0
    assert home.log(outcome["id"]).endswith(b"MemoryError\n") or outcome["cause"] == "limit"


def test_memory_counts_for_the_whole_tree(home: House) -> None:
    child = f"{FORK_THREE}\nx = b'x' * 40_000_000; time.sleep(30)"
    assert _limit(home.run(*PYTHON, child, limits={"memory_mb": 100})) == ("limit", "memory_mb")


def test_memory_that_forks_share_is_counted_once(home: House) -> None:
    shared = f"x = b'x' * 60_000_000\n{FORK_THREE}\ntime.sleep(.6)"
    assert home.run(*PYTHON, shared, limits={"memory_mb": 150})["return_code"] == 0


def test_processor_time_is_limited(home: House) -> None:
    outcome = home.run(*PYTHON, "while True: pass", limits={"cpu_seconds": 1})
    assert _limit(outcome) == ("limit", "cpu_seconds")
    assert 0.5 < outcome["cpu_seconds"] < 3


def test_processor_time_counts_for_the_whole_tree(home: House) -> None:
    busy = "import os\nfor _ in range(3):\n if os.fork() == 0: break\nwhile True: pass"
    outcome = home.run(*PYTHON, busy, limits={"cpu_seconds": 1})
    assert _limit(outcome) == ("limit", "cpu_seconds")


def test_a_file_may_not_grow_beyond_its_limit(home: House) -> None:
    outcome = home.shell(
        "exec head -c 5000000 /dev/zero > big", cwd=str(home.folder), limits={"file_size_mb": 1}
    )
    assert _limit(outcome) == ("limit", "file_size_mb")
    assert (home.folder / "big").stat().st_size == 1024 * 1024


def test_the_log_may_be_larger_than_a_file_of_the_program(home: House) -> None:
    outcome = home.shell("head -c 3000000 /dev/zero", limits={"file_size_mb": 1})
    assert (outcome["return_code"], outcome["log_bytes"]) == (0, 3_000_000)


@pytest.mark.parametrize("burst", ["setsid sleep 9875.1 &", "sleep 9875.1 &"])
def test_a_burst_of_forks_is_contained(home: House, burst: str) -> None:
    began = time.monotonic()
    outcome = home.shell(f"while :; do {burst} done", limits={"processes": 20})
    assert _limit(outcome) == ("limit", "processes")
    assert time.monotonic() - began < 10
    assert not running("9875.1")


def test_a_fork_bomb_does_not_keep_others_from_running(home: House) -> None:
    bomb = home.start(
        *PYTHON, "import os\nwhile True:\n try: os.fork()\n except OSError: pass", limits={"processes": 30}
    )
    began = time.monotonic()
    assert home.run("/bin/true")["return_code"] == 0
    assert time.monotonic() - began < 3
    assert _limit(home.outcome(bomb)) == ("limit", "processes")


@pytest.fixture
def house_without_control_groups() -> Iterator[House]:
    if os.getuid():
        pytest.skip("only root can hide the control groups")
    one = House("unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /sys/fs/cgroup && exec "$@"', "sh")
    yield one
    one.leave()


def test_without_control_groups_processes_are_counted(house_without_control_groups: House) -> None:
    house = house_without_control_groups
    outcome = house.shell("while :; do setsid sleep 9875.2 & sleep .01; done", limits={"processes": 5})
    assert _limit(outcome) == ("limit", "processes")
    assert outcome["processes_ended"] > 5
    assert not running("9875.2")


def test_a_program_below_its_limits_is_left_alone(home: House) -> None:
    limits = {"cpu_seconds": 20, "memory_mb": 300, "processes": 20, "file_size_mb": 5, "log_mb": 5}
    outcome = home.shell("sleep .3; echo fine", limits=limits)
    assert (outcome["cause"], outcome["return_code"], outcome["limit"]) == ("exit", 0, None)


def test_no_control_group_is_left_behind(home: House) -> None:
    def groups() -> list[str]:
        return [str(path) for path in Path("/sys/fs/cgroup").glob("**/watchbell-*")]

    before = groups()
    home.shell("true", limits={"processes": 5})
    assert groups() == before
