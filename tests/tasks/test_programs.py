from __future__ import annotations

from pathlib import Path

import pytest

from tests.tasks.helpers import task, wrong
from watchbell import conf
from watchbell.errors import ConfigurationError, ExecutionError
from watchbell.executors.paths import program_file


def test_a_relative_program_is_below_the_data_directory(data_dir: Path) -> None:
    assert task(task_exec="tasks/sub/a.py").task_exec == "tasks/sub/a.py"
    with pytest.raises(ExecutionError):
        program_file("tasks/a.py")


def test_an_absolute_program_is_below_tasks_or_a_script_root(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert task(task_exec=str(data_dir / "tasks/a.py"))
    assert "task_exec" in wrong(task_exec=str(data_dir / "secret_key"))
    assert "task_exec" in wrong(task_exec=str(tmp_path / "scripts/a.py"))
    monkeypatch.setenv("WATCHBELL_SCRIPT_ROOTS", str(tmp_path / "scripts"))
    conf.get_settings.cache_clear()
    assert task(task_exec=str(tmp_path / "scripts/a.py"))
    # Security 21: a sibling that begins with the same letters is another folder.
    assert "task_exec" in wrong(task_exec=str(tmp_path / "scripts-of-mallory/a.py"))


@pytest.mark.parametrize(
    "path", ["../a.py", "tasks/../../a.py", "tasks/../a.py", "/etc/passwd", "tasks/a\0.py"]
)
def test_a_path_that_leads_out_is_refused(data_dir: Path, path: str) -> None:
    assert "task_exec" in wrong(task_exec=path)


@pytest.mark.parametrize(
    "path",
    ["watchbell.db", "secret_key", "logs/x.log", "conf/tasks.json", "x.py", "tasks", "file:///etc/passwd"],
)
def test_what_is_not_in_the_folder_of_programs_is_refused(data_dir: Path, path: str) -> None:
    error = wrong(task_exec=path)["task_exec"]
    assert error.code == "program_outside"
    assert "tasks/" in (error.hint("en") or "")


@pytest.mark.parametrize("path", ["tasks/a\nb.py", "tasks/a\u202eyp.exe", "tasks/a\x1b[2J.py"])
def test_a_name_with_a_character_that_cannot_be_seen_is_refused(data_dir: Path, path: str) -> None:
    error = wrong(task_exec=path)["task_exec"]
    assert error.code == "path_not_printable"
    assert error.message("zh").isprintable()
    assert task(task_exec="tasks/日志 备份.py")


def test_a_link_that_leads_out_is_refused_also_when_it_is_made_later(data_dir: Path) -> None:
    """Security 21."""
    (data_dir / "tasks").mkdir()
    program = data_dir / "tasks/a.py"
    assert task(task_exec="tasks/a.py")
    program.symlink_to("/etc/passwd")
    assert wrong(task_exec="tasks/a.py")["task_exec"].code == "program_outside"
    with pytest.raises(ConfigurationError):
        program_file("tasks/a.py")
    program.unlink()
    program.symlink_to(data_dir / "tasks/b.py")
    assert task(task_exec="tasks/a.py")


def test_a_command_may_be_any_program_of_the_system(data_dir: Path) -> None:
    assert task(task_type="command", task_exec="rsync").task_exec == "rsync"
    assert task(task_type="command", task_exec="/usr/bin/rsync")


@pytest.mark.parametrize(
    "log", ["", "/var/log/a.log", "../a.log", "logs/../../a.log", "conf/tasks.json", "logs", "logsmith/a.log"]
)
def test_a_log_outside_of_logs_is_refused(data_dir: Path, log: str) -> None:
    """E-29."""
    assert "task_log" in wrong(task_log=log)


@pytest.mark.parametrize("log", ["logs/sys.log", "logs/launcher.log", "logs/executions/202603/x.log"])
def test_the_logs_of_watchbell_itself_are_not_to_be_written_to(data_dir: Path, log: str) -> None:
    assert wrong(task_log=log)["task_log"].code == "log_taken"


def test_a_log_through_a_link_that_leads_out_is_refused(data_dir: Path, tmp_path: Path) -> None:
    (data_dir / "logs").mkdir()
    (data_dir / "logs/mine").symlink_to(tmp_path)
    assert "task_log" in wrong(task_log="logs/mine/a.log")
    assert task(task_log="logs/team/a.log").task_log == "logs/team/a.log"
