"""The log of a task is written below `logs/` and nowhere else, whatever became of the path since."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from watchbell.conf import data_path
from watchbell.executions.task_log import _append


@pytest.fixture
def logs(data_dir: Path) -> Path:
    folder = data_path("logs")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_lines_are_added_to_a_file_whose_folders_are_made(logs: Path) -> None:
    _append(logs / "team/a.log", "one\n")
    _append(logs / "team/a.log", "二\n")
    assert (logs / "team/a.log").read_text() == "one\n二\n"


def test_a_link_put_in_place_of_the_file_is_not_followed(logs: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    (logs / "a.log").symlink_to(victim)
    with pytest.raises(OSError):
        _append(logs / "a.log", "x")
    assert victim.read_text() == "kept"


def test_a_link_put_in_place_of_the_folder_is_not_followed(logs: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (logs / "team").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="leads out"):
        _append(logs / "team/a.log", "x")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_logs_may_itself_be_a_link_to_another_disk(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    data_path("logs").symlink_to(tmp_path / "disk")
    _append(data_path("logs/a.log"), "one\n")
    assert (tmp_path / "disk/a.log").read_text() == "one\n"


def test_a_named_pipe_in_place_of_the_file_holds_nobody_up(logs: Path) -> None:
    os.mkfifo(logs / "a.log")
    with pytest.raises(OSError):
        _append(logs / "a.log", "x")
