from __future__ import annotations

import itertools
import time
from typing import NamedTuple

import pytest

from tests.launcher.house import Event, House, running, until
from tests.launcher.shapes import shapes

NAMES = list(shapes(""))
_marks = (f"98{n}.5{n}" for n in itertools.count(1000))


class Ended(NamedTuple):
    outcome: Event
    first_signal: str
    seconds: float
    left: int


@pytest.fixture(scope="module", params=["stopped", "timeout"])
def ended(home: House, request: pytest.FixtureRequest) -> tuple[str, dict[str, Ended]]:
    """Every shape, all at the same time, ended in one way."""
    timeout = 1.5 if request.param == "timeout" else None
    marks = {shape: next(_marks) for shape in NAMES}
    names = {shape: home.start(*shapes(marks[shape])[shape], timeout=timeout) for shape in NAMES}
    for shape in NAMES:
        home.event("started", names[shape])
        until(lambda mark=marks[shape]: running(mark))
    time.sleep(0.2)
    if timeout is None:
        home.client.send([{"op": "stop", "id": name, "cause": "stopped"} for name in names.values()])
    found = {}
    for shape, name in names.items():
        stopping, outcome = home.event("stopping", name), home.outcome(name)
        seconds = outcome["ended_at"] - stopping["at"]
        found[shape] = Ended(outcome, stopping["signal"], seconds, len(running(marks[shape])))
    return request.param, found


@pytest.mark.parametrize("shape", NAMES)
def test_nothing_survives(ended: tuple[str, dict[str, Ended]], shape: str) -> None:
    how, found = ended
    outcome, signal, seconds, left = found[shape]
    assert outcome["cause"] == how
    assert (outcome["survivors"], left) == (0, 0)
    assert outcome["processes_ended"] >= 1
    assert signal == "SIGTERM"
    assert seconds < 5


def test_ending_one_run_leaves_the_others_alone(home: House) -> None:
    bystander = home.start("/bin/sh", "-c", "setsid sleep 9876.0 & wait")
    name = home.start("/bin/sh", "-c", "setsid sleep 9876.9 & wait")
    until(lambda: running("9876.0") and running("9876.9"))
    home.stop(name)
    assert home.outcome(name)["processes_ended"] >= 2
    assert running("9876.0")
    home.stop(bystander)
    assert home.outcome(bystander)["survivors"] == 0


def test_a_daemon_whose_program_ended_is_ended_with_it(home: House) -> None:
    other = home.start("/bin/sleep", "76")
    outcome = home.shell("env -i setsid -f sleep 9876.1 >/dev/null 2>&1 </dev/null")
    assert (outcome["cause"], outcome["return_code"], outcome["processes_ended"]) == ("exit", 0, 1)
    assert not running("9876.1")
    home.stop(other)
    assert home.outcome(other)["processes_ended"] == 1


def test_a_program_may_use_its_grace_to_clean_up(home: House) -> None:
    name = home.start(
        "/bin/sh", "-c", "trap 'echo cleaned; exit 5' TERM; echo ready; while :; do sleep .05; done", grace=10
    )
    home.written(name, b"ready")
    home.stop(name)
    outcome = home.outcome(name, 5)
    assert (outcome["cause"], outcome["return_code"]) == ("stopped", 5)
    assert home.log(name).endswith(b"cleaned\n")


def test_a_stubborn_program_is_killed_when_its_grace_is_over(home: House) -> None:
    name = home.start(*shapes("9876.2")["ignores TERM"], grace=0.6)
    home.written(name, b"ready")
    began = time.monotonic()
    home.stop(name)
    outcome = home.outcome(name)
    assert 0.6 <= time.monotonic() - began < 3
    assert outcome["return_code"] == -9
    assert [e["signal"] for e in home.events if e["event"] == "stopping" and e["id"] == name] == [
        "SIGTERM",
        "SIGKILL",
    ]


def test_without_grace_the_program_is_killed_at_once(home: House) -> None:
    name = home.start(*shapes("9876.3")["ignores TERM"], grace=0)
    home.written(name, b"ready")
    home.stop(name)
    assert home.outcome(name, 3)["return_code"] == -9


def test_stopping_twice_or_too_late_changes_nothing(home: House) -> None:
    name = home.start("/bin/sleep", "75")
    home.event("started", name)
    home.stop(name)
    home.stop(name)
    assert home.outcome(name)["cause"] == "stopped"
    home.stop(name)
    home.stop("never-heard-of")
    assert home.run("/bin/true")["return_code"] == 0
    assert sum(e["event"] == "finished" and e["id"] == name for e in home.events) == 1


def test_a_stop_right_behind_the_start_is_obeyed(home: House) -> None:
    spec = home.spec("/bin/sleep", "74")
    home.client.send([spec, {"op": "stop", "id": spec["id"]}])
    assert home.outcome(spec["id"], 5)["cause"] == "stopped"


def test_a_timeout_and_an_exit_at_the_same_moment_give_one_end(home: House) -> None:
    names = [home.start("/bin/sleep", "0.3", timeout=0.3) for _ in range(20)]
    for name in names:
        outcome = home.outcome(name)
        assert outcome["cause"] in ("exit", "timeout")
        assert outcome["return_code"] == (0 if outcome["cause"] == "exit" else outcome["return_code"])
    time.sleep(0.2)
    for name in names:
        assert sum(e["event"] == "finished" and e["id"] == name for e in home.events) == 1
