"""`watchbell check --executions PATH` over a tree of files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from watchbell.cli import main

BY_HAND = "def go(run):\n    run.status = 'running'\n    run.save()\n"


def check(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", "--executions", str(path), *options])


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHBELL_LANGUAGE", "en")


def test_file_line_and_call_are_named_and_the_exit_code_guards_a_build(tmp_path: Path) -> None:
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "tasks.py").write_text(BY_HAND)
    (tmp_path / "fine.py").write_text("print('ok')\n")
    result = check(tmp_path)
    assert result.exit_code == 1
    assert (
        f"{tmp_path}/deploy/tasks.py:2: run: status\n    ExecutionLogger.start_execution(run)"
        in result.output
    )
    assert "1 places in 1 files" in result.output


def test_a_tree_without_any_is_clean_and_other_peoples_code_is_passed_over(tmp_path: Path) -> None:
    for folder in ("migrations", ".hidden", "env", "node_modules"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.py").write_text(BY_HAND)
    (tmp_path / "env" / "pyvenv.cfg").touch()
    result = check(tmp_path)
    assert (result.exit_code, result.output) == (0, "no hand-written status bookkeeping found\n")


def test_files_in_other_encodings_are_read_and_broken_ones_are_named(tmp_path: Path) -> None:
    (tmp_path / "gbk.py").write_bytes("# -*- coding: gbk -*-\n# 中文\n".encode("gbk") + BY_HAND.encode())
    (tmp_path / "broken.py").write_text("def (:\n")
    (tmp_path / "binary.py").write_bytes(b"\x00\xff")
    report = json.loads(check(tmp_path, "--json").output)
    assert [(Path(found["file"]).name, found["line"]) for found in report["findings"]] == [("gbk.py", 4)]
    assert {Path(entry["file"]).name for entry in report["unread"]} == {"broken.py", "binary.py"}


def test_nothing_is_imported_or_run(tmp_path: Path) -> None:
    (tmp_path / "boom.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n{BY_HAND}")
    assert check(tmp_path / "boom.py").exit_code == 1
    assert not (tmp_path / "ran").exists()
