from __future__ import annotations

import json
import os
import resource
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.launcher.house import House, until
from watchbell.launcher.client import LauncherClient


class Stranger:
    """A client that speaks the protocol by hand."""

    def __init__(self, house: House) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(house.folder / "run/launcher.sock"))
        self.lines = self.socket.makefile("rb")

    def send(self, *messages: dict[str, Any]) -> None:
        self.socket.sendall(b"".join(json.dumps(message).encode() + b"\n" for message in messages))

    def read(self) -> dict[str, Any]:
        return dict(json.loads(self.lines.readline()))


@pytest.fixture
def stranger(home: House) -> Iterator[Stranger]:
    one = Stranger(home)
    yield one
    one.socket.close()


def test_everybody_is_greeted_and_hears_everything(home: House, stranger: Stranger) -> None:
    hello = stranger.read()
    assert (hello["event"], hello["version"], hello["pid"]) == ("hello", 2, home.launcher.pid)
    assert {"launcher", "boot", "running", "finished"} <= hello.keys()
    name = home.start("/bin/sleep", "0.3")
    assert stranger.read() == home.event("started", name)
    assert stranger.read() == home.outcome(name)


def test_the_status_names_what_runs(home: House, stranger: Stranger) -> None:
    name = home.start("/bin/sleep", "73")
    home.event("started", name)
    stranger.send({"op": "status"})
    while (status := stranger.read())["event"] != "status":
        pass
    assert name in [run["id"] for run in status["running"]]
    home.stop(name)
    home.outcome(name)


def test_a_start_that_is_sent_twice_starts_once(home: House) -> None:
    ledger = home.folder / "ledger"
    spec = home.spec("/bin/sh", "-c", f"echo $$ >> {ledger}; sleep .2")
    home.client.send([spec, spec])
    home.client.send([spec])
    home.outcome(spec["id"])
    home.client.send([spec])
    home.client.send([{"op": "ack", "ids": [spec["id"]]}])
    home.client.send([spec])
    until(
        lambda: (
            [e["state"] for e in home.events if e["event"] == "ignored" and e["id"] == spec["id"]][-1:]
            == ["acknowledged"]
        )
    )
    assert len(ledger.read_text().splitlines()) == 1


def test_what_ended_while_nobody_listened_is_told_until_acknowledged(home: House) -> None:
    name = home.start("/bin/sh", "-c", "sleep .2; exit 6")
    home.event("started", name)
    home.client.close()
    until(lambda: name not in [run["id"] for run in _greeting(home)["running"]])
    for _ in range(2):
        assert [o["return_code"] for o in _greeting(home)["finished"] if o["id"] == name] == [6]
    home.client = home.connect()
    until(lambda: home.client.connected)
    home.client.send([{"op": "ack", "ids": [name]}, {"op": "status"}])
    status = until(lambda: next((e for e in reversed(home.events) if e["event"] == "status"), None))
    assert name not in status["finished"]


def _greeting(house: House) -> dict[str, Any]:
    stranger = Stranger(house)
    try:
        return stranger.read()
    finally:
        stranger.socket.close()


def test_a_running_program_is_found_again(home: House) -> None:
    name = home.start("/bin/sh", "-c", "sleep .5; echo still here")
    pid = home.event("started", name)["pid"]
    home.client.close()
    home.client = home.connect()
    until(lambda: home.client.connected)
    assert {"id": name, "pid": pid} in [{"id": r["id"], "pid": r["pid"]} for r in home.hellos[-1]["running"]]
    assert home.outcome(name)["return_code"] == 0
    assert home.log(name) == b"still here\n"


def test_a_client_that_does_not_read_delays_nobody_and_is_disconnected(
    home: House, stranger: Stranger
) -> None:
    long = "x" * 5000
    noise = [{"op": "start", "id": f"{long}-{n}", "argv": [], "env": {}, "log": "/tmp/x"} for n in range(100)]
    for turn in range(45):
        home.client.send([{**message, "id": f"{turn}-{message['id']}"} for message in noise])
        home.client.send([{"op": "ack", "ids": [f"{turn}-{message['id']}" for message in noise]}])
    began = time.monotonic()
    assert home.run("/bin/true")["return_code"] == 0
    assert time.monotonic() - began < 5
    until(lambda: home.launcher.num_fds() and _is_closed(stranger))


def _is_closed(stranger: Stranger) -> bool:
    try:
        stranger.socket.send(b"\n")
    except OSError:
        return True
    return False


@pytest.mark.parametrize(
    "garbage", [b"no json\n", b"[]\n", b'{"op": "start"}\n', b'{"op": "fly"}\n', b'{"op":["x"]}\n', b"\xff\n"]
)
def test_garbage_harms_nobody(home: House, stranger: Stranger, garbage: bytes) -> None:
    stranger.socket.sendall(garbage)
    assert home.run("/bin/true")["return_code"] == 0


def test_a_half_line_and_then_a_hang_up_harms_nobody(home: House, stranger: Stranger) -> None:
    stranger.socket.sendall(b'{"op": "sto')
    stranger.socket.close()
    assert home.run("/bin/true")["return_code"] == 0


def test_shutdown_is_refused_while_something_runs(house: House) -> None:
    name = house.start("/bin/sleep", "0.5")
    house.event("started", name)
    assert not house.client.shut_down(0.2)
    assert house.outcome(name)["return_code"] == 0
    pair = [house.launcher, house.guard]
    assert house.client.shut_down()
    until(lambda: not any(p.is_running() and p.status() != "zombie" for p in pair), 5)


def test_a_long_data_path_is_no_problem(tmp_path: os.PathLike[str]) -> None:
    folder = os.path.join(tmp_path, *["a" * 60] * 4)
    client = LauncherClient(folder, lambda events: None)
    client.ensure_running()
    assert client.shut_down()
    client.close()


def test_an_idle_launcher_sleeps_and_is_small(house: House) -> None:
    for _ in range(3):
        house.shell("echo x")
    time.sleep(1.1)
    before = [house.launcher.num_ctx_switches().voluntary, house.guard.num_ctx_switches().voluntary]
    time.sleep(0.8)
    assert [house.launcher.num_ctx_switches().voluntary, house.guard.num_ctx_switches().voluntary] == before
    assert house.launcher.memory_info().rss < 15 * 1024 * 1024


def test_a_client_whose_callback_fails_connects_again_and_is_told_again(home: House) -> None:
    calls: list[str] = []

    def fails_once(events: list[dict[str, Any]]) -> None:
        calls.append("events")
        if len(calls) == 1:
            raise RuntimeError("on purpose")

    hellos: list[dict[str, Any]] = []
    client = LauncherClient(home.folder, fails_once, hellos.append)
    until(lambda: client.connected)
    name = home.start("/bin/true")
    home.outcome(name)
    until(lambda: len(hellos) == 2)
    until(lambda: client.connected)
    client.close()


def test_three_hundred_and_fifty_programs_run_at_once(home: House) -> None:
    specs = [home.spec("/bin/sleep", "1.5") for _ in range(350)]
    home.client.send(specs)
    assert [home.outcome(spec["id"])["return_code"] for spec in specs] == [0] * 350
    outcome = home.run("/bin/sh", "-c", "ulimit -n")
    assert int(home.log(outcome["id"])) == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
