"""Copies of all tasks: made, checked and put back, with either store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.tasks.helpers import task
from watchbell.cli import main
from watchbell.errors import NotFound
from watchbell.tasks import copies
from watchbell.tasks.store import get_store
from watchbell.tasks.stores.json_files import JsonFilesTaskStore

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["database", "json_files"])
def stored(request, data_dir: Path, monkeypatch):
    store = get_store() if request.param == "database" else JsonFilesTaskStore(data_dir / "conf")
    for module in ("copies", "transfer"):
        monkeypatch.setattr(f"watchbell.tasks.{module}.get_store", lambda: store)
    return store


def test_a_copy_that_is_put_back_brings_the_tasks_of_then(stored) -> None:
    stored.save_task(task("a", task_desc="then"))
    name = copies.take().name
    stored.save_task(task("a", task_desc="now"))
    assert copies.restore(name) == 1
    assert stored.get_task_by_id("a").task_desc == "then"
    folder = copies._folder()
    kept = next(one.name for one in copies.copies() if b'"now"' in folder.read(one.name))
    copies.restore(kept)
    assert stored.get_task_by_id("a").task_desc == "now"


def test_a_copy_that_does_not_exist_is_refused_by_name(stored) -> None:
    for name in ("tasks-20260101.json", "../tasks.json"):
        with pytest.raises(NotFound):
            copies.restore(name)


def test_a_broken_file_is_replaced_by_a_copy(data_dir: Path, monkeypatch) -> None:
    store = JsonFilesTaskStore(data_dir / "conf")
    monkeypatch.setattr("watchbell.tasks.copies.get_store", lambda: store)
    monkeypatch.setattr("watchbell.tasks.transfer.get_store", lambda: store)
    store.save_task(task("a"))
    name = copies.take().name
    (data_dir / "conf/tasks.json").write_text("{,}")
    copies.restore(name)
    assert store.file.last_error is None or store.get_all_tasks()
    assert json.loads((data_dir / "conf/tasks.json").read_text())["tasks"][0]["task_id"] == "a"


def test_the_command_line_makes_lists_checks_and_restores(data_dir: Path, monkeypatch) -> None:
    monkeypatch.setattr("watchbell.cli.backup.prepare", lambda: None)
    get_store().save_task(task("a"))

    def cli(*arguments: str, exit_code: int = 0) -> str:
        result = CliRunner().invoke(main, ["backup", *arguments], env={"WATCHBELL_LANGUAGE": "en"})
        assert result.exit_code == exit_code, result.output
        return result.output

    name = cli("create").strip()
    assert name in cli("list")
    assert "good" in cli("verify")
    assert json.loads(cli("restore", name, "--json")) == {"name": name, "tasks": 1}
    (data_dir / "conf/backups" / name).write_text('{"tasks": [')
    assert "not valid JSON" in cli("verify", name, exit_code=1)
    assert json.loads(cli("verify", "--json", exit_code=1))["items"][0]["ok"] is False
    cli("restore", name, exit_code=2)
