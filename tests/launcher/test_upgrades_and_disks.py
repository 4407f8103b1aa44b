"""What a launcher that lives for months meets: its package replaced under it, its disk full."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launcher.house import House, until
from watchbell.launcher import client


def test_a_launcher_works_on_when_its_package_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = Path(client.__file__).parents[1]
    shutil.copytree(package / "launcher", tmp_path / "watchbell/launcher")
    shutil.copy(package / "__init__.py", tmp_path / "watchbell")
    monkeypatch.setattr(client, "_SOURCE", str(tmp_path))
    house = House()
    shutil.rmtree(tmp_path / "watchbell")
    everything = {"cpu_seconds": 9, "memory_mb": 200, "processes": 9, "file_size_mb": 9, "log_mb": 1}
    assert house.shell("head -c 3000000 /dev/zero", limits=everything)["log_dropped"] > 1_000_000
    assert house.run("/no/such/program")["error"]["code"] == "missing_file"
    name = house.start("/bin/sh", "-c", "trap '' TERM; setsid sleep 77 & wait; sleep 77", timeout=0.2)
    assert house.outcome(name)["survivors"] == 0
    assert "Error" not in house.noted()
    house.leave()


@pytest.fixture
def cramped(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house whose journal lives on a disk of 2 MiB."""
    if os.getuid():
        pytest.skip("only root can mount a small file system")
    folders: list[Path] = []
    connect = House.connect

    def mount_first(house: House) -> client.LauncherClient:
        folders.append(house.folder / "run")
        folders[0].mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folders[0])], check=True)
        return connect(house)

    monkeypatch.setattr(House, "connect", mount_first)
    house = House()
    yield house
    subprocess.run(["umount", "-l", str(folders[0])], check=True)
    house.leave()


def test_with_a_full_journal_nothing_starts_and_nothing_is_forgotten(cramped: House) -> None:
    running = cramped.start("/bin/sh", "-c", "sleep .3; exit 5")
    cramped.event("started", running)
    ballast = cramped.folder / "run/ballast"
    with pytest.raises(OSError, match="No space"), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(512))
    # The journal has a reserve of 1 MiB; these runs need more.
    logs = cramped.folder / "logs"
    waiting = [
        cramped.start("/bin/true", name="x" * 10_000 + str(n), log=f"{logs}/{n}.log", index=f"{logs}/{n}.idx")
        for n in range(60)
    ]
    time.sleep(1.2)
    begun = [e["id"] for e in cramped.events if e["event"] == "started"]
    assert len(begun) < 60
    ballast.unlink()
    assert cramped.outcome(running)["return_code"] == 5
    for name in waiting:
        assert cramped.outcome(name)["return_code"] == 0
    until(lambda: not [c for c in cramped.launcher.children() if c.name() == "echo"])


def test_a_launcher_whose_folder_was_removed_ends(house: House) -> None:
    pair = [house.launcher, house.guard]
    house.client.close()
    shutil.rmtree(house.folder)
    until(lambda: not any(one.is_running() and one.status() != "zombie" for one in pair), 15)
