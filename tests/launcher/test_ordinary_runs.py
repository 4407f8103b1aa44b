from __future__ import annotations

import os
import signal
import sys
import time

import psutil
import pytest

from tests.launcher.house import House, running, until


def test_a_program_runs_and_its_end_is_reported(home: House) -> None:
    before = time.time()
    name = home.start("/bin/echo", "hello")
    outcome = home.outcome(name)
    assert outcome["cause"] == "exit"
    assert outcome["return_code"] == 0
    assert before <= outcome["started_at"] <= outcome["ended_at"] <= time.time()
    assert home.log(name) == b"hello\n"
    assert (outcome["log_bytes"], outcome["log_dropped"], outcome["survivors"]) == (6, 0, 0)


def test_the_start_of_a_program_that_goes_on_is_told(home: House) -> None:
    name = home.start("/bin/sleep", "0.3")
    assert home.event("started", name)["pid"] > 0
    assert home.outcome(name)["cause"] == "exit"


@pytest.mark.parametrize("code", [1, 2, 127, 255])
def test_the_exit_code_is_kept_as_it_is(home: House, code: int) -> None:
    assert home.shell(f"exit {code}")["return_code"] == code


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_the_signal_that_ended_a_program_is_kept(home: House, number: signal.Signals) -> None:
    outcome = home.shell(f"kill -{number.value} $$")
    assert (outcome["cause"], outcome["return_code"]) == ("exit", -number.value)


def test_exit_code_0_with_words_on_stderr_is_still_0(home: House) -> None:
    outcome = home.shell("echo careful >&2")
    assert outcome["return_code"] == 0
    assert home.log(outcome["id"]) == b"careful\n"


def test_both_streams_are_logged_in_order_with_their_times(home: House) -> None:
    outcome = home.shell("echo one; sleep .05; echo two >&2; sleep .05; printf three")
    assert home.log(outcome["id"]) == b"one\ntwo\nthree"
    index = home.index(outcome["id"])
    assert [(offset, length, stream) for _, offset, length, stream in index] == [
        (0, 4, 1),
        (4, 4, 2),
        (8, 5, 1),
    ]
    times = [time_us / 1e6 for time_us, *_ in index]
    assert outcome["started_at"] <= times[0] < times[1] < times[2] <= outcome["ended_at"]


def test_a_program_without_output_has_an_empty_log(home: House) -> None:
    outcome = home.run("/bin/true")
    assert home.log(outcome["id"]) == b""


def test_arguments_and_variables_arrive_in_any_language(home: House) -> None:
    outcome = home.shell('printf %s "$1$GREETING"', env={"GREETING": "你好"})
    assert home.log(outcome["id"]).decode() == "你好"
    name = home.start("/bin/echo", "更钟", "ü")
    assert home.outcome(name)["return_code"] == 0
    assert home.log(name).decode() == "更钟 ü\n"


def test_a_program_is_found_in_its_own_path(home: House) -> None:
    assert home.run("echo", "hi")["return_code"] == 0


def test_a_program_starts_in_its_working_directory(home: House, tmp_path: os.PathLike[str]) -> None:
    outcome = home.run("/bin/pwd", cwd=str(tmp_path))
    assert home.log(outcome["id"]).decode().strip() == os.path.realpath(tmp_path)


def test_processor_time_and_memory_are_measured(home: House) -> None:
    work = "x = bytearray(60_000_000); x[:] = b'1' * len(x); sum(range(3_000_000))"
    outcome = home.run(sys.executable, "-c", work)
    assert outcome["cpu_seconds"] > 0.02
    assert 60_000_000 < outcome["max_rss_bytes"] < 400_000_000


def test_two_hundred_programs_at_once_all_end_well(home: House) -> None:
    specs = [home.spec("/bin/echo", str(number)) for number in range(200)]
    home.client.send(specs)
    for number, spec in enumerate(specs):
        assert home.outcome(spec["id"])["return_code"] == 0
        assert home.log(spec["id"]) == f"{number}\n".encode()


def test_no_zombie_is_left(home: House) -> None:
    home.shell("sh -c 'sleep .01 & exit' & exit 0")
    until(lambda: not [c for c in home.launcher.children() if c.status() == psutil.STATUS_ZOMBIE])


def test_a_background_process_does_not_hold_up_the_end_and_is_ended(home: House) -> None:
    began = time.monotonic()
    outcome = home.shell("echo done; sleep 987.01 & exit 0")
    assert time.monotonic() - began < 5
    assert (outcome["cause"], outcome["return_code"]) == ("exit", 0)
    assert (outcome["processes_ended"], outcome["survivors"]) == (1, 0)
    assert not running("987.01")


def test_words_of_a_child_just_after_the_end_are_not_lost(home: House) -> None:
    outcome = home.shell("(sleep .05; echo late) & echo early")
    assert home.log(outcome["id"]) == b"early\nlate\n"


def test_children_are_kept_only_where_that_was_asked_for(home: House) -> None:
    outcome = home.shell("setsid sleep 987.02 >/dev/null 2>&1 & exit 0", keep_children=True)
    assert outcome["processes_ended"] == 0
    time.sleep(1.5)
    kept = running("987.02")
    assert len(kept) == 1
    kept[0].kill()
