"""Registering a folder: what is new, changed or gone; what people edited stays."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from watchbell.conf import get_settings
from watchbell.errors import ConfigurationError
from watchbell.scripts.models import Script, ScriptFolder
from watchbell.scripts.register import Registration, problem_of, register, trouble_of

pytestmark = pytest.mark.django_db


def names(registration: Registration) -> dict[str, list[str]]:
    kinds = ("new", "changed", "missing", "unchanged")
    found = {kind: [entry.name for entry in getattr(registration, kind)] for kind in kinds}
    return {kind: entries for kind, entries in found.items() if entries}


def write(folder: Path, name: str, description: str) -> None:
    (folder / f"{name}.py").write_text(f'"""{description}"""\n')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "one", "First")
    write(tmp_path, "two", "Second")
    return tmp_path


def edit(name: str, **columns: Any) -> None:
    Script.objects.filter(name=name).update(**columns)


def test_new_scripts_are_saved_and_their_folder_is_allowed(folder: Path):
    assert names(register(folder)) == {"new": ["one", "two"]}
    script = Script.objects.get(name="one")
    assert (script.description, script.script_path, script.is_active) == ("First", "one.py", True)
    assert script.folder.path == os.path.realpath(folder)
    assert names(register(folder)) == {"unchanged": ["one", "two"]}


def test_a_dry_run_tells_everything_and_writes_nothing(folder: Path):
    assert names(register(folder, dry_run=True)) == {"new": ["one", "two"]}
    assert not ScriptFolder.objects.exists()
    register(folder)
    write(folder, "one", "Changed")
    (folder / "two.py").unlink()
    assert names(register(folder, dry_run=True)) == {"changed": ["one"], "missing": ["two"]}
    assert Script.objects.get(name="one").description == "First"
    assert not Script.objects.get(name="two").is_missing


def test_a_file_that_changed_updates_its_script(folder: Path):
    register(folder)
    write(folder, "one", "Better")
    registration = register(folder)
    assert registration.changed[0].fields == ("description", "digest")
    assert Script.objects.get(name="one").description == "Better"


def test_what_people_edited_stays(folder: Path):
    register(folder)
    edit("one", description="Mine", timeout=10.0)
    write(folder, "one", "Theirs")
    registration = register(folder)
    assert registration.changed[0].fields == ("digest",)
    assert registration.changed[0].edited == ("description", "timeout")
    script = Script.objects.get(name="one")
    assert (script.description, script.timeout) == ("Mine", 10.0)
    assert register(folder).unchanged[0].edited == ("description", "timeout")


def test_force_overwrites_what_people_edited(folder: Path):
    register(folder)
    edit("one", description="Mine", script_type="odd", parameters_schema={"type": "object"})
    registration = register(folder, force=True)
    assert registration.changed[0].fields == ("description", "script_type", "parameters_schema")
    assert Script.objects.get(name="one").description == "First"


def test_force_leaves_a_switched_off_script_off(folder: Path):
    register(folder)
    edit("one", is_active=False)
    register(folder, force=True)
    assert not Script.objects.get(name="one").is_active


def test_a_script_that_is_gone_is_missing_until_it_is_back(folder: Path):
    register(folder)
    (folder / "one.py").unlink()
    register(folder)
    assert Script.objects.get(name="one").is_missing
    write(folder, "one", "First")
    assert register(folder).changed[0].fields == ("is_missing",)
    assert not Script.objects.get(name="one").is_missing


def test_a_script_that_cannot_be_read_now_is_a_problem_and_not_missing(folder: Path):
    register(folder)
    (folder / "one.py").write_text("x = (")
    registration = register(folder)
    assert names(registration) == {"unchanged": ["two"]}
    assert [problem.code for problem in registration.problems] == ["script_syntax"]
    script = Script.objects.get(name="one")
    assert (script.is_missing, script.description) == (False, "First")


def test_a_name_belongs_to_one_script_of_all_folders(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    register(folder)
    other = tmp_path_factory.mktemp("other")
    write(other, "one", "Another")
    registration = register(other, force=True)
    [problem] = registration.problems
    assert problem.code == "script_name_taken"
    assert problem.values["other"] == os.path.realpath(folder / "one.py")
    assert Script.objects.get(name="one").description == "First"


def test_one_folder_by_two_paths_is_one_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    link = tmp_path_factory.mktemp("links") / "link"
    link.symlink_to(folder)
    register(folder)
    assert names(register(link)) == {"unchanged": ["one", "two"]}
    assert ScriptFolder.objects.count() == 1


def test_a_folder_everybody_may_write_to_is_told(folder: Path):
    folder.chmod(0o777)
    assert [problem.code for problem in register(folder).problems] == ["script_folder_open"]


def test_a_script_whose_stated_parameters_cannot_be_read_is_switched_off_until_they_can(folder: Path):
    (folder / "one.schema.json").write_text("{nonsense")
    assert [problem.code for problem in register(folder).problems] == ["script_bad_schema"]
    one = Script.objects.get(name="one")
    assert not one.is_active
    problem = problem_of(one)
    assert problem and "one.schema.json" in str(problem)

    (folder / "one.schema.json").write_text('{"n": {"type": "integer"}}')
    assert not register(folder).problems
    one.refresh_from_db()
    assert one.is_active and problem_of(one) is None

    (folder / "one.schema.json").write_text("[")
    assert [entry.fields for entry in register(folder).changed] == [("parameters_schema", "is_active")]
    one.refresh_from_db()
    assert not one.is_active

    edit("one", parameters_schema={"type": "object"}, is_active=True)
    register(folder)
    assert Script.objects.get(name="one").is_active, "people stated its parameters"
    register(folder, force=True)
    assert not Script.objects.get(name="one").is_active


def test_a_script_whose_file_cannot_be_read_any_more_says_why_until_it_can(folder: Path):
    register(folder)
    text = (folder / "one.py").read_text()
    (folder / "one.py").write_text("x = (")
    register(folder, dry_run=True)
    assert trouble_of(Script.objects.get(name="one")) is None
    register(folder)
    trouble = trouble_of(Script.objects.get(name="one"))
    assert trouble and "one.py, line 1" in str(trouble)
    (folder / "one.py").write_text(text)
    register(folder)
    assert trouble_of(Script.objects.get(name="one")) is None


@pytest.mark.parametrize("level", [0, 1])
def test_no_folder_that_holds_the_data_is_a_script_folder(level: int):
    data = Path(os.path.realpath(get_settings().data_dir))
    for refused in (Path("/"), [data, *data.parents][level]):
        with pytest.raises(ConfigurationError) as found:
            register(refused)
        assert found.value.code == "script_folder_refused"
