from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launcher.house import House, until

MEGABYTE = 1024 * 1024


def test_fifty_megabytes_arrive_exactly(home: House) -> None:
    source = (
        "import random, sys\nr = random.Random(7)\n"
        "for _ in range(50): sys.stdout.buffer.write(r.randbytes(1 << 20))"
    )
    before = home.launcher.memory_info().rss
    outcome = home.run(sys.executable, "-ISc", source)
    expected = hashlib.sha256(subprocess.run([sys.executable, "-ISc", source], capture_output=True).stdout)
    assert hashlib.sha256(home.log(outcome["id"])).digest() == expected.digest()
    assert (outcome["log_bytes"], outcome["log_dropped"]) == (50 * MEGABYTE, 0)
    assert home.launcher.memory_info().rss - before < 4 * MEGABYTE


def test_the_index_covers_every_byte_once(home: House) -> None:
    outcome = home.shell(
        "for i in 1 2 3 4 5 6 7 8; do echo out $i; echo err $i >&2; done; head -c 3000000 /dev/zero"
    )
    position = 0
    for _, offset, length, stream in home.index(outcome["id"]):
        assert offset == position
        assert 0 < length <= MEGABYTE
        assert stream in (1, 2)
        position += length
    assert position == outcome["log_bytes"]


def test_pieces_of_one_stream_that_come_together_share_an_entry(home: House) -> None:
    outcome = home.run(sys.executable, "-ISc", "import os\nfor _ in range(2000): os.write(1, b'line\\n')")
    assert outcome["log_bytes"] == 10_000
    assert len(home.index(outcome["id"])) < 100


def test_a_single_piece_of_stdout_needs_no_index_and_anything_else_does(home: House) -> None:
    indexed = {}
    for script in ("echo one", "echo wrong >&2", "echo one; sleep 0.05; echo two", "true"):
        outcome = home.shell(script)
        indexed[script] = home.log_path(outcome["id"]).with_suffix(".idx").exists()
    assert indexed == {
        "echo one": False,
        "echo wrong >&2": True,
        "echo one; sleep 0.05; echo two": True,
        "true": False,
    }


def test_the_index_is_there_while_the_program_runs(home: House) -> None:
    name = home.start("/bin/sh", "-c", "echo now; sleep 30")
    home.written(name, b"now")
    until(lambda: home.log_path(name).with_suffix(".idx").exists() and home.index(name), 2)
    home.stop(name)
    home.outcome(name)


def test_who_watches_is_told_within_100_ms_and_not_too_often(home: House) -> None:
    name = home.start(
        "/bin/sh", "-c", "sleep .3; for i in 1 2 3 4 5 6 7 8 9; do echo $i; sleep .01; done; sleep 30"
    )
    other = home.start("/bin/sh", "-c", "echo unseen; sleep 30")
    home.client.send([{"op": "watch", "id": name, "on": True}])
    first = home.event("output", name)
    assert 0 < first["size"] <= 18
    until(lambda: [e for e in home.events if e["event"] == "output" and e["id"] == name and e["size"] == 18])
    assert 2 <= sum(e["event"] == "output" and e["id"] == name for e in home.events) <= 8
    assert not [e for e in home.events if e["event"] == "output" and e["id"] == other]
    home.client.send([{"op": "watch", "id": other, "on": True}])
    assert home.event("output", other)["size"] == 7
    for run in (name, other):
        home.stop(run)
        home.outcome(run)


def test_a_log_keeps_its_head_and_its_tail(home: House) -> None:
    write = "import sys\nfor n in range(1_000_000): sys.stdout.write(f'{n:09d}\\n')"
    outcome = home.run(sys.executable, "-ISc", write, limits={"log_mb": 2})
    path = home.log_path(outcome["id"])
    gap = json.loads(path.with_suffix(".gap").read_text())
    assert outcome["log_bytes"] == 10_000_000 == path.stat().st_size
    assert outcome["log_dropped"] == gap["to"] - gap["from"]
    assert abs(outcome["log_bytes"] - outcome["log_dropped"] - 2 * MEGABYTE) < 200_000
    data = path.read_bytes()
    whole = b"".join(b"%09d\n" % n for n in range(1_000_000))
    assert data[: gap["from"]] == whole[: gap["from"]]
    assert data[gap["to"] :] == whole[gap["to"] :]
    assert path.stat().st_blocks * 512 < 2.6 * MEGABYTE


