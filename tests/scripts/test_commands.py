"""The commands that register and list scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core.management import CommandError, call_command

from watchbell.cli import scripts as commands
from watchbell.scripts.models import Script

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "celery_app"
    folder.mkdir()
    (folder / "hello.py").write_text('"""打招呼"""\n')
    (folder / "broken.py").write_text("x = (")
    return folder


@pytest.fixture(autouse=True)
def already_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "prepare", lambda: None)


def watchbell(*args: str, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(commands.scripts_command, args)
    assert result.exit_code == exit_code, result.output
    return result


def test_register_tells_what_is_new_and_what_is_wrong(folder: Path):
    result = watchbell("register", str(folder), exit_code=1)
    assert "new: hello\n" in result.stdout
    assert "new 1, changed 0, missing 0, unchanged 0" in result.stdout
    assert "Problem: broken.py, line 1" in result.stderr


def test_register_speaks_chinese(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WATCHBELL_LANGUAGE", "zh")
    result = watchbell("register", str(folder), "--dry-run", exit_code=1)
    assert "将会：新增 1" in result.stdout
    assert "问题：broken.py 第 1 行" in result.stderr
    assert not Script.objects.exists()


def test_register_and_list_as_json(folder: Path):
    told = json.loads(watchbell("register", str(folder), "--json", exit_code=1).stdout)
    assert [entry["name"] for entry in told["new"]] == ["hello"]
    assert [problem["code"] for problem in told["problems"]] == ["script_syntax"]
    [script] = json.loads(watchbell("list", "--json").stdout)
    assert (script["name"], script["description"], script["folder"]) == ("hello", "打招呼", str(folder))


def test_a_line_break_in_a_file_name_stays_on_its_line(folder: Path):
    (folder / "two\nlines.py").write_text("x = 1")
    lines = watchbell("register", str(folder), exit_code=1).stderr.splitlines()
    assert all(line.startswith("Problem: ") for line in lines)
    assert any(r"two\nlines.py" in line for line in lines)


def test_list_says_what_is_missing(folder: Path):
    watchbell("register", str(folder), exit_code=1)
    (folder / "hello.py").unlink()
    watchbell("register", str(folder), exit_code=1)
    assert watchbell("list").stdout == "hello  打招呼  (missing)\n"


def test_the_django_command_reads_the_folder_of_the_guide(folder: Path, settings, capsys):
    settings.BASE_DIR = folder.parent
    with pytest.raises(CommandError, match=r"There was one problem\.") as failed:
        call_command("register_scripts", "--force")
    assert failed.value.returncode == 1
    assert "new: hello" in capsys.readouterr().out
    assert Script.objects.get().folder.path == str(folder)


def test_the_django_command_takes_a_folder_and_prints_json(folder: Path, capsys):
    (folder / "broken.py").unlink()
    call_command("register_scripts", str(folder), "--json", "--dry-run")
    assert json.loads(capsys.readouterr().out)["new"][0]["name"] == "hello"
    assert not Script.objects.exists()


def test_the_django_command_names_a_folder_that_is_not_there(tmp_path: Path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("register_scripts", str(tmp_path / "none"))
