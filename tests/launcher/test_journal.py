from __future__ import annotations

import json
import os
import random
from pathlib import Path

from tests.launcher.house import House, until
from watchbell.launcher import journal
from watchbell.launcher.journal import Journal
from watchbell.launcher.known import REMEMBERED, Known, Table, fingerprint
from watchbell.launcher.protocol import encode
from watchbell.launcher.recovery import Memory


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    whole = b'{"op":"ack","ids":["a"]}\n{"op":"ack","ids":["\xe4\xb8\xad"]}\n'
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        records = list(journal.read(path))
        assert len(records) in (whole[:cut].count(b"\n"), whole[: cut + 1].count(b"\n"))


def test_a_journal_cut_anywhere_still_starts_a_launcher_that_knows_what_is_whole(house: House) -> None:
    done = house.shell("exit 7")
    path = house.folder / "run/journal"
    text = path.read_bytes().rstrip(b"\0")
    for cut in (len(text) - 1, len(text) // 2, 10):
        house.crash()
        path.write_bytes(text[:cut])
        house.return_to_life()
        ends = [event["cause"] for event in house.events if event.get("id") == done["id"]]
        assert ends in ([], ["lost"], ["exit"])
        assert house.run("/bin/true")["return_code"] == 0


def test_garbage_in_the_journal_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(
        b'\0\0\0\n[1]\n{"op":"start"}\n{"event":"finished","id":"x","cause":"exit"}\n{"op":"pid","id":"y"}\n'
    )
    assert list(Memory(path).unacknowledged) == ["x"]


def test_a_start_of_another_boot_is_lost_and_nothing_is_hunted(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    me = os.getpid()
    path.write_bytes(
        encode({"op": "launcher", "boot": "another"})
        + encode({"op": "start", "id": "r", "tag": 5, "log": "/tmp/none", "at": 1.0})
        + encode({"op": "pid", "id": "r", "pid": me, "ticks": [0, 1 << 60]})
    )
    memory = Memory(path)
    memory.settle()
    outcome = json.loads(memory.unacknowledged["r"])
    assert (outcome["cause"], outcome["processes_ended"], outcome["started_at"]) == ("lost", 0, 1.0)


def test_a_rewritten_journal_says_what_still_matters(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    one = Journal(path)
    for number in range(100):
        one.add(encode({"op": "ack", "ids": [str(number)]}))
    one.flush()
    one.rewrite([encode({"op": "ack", "ids": ["kept"]})])
    one.add(encode({"op": "ack", "ids": ["after"]}))
    one.flush()
    assert [record["ids"] for record in journal.read(path)] == [["kept"], ["after"]]
    assert one.size == len(path.read_bytes().rstrip(b"\0")) < path.stat().st_size


def test_a_long_life_keeps_the_journal_small_and_the_fence_tight(house: House) -> None:
    house.crash()
    with (house.folder / "run/journal").open("ab") as file:
        for number in range(60_000):
            name = f"old-{number}"
            file.write(encode({"op": "start", "id": name, "tag": 1, "log": "/x" * 50, "at": 1.0}))
            file.write(
                encode({"event": "finished", "id": name, "cause": "exit"})
                + encode({"op": "ack", "ids": [name]})
            )
    house.return_to_life()
    assert (house.folder / "run/journal").stat().st_size < 3_000_000
    for number in (0, 31_337, 59_999):
        house.client.send([house.spec("/bin/false", name=f"old-{number}")])
    until(lambda: sum(event["event"] == "ignored" for event in house.events) == 3)


def test_at_least_the_last_hundred_thousand_ids_are_remembered() -> None:
    known = Known()
    names = [f"0190f3c2-7a50-7000-8{n % 7:03d}-{n:012d}" for n in range(2 * REMEMBERED + 5)]
    for name in names:
        known.add(name)
    assert all(name in known for name in names[-REMEMBERED:])
    assert names[0] not in known
    again = Known()
    for text in known.dump():
        again.load(text)
    assert all(name in again for name in names[-REMEMBERED:])


def test_ids_that_differ_a_little_have_different_fingerprints() -> None:
    chance = random.Random(3)
    names = {f"{chance.getrandbits(24):012x}-{n:06x}" for n in range(200_000)}
    assert len({fingerprint(name) for name in names}) == len(names)


def test_a_table_holds_what_was_put_into_it() -> None:
    chance = random.Random(4)
    values = {chance.getrandbits(61) + 1 for _ in range(5_000)}
    table = Table()
    for value in [*values, *values]:
        table.add(value)
    assert table.count == len(values) == len(table.values())
    assert all(value in table for value in values)
    assert not any(chance.getrandbits(61) + 1 in table for _ in range(5_000))
