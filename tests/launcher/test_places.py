"""Starts that wait at the launcher until there is a place for them."""

from __future__ import annotations

import time
from pathlib import Path

from tests.launcher.house import House, running, until


def test_no_more_programs_run_at_once_than_there_are_places(home: House, tmp_path: Path) -> None:
    counting = f"mkdir {tmp_path}/$$ && ls {tmp_path} | wc -l && sleep .05 && rmdir {tmp_path}/$$"
    specs = [home.spec("/bin/sh", "-c", counting, places=3) for _ in range(24)]
    home.client.send(specs)
    names = [spec["id"] for spec in specs]
    assert all(home.outcome(name)["return_code"] == 0 for name in names)
    at_once = [int(home.log(name)) for name in names]
    assert max(at_once) == 3


def test_what_waits_starts_as_soon_as_a_place_is_free_and_in_order(house: House) -> None:
    first = house.start("/bin/sleep", "60", places=1)
    later = [house.start("/bin/echo", word, places=1) for word in ("a", "b")]
    house.event("started", first)
    time.sleep(0.2)
    assert not any(event.get("id") in later for event in house.events)
    house.stop(first)
    ended = [house.outcome(name) for name in later]
    assert ended[0]["started_at"] <= ended[1]["started_at"]


def test_stopping_what_waits_ends_it_without_its_program(house: House) -> None:
    first = house.start("/bin/sleep", "60", places=1)
    waiting = house.start("/bin/sleep", "60", places=1)
    house.stop(waiting)
    outcome = house.outcome(waiting)
    assert (outcome["cause"], outcome["started_at"], outcome["return_code"]) == ("stopped", None, None)
    house.stop(first)
    assert house.outcome(first)["cause"] == "stopped"
    assert house.run("/bin/true", places=1)["return_code"] == 0


def test_what_waits_is_not_lost_with_the_launcher_but_was_never_begun(house: House) -> None:
    first = house.start("/bin/sleep", "60", places=1)
    waiting = house.start("/bin/echo", "late", places=1)
    house.event("started", first)
    house.crash()
    house.return_to_life()
    assert house.outcome(first)["cause"] == "lost"
    hello = house.hellos[-1]
    told = [run["id"] for run in [*hello["running"], *hello["finished"]]]
    assert waiting not in told
    assert house.run("/bin/echo", "late", name=waiting)["return_code"] == 0


def test_a_launcher_that_is_asked_to_end_leaves_what_waits_to_the_next_one(house: House) -> None:
    first = house.start("/bin/sleep", "60", places=1)
    waiting = house.start("/bin/echo", "late", places=1)
    house.event("started", first)
    house.launcher.terminate()
    assert house.outcome(first)["return_code"] == -15
    until(lambda: len(house.hellos) > 1)
    assert house.run("/bin/echo", "late", name=waiting)["return_code"] == 0


def test_a_client_that_connects_hears_of_what_waits(house: House) -> None:
    house.event("started", house.start("/bin/sleep", "60", places=1))
    waiting = house.start("/bin/sleep", "60", places=1)
    client = house.connect()
    hello = until(lambda: len(house.hellos) > 1 and house.hellos[-1])
    client.close()
    assert {run["id"]: run["pid"] for run in hello["running"]}[waiting] is None


def test_a_launcher_that_is_asked_to_end_while_it_starts_programs_leaves_none_behind(house: House) -> None:
    mark = "78.375"
    house.client._wanted.clear()
    launcher = house.launcher
    house.client.send([house.spec("/bin/sleep", mark) for _ in range(150)])
    time.sleep(0.03)
    launcher.terminate()
    until(lambda: not launcher.is_running())
    assert not running(mark)


def test_of_what_has_ended_nobody_is_still_said_to_look_at_it(house: House) -> None:
    """The launcher's own list, as its memory: it must not grow."""
    specs = [house.spec("/bin/true") for _ in range(20)]
    house.client.send([*specs, *({"op": "watch", "id": spec["id"], "on": True} for spec in specs)])
    for spec in specs:
        house.outcome(spec["id"])
    house.client.send([{"op": "status"}])
    status = until(lambda: next((e for e in house.events if e["event"] == "status"), None))
    assert status["watched"] == 0
