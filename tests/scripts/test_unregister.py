"""Taking a script folder back: what goes, what stays, and when it is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core.management import CommandError, call_command

from watchbell.cli import scripts, scripts_unregister
from watchbell.errors import Conflict, NotFound
from watchbell.executions.models import Execution
from watchbell.scripts.models import PageButton, Press, Script, ScriptFolder
from watchbell.scripts.press import press_button
from watchbell.scripts.register import register
from watchbell.scripts.unregister import folder_at, unregister
from watchbell.tasks.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def already_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "prepare", lambda: None)
    monkeypatch.setattr(scripts_unregister, "prepare", lambda: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "celery_app"
    folder.mkdir()
    (folder / "hello.py").write_text('"""打招呼"""\n')
    register(folder)
    return folder


@pytest.fixture
def button(folder: Path) -> PageButton:
    return PageButton.objects.create(
        script=Script.objects.get(), page_route="/scanDevUpdate", button_text="运行", parameter_mode="default"
    )


def watchbell(*args: str, answer: str = "", exit_code: int = 0) -> Result:
    result = CliRunner().invoke(scripts.scripts_command, args, input=answer)
    assert result.exit_code == exit_code, result.output
    return result


def test_scripts_and_their_buttons_go_and_files_and_history_stay(folder: Path, button: PageButton):
    execution = press_button(button)
    result = watchbell("unregister", str(folder), answer="y\n")
    assert "script hello\n" in result.stdout
    assert "page button /scanDevUpdate: 运行" in result.stdout
    assert "Executions going on, to their end: 1." in result.stdout
    assert "Un-registered." in result.stdout
    assert not ScriptFolder.objects.exists()
    assert not Script.objects.exists()
    assert not PageButton.objects.exists()
    assert (folder / "hello.py").exists()
    assert Execution.objects.get().execution_id == execution.execution_id
    assert Press.objects.get().page_route == "/scanDevUpdate"


def test_nothing_is_changed_where_somebody_says_no_or_only_looks(folder: Path):
    watchbell("unregister", str(folder), answer="n\n", exit_code=1)
    watchbell("unregister", str(folder), exit_code=1)
    told = json.loads(watchbell("unregister", str(folder), "--dry-run", "--json").stdout)
    assert (told["scripts"], told["dry_run"]) == (["hello"], True)
    assert Script.objects.exists()


def test_a_folder_that_is_gone_can_be_taken_back(folder: Path):
    shutil.rmtree(folder)
    assert watchbell("folders").stdout == f"{folder}  1 script\n"
    told = json.loads(watchbell("unregister", str(folder), "--yes", "--json").stdout)
    assert told["folder"] == str(folder)
    assert json.loads(watchbell("folders", "--json").stdout) == []


def test_a_folder_stays_while_a_pipeline_runs_its_scripts(folder: Path):
    steps = {"task_config": {"steps": [{"id": "one", "type": "script", "script": "hello"}]}}
    line = Task.objects.create(task_id="line", task_name="Line", task_type="pipeline", definition=steps)
    with pytest.raises(Conflict, match="line"):
        unregister(folder_at(folder))
    assert Script.objects.exists()
    line.delete()
    assert unregister(folder_at(folder)).scripts == ("hello",)


def test_what_is_no_registered_folder_is_told(tmp_path: Path):
    with pytest.raises(NotFound, match="no registered script folder"):
        folder_at(tmp_path)


def test_the_django_command_takes_a_folder_back(folder: Path, capsys: pytest.CaptureFixture[str]):
    call_command("unregister_scripts", str(folder), "--noinput")
    assert "Un-registered." in capsys.readouterr().out
    assert not Script.objects.exists()
    with pytest.raises(CommandError, match="no registered script folder"):
        call_command("unregister_scripts", str(folder), "--noinput")
