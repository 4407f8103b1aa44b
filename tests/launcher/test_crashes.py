"""kill -9 of every part at any moment: nothing runs on unseen, nothing runs twice, nothing is forgotten."""

from __future__ import annotations

import json
import random
import time

import psutil
import pytest

from tests.launcher.house import House, running, until

SHAPES = {
    "plain": "exec sleep {}",
    "setsid": "setsid sleep {} & sleep {}",
    "double fork": "(setsid sleep {} &) ; sleep {}",
    "env -i": "(env -i setsid sleep {} >/dev/null 2>&1 &) ; exec env -i sleep {}",
    "ignores TERM": "trap '' TERM; while :; do sleep {}; done",
}


def _start_all(house: House, mark: str) -> list[str]:
    names = [house.start("/bin/sh", "-c", script.replace("{}", mark)) for script in SHAPES.values()]
    for name in names:
        house.event("started", name)
    until(lambda: len(running(mark)) >= 8)
    time.sleep(0.1)
    return names


@pytest.mark.parametrize("victims", ["launcher", "launcher and guard", "guard, then launcher"])
def test_after_a_kill_nothing_survives_and_everything_is_lost(house: House, victims: str) -> None:
    mark = f"97{len(victims)}.25"
    names = _start_all(house, mark)
    launcher, guard = house.launcher, house.guard
    if victims.startswith("guard"):
        house.kill(guard)
        time.sleep(0.2)
        assert running(mark)
    elif victims == "launcher and guard":
        house.kill(guard)
    house.kill(launcher)
    for name in names:
        outcome = house.outcome(name, 10)
        assert (outcome["cause"], outcome["return_code"], outcome["survivors"]) == ("lost", None, 0)
        assert outcome["processes_ended"] >= (0 if victims == "launcher" else 1)
    assert not running(mark)
    assert house.launcher.pid != launcher.pid
    assert house.run("/bin/echo", "again")["return_code"] == 0


def test_without_its_guard_the_launcher_works_on_and_then_makes_room_for_a_new_pair(house: House) -> None:
    name = house.start("/bin/sh", "-c", "sleep .5; exit 9")
    house.event("started", name)
    old = house.launcher
    house.kill(house.guard)
    assert house.outcome(name)["return_code"] == 9
    until(lambda: house.hellos[-1]["pid"] != old.pid)
    assert house.run("/bin/true")["return_code"] == 0
    assert house.guard.is_running()


def test_a_kept_daemon_outlives_a_crash_but_nothing_else_does(house: House) -> None:
    house.shell("setsid -f sleep 972.1 >/dev/null 2>&1", keep_children=True)
    house.start("/bin/sleep", "972.2")
    until(lambda: running("972.2"))
    old = house.launcher.pid
    house.kill(house.launcher)
    until(lambda: house.hellos[-1]["pid"] != old)
    assert not running("972.2")
    kept = running("972.1")
    assert len(kept) == 1
    kept[0].kill()


def test_a_polite_end_lets_programs_end_too(house: House) -> None:
    name = house.start("/bin/sh", "-c", "trap 'exit 3' TERM; echo on; while :; do sleep .05; done", grace=5)
    house.written(name, b"on")
    house.guard.terminate()
    outcome = house.outcome(name, 5)
    assert (outcome["cause"], outcome["return_code"]) == ("exit", 3)


def test_an_end_that_was_reported_is_reported_the_same_after_a_crash(house: House) -> None:
    outcome = house.shell("exit 8")
    house.events.clear()
    house.kill(house.guard, house.launcher)
    assert house.outcome(outcome["id"]) == outcome


def test_a_start_is_refused_for_ever_after_a_crash(house: House) -> None:
    ledger = house.folder / "ledger"
    spec = house.spec("/bin/sh", "-c", f"echo x >> {ledger}")
    house.client.send([spec])
    house.outcome(spec["id"])
    house.client.send([{"op": "ack", "ids": [spec["id"]]}, {"op": "status"}])
    until(lambda: [e for e in house.events if e["event"] == "status"])
    for _ in range(2):
        old = house.launcher
        house.kill(house.guard, old)
        until(lambda old=old: house.hellos[-1]["pid"] != old.pid and house.client.connected)
        house.client.send([spec])
        until(lambda: [e for e in house.events if e["event"] == "ignored"])
        house.events.clear()
    assert ledger.read_text() == "x\n"


def test_a_foreign_process_with_an_old_pid_is_left_alone(house: House) -> None:
    name = house.start("/bin/sleep", "971.1")
    house.event("started", name)
    until(lambda: running("971.1"))
    house.crash()
    bystander = psutil.Popen(["/bin/sleep", "971.2"])
    journal = house.folder / "run/journal"
    records = [json.loads(line) for line in journal.read_text().rstrip("\0").splitlines()]
    for record in records:
        if record.get("op") == "pid":
            record["pid"] = bystander.pid
    journal.write_text("".join(json.dumps(record) + "\n" for record in records))
    house.return_to_life()
    assert house.outcome(name)["survivors"] == 0
    assert not running("971.1")
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_random_kills_under_load_lose_nothing_and_repeat_nothing(house: House) -> None:
    chance = random.Random(11)
    ledger = house.folder / "ledger"
    script = f"echo $EXECUTION_ID >> {ledger}; sleep 0.0$((RANDOM % 10)); setsid sleep 970.5 & exit 0"
    names: list[str] = []
    for _ in range(8):
        specs = [house.spec("/bin/bash", "-c", script) for _ in range(15)]
        names += [spec["id"] for spec in specs]
        while not house.client.send(specs):
            time.sleep(0.02)
        time.sleep(chance.random() * 0.25)
        old = house.launcher
        victims = chance.choice([[old], [house.guard, old], [old, house.guard], [house.guard]])
        house.kill(*victims)
        until(lambda old=old: house.hellos[-1]["pid"] != old.pid and house.client.connected)
        ended = {event["id"] for event in house.events if event["event"] == "finished"}
        again = [spec for spec in specs if spec["id"] not in ended]
        house.client.send(again)
    for name in names:
        assert house.outcome(name)["cause"] in ("exit", "lost")
    until(lambda: not running("970.5"), 5)
    started = ledger.read_text().split()
    assert len(started) == len(set(started))
    assert set(started) <= set(names)
    for name in names:
        if house.outcome(name)["cause"] == "exit":
            assert name in started
