"""button_configs.json (seed 003, 按钮配置阶段)."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from watchbell.errors import Conflict, InvalidInput, NotFound, WatchbellError
from watchbell.scripts.button_configs import apply_entries, apply_text, button_file
from watchbell.scripts.models import PageButton, Script, ScriptFolder
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.store import get_store

pytestmark = pytest.mark.django_db

SEED = """\
[
    {
        "page_route": "/scanDevUpdate",
        "script_name": "print_test_script",
        "button_text": "运行Print测试",
        "position": "top-right",
        "button_style": {
            "type": "primary",
            "size": "default"
        },
        "display_order": 1
    }
]
"""


@pytest.fixture(autouse=True)
def scripts(data_dir: Path, tmp_path: Path) -> list[Script]:
    folder = ScriptFolder.objects.create(path=str(tmp_path))
    names = ("print_test_script", "other")
    return [
        Script.objects.create(name=name, folder=folder, script_path=f"{name}.py", digest="") for name in names
    ]


def test_the_file_of_the_seed_makes_its_button_and_again_changes_nothing() -> None:
    first = apply_text(SEED.encode())
    before = PageButton.objects.values().get()
    second = apply_text(SEED.encode())

    assert (len(first.created), first.updated, first.unchanged) == (1, [], [])
    assert (second.created, second.updated, second.unchanged) == ([], [], first.created)
    assert PageButton.objects.values().get() == before
    assert before["button_style"] == {"type": "primary", "size": "default"}
    assert (before["position"], before["display_order"], before["is_enabled"]) == ("top-right", 1, True)


def test_what_the_file_changes_is_updated_and_what_it_does_not_name_stays() -> None:
    apply_text(SEED.encode())
    PageButton.objects.update(is_enabled=False, confirm_text="当真？")
    changed = SEED.replace("运行Print测试", "运行").replace("primary", "danger")

    report = apply_text(changed.encode())

    button = PageButton.objects.get()
    assert len(report.updated) == 1
    assert (button.button_text, button.button_style["type"]) == ("运行", "danger")
    assert (button.is_enabled, button.confirm_text) == (False, "当真？")


def test_two_buttons_of_one_script_on_one_page_are_told_apart_by_their_text() -> None:
    one = json.loads(SEED)[0]
    both = [{**one, "button_text": "全部"}, {**one, "button_text": "最近", "parameters": {"days": 3}}]

    apply_entries(both)
    again = apply_entries([both[1], {**both[0], "display_order": 7}])

    assert (len(again.created), len(again.updated), len(again.unchanged)) == (0, 1, 1)
    assert PageButton.objects.get(button_text="全部").display_order == 7


def test_buttons_that_are_not_in_the_file_stay() -> None:
    PageButton.objects.create(page_route="/x", script=Script.objects.get(name="other"), button_text="x")

    apply_text(SEED.encode())

    assert PageButton.objects.count() == 2


def test_everything_wrong_is_told_with_its_path_and_line_and_nothing_is_applied() -> None:
    broken = """[
  {"page_route": "/a", "script_name": "other", "button_text": "fine"},
  {"page_route": "/a",
   "script_name": "gone",
   "button_text": "x"},
  {"page_route": "/a", "script_name": "other", "button_text": "y",
   "button_style": {"type": "purple"},
   "colour": "red"},
  5
]"""
    with pytest.raises(InvalidInput) as refused:
        apply_text(broken.encode())

    assert {(error.field, error.values["line"], error.code) for error in refused.value.errors} == {
        ("[1].script_name", 4, "unknown_script"),
        ("[2].button_style.type", 7, "field_not_a_choice"),
        ("[2].colour", 8, "field_unknown"),
        ("[3]", 9, "button_not_an_object"),
    }
    assert not PageButton.objects.exists()


def test_the_same_button_twice_in_a_file_is_refused() -> None:
    one = json.loads(SEED)[0]

    with pytest.raises(InvalidInput) as refused:
        apply_entries([one, {**one, "position": "bottom-left"}])

    [error] = refused.value.errors
    assert (error.code, error.field, error.values["other"]) == ("button_twice", "[1]", "[0]")
    assert not PageButton.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "file_empty"),
        (b"{", "json_malformed"),
        (b'[{"a": 1, "a": 2}]', "json_duplicate_key"),
        (b"{}", "buttons_not_a_list"),
        (b'"x"', "buttons_not_a_list"),
        (b"\xff", "file_not_utf8"),
    ],
)
def test_what_is_no_such_file_is_said_in_words(text: bytes, code: str) -> None:
    with pytest.raises(WatchbellError) as refused:
        apply_text(text)

    assert refused.value.code == code
    assert refused.value.message("zh") != refused.value.message("en")


def test_setup_page_scripts_finds_the_file_in_a_script_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    with pytest.raises(NotFound):
        button_file()
    (tmp_path / "button_configs.json").write_text(SEED, encoding="utf-8")
    told = StringIO()

    call_command("setup_page_scripts", stdout=told)

    assert PageButton.objects.get().button_text == "运行Print测试"


def test_setup_page_scripts_tells_line_and_path_of_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text(SEED.replace("print_test_script", "gone"), encoding="utf-8")

    with pytest.raises(CommandError, match=r"4: \[0\]\.script_name: There is no script 'gone'"):
        call_command("setup_page_scripts", str(file))


def test_an_entry_may_name_a_script_by_its_id_and_a_task(scripts: list[Any]) -> None:
    apply_entries({"buttons": [{"page_route": "/a", "script_id": scripts[0].pk, "button_text": "x"}]})

    with pytest.raises(InvalidInput) as refused:
        apply_entries([{"page_route": "/a", "task_id": "gone", "button_text": "x"}])
    assert refused.value.errors[0].code == "unknown_task"


def test_a_task_that_a_button_runs_is_not_deleted() -> None:
    get_store().save_task(TaskDefinition.read({"task_id": "t", "task_type": "command", "task_exec": "true"}))
    for route in ("/b", "/a"):
        apply_entries([{"page_route": route, "task_id": "t", "button_text": "T"}])

    with pytest.raises(Conflict) as refused:
        get_store().delete_task("t")
    assert str(refused.value) == "Buttons on pages run 't': /a, /b."

    PageButton.objects.all().delete()
    assert get_store().delete_task("t")