def test_a_log_that_was_removed_is_begun_anew(home: House) -> None:
    name = home.start(
        "/bin/sh",
        "-c",
        "echo before; while [ ! -e go ]; do echo x; sleep .02; done; echo after",
        cwd=str(home.folder),
    )
    home.written(name, b"before")
    home.log_path(name).unlink()
    until(lambda: home.log_path(name).exists())
    (home.folder / "go").touch()
    outcome = home.outcome(name)
    assert outcome["return_code"] == 0
    assert home.log(name).endswith(b"after\n")
    assert outcome["log_dropped"] >= len(b"before\n")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.getuid():
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=False
    ).returncode:
        pytest.skip("this machine does not allow to mount a tmpfs")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_does_not_stop_the_program(home: House, small_disk: Path) -> None:
    log = str(small_disk / "x.log")
    outcome = home.shell("head -c 3000000 /dev/zero; exit 4", log=log, index=log[:-4] + ".idx")
    assert (outcome["cause"], outcome["return_code"]) == ("exit", 4)
    assert outcome["log_bytes"] + outcome["log_dropped"] == 3_000_000
    assert 500_000 < outcome["log_bytes"] == os.stat(log).st_size <= MEGABYTE


def test_after_room_is_made_the_log_goes_on(home: House, small_disk: Path) -> None:
    log = str(small_disk / "x.log")
    (small_disk / "ballast").write_bytes(b"x" * 900_000)
    script = "head -c 600000 /dev/zero; while [ ! -e go ]; do sleep .02; done; echo end"
    name = home.start(
        "/bin/sh", "-c", script, log=log, index=log[:-4] + ".idx", cwd=str(home.folder / "logs")
    )
    home.event("started", name)
    time.sleep(0.3)
    (small_disk / "ballast").unlink()
    (home.folder / "logs/go").touch()
    outcome = home.outcome(name)
    assert outcome["log_bytes"] + outcome["log_dropped"] == 600_004
    assert Path(log).read_bytes().endswith(b"end\n")


def test_a_log_that_cannot_be_opened_costs_only_the_log(home: House) -> None:
    outcome = home.shell("echo lost; exit 3", log="/proc/none/x.log", index="/proc/none/x.idx")
    assert (outcome["return_code"], outcome["log_bytes"], outcome["log_dropped"]) == (3, 0, 5)


def test_log_files_are_private(home: House) -> None:
    outcome = home.run("/bin/echo", "secret")
    assert home.log_path(outcome["id"]).stat().st_mode & 0o777 == 0o600
    assert shutil.os.stat(home.folder / "run/launcher.sock").st_mode & 0o777 == 0o600


def test_lines_of_both_streams_that_are_written_in_two_steps_stay_whole(home: House) -> None:
    program = (
        "import sys\n"
        "for i in range(3000):\n"
        "    print(f'out {i}', flush=True)\n"
        "    print(f'err {i}', file=sys.stderr, flush=True)\n"
    )
    outcome = home.run(sys.executable, "-u", "-c", program)
    lines = home.log(outcome["id"]).decode().splitlines()
    assert sorted(lines) == sorted(f"{stream} {i}" for stream in ("out", "err") for i in range(3000))


def test_the_beginning_of_a_line_is_in_the_log_soon(home: House) -> None:
    name = home.start("/bin/sh", "-c", "printf 'password? '; sleep 60")
    home.written(name, b"password? ")
    home.stop(name)
    home.outcome(name)


def test_what_was_begun_when_a_program_ends_is_kept(home: House) -> None:
    outcome = home.shell("printf 'no end'; printf 'no end' >&2")
    assert sorted(home.log(outcome["id"]).split(b" ")) == sorted(b"no endno end".split(b" "))
