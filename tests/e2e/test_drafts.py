"""What was typed is not lost when the session ends, or the page is loaded anew."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.scripts_world import ScriptsWorld
from tests.e2e.watched import press, shows, sign_in
from watchbell.testing import Product

_KEPT = "() => JSON.stringify(sessionStorage)"
_TRUE = {"task_type": "command", "task_exec": "/bin/true"}
_BACK = "What you had typed is back."


@pytest.fixture(scope="module", autouse=True)
def task(product: Product, scripts: ScriptsWorld) -> None:
    product.task(
        "kept-task",
        task_name="Kept",
        task_type="command",
        task_exec="/bin/true",
        task_env={"PGPASSWORD": "old"},
    )


@pytest.fixture
def person(visitor: Page) -> Page:
    """A page with a session of its own, which may end."""
    visitor.goto("/login")
    sign_in(visitor)
    shows(visitor, "Tasks")
    return visitor


def _session_ends(page: Page) -> None:
    page.context.clear_cookies()


def _comes_back(page: Page, heading: str) -> None:
    shows(page, "Sign in")
    sign_in(page)
    shows(page, heading)
    expect(page.get_by_role("status").filter(has_text=_BACK)).to_be_visible()


def test_a_task_is_as_it_was_typed_and_secrets_were_never_kept(person: Page) -> None:
    person.goto("/tasks/kept-task/edit")
    shows(person, "Edit Kept")
    person.get_by_role("textbox", name="Name", exact=True).first.fill("Kept for good")
    press(person, "Add variable")
    person.get_by_label("Name", exact=True).last.fill("API_TOKEN")
    person.get_by_label("Value of API_TOKEN").fill("t0ken-of-mine")
    press(person, "Daily 03:00")
    _session_ends(person)
    press(person, "Save")
    _comes_back(person, "Edit Kept for good")
    kept = person.evaluate(_KEPT)
    assert "Kept for good" in kept
    assert "t0ken-of-mine" not in kept
    assert '"old"' not in kept
    expect(person.get_by_label("Cron expression")).to_have_value("0 3 * * *")
    expect(person.get_by_label("Value of PGPASSWORD")).to_have_value("old")
    expect(person.get_by_label("Value of API_TOKEN")).to_have_value("")
    expect(person.get_by_text("Type these again: API_TOKEN")).to_be_visible()
    person.get_by_label("Value of API_TOKEN").fill("again")
    press(person, "Save")
    expect(person).to_have_url(re.compile("/tasks/kept-task/view$"))
    assert "Kept for good" not in person.evaluate(_KEPT)


def test_what_others_saved_meanwhile_is_not_overwritten(person: Page, product: Product) -> None:
    product.task("shared", task_name="Shared", **_TRUE)
    person.goto("/tasks/shared/edit")
    person.get_by_role("textbox", name="Name", exact=True).first.fill("Mine")
    _session_ends(person)
    press(person, "Save")
    shows(person, "Sign in")
    product.request("PATCH", "/api/tasks/shared", {"task_name": "Theirs"})
    sign_in(person)
    shows(person, "Edit Mine")
    press(person, "Save")
    expect(person.get_by_role("alert")).to_contain_text("tester")
    expect(person.get_by_role("button", name="Save mine over it")).to_be_visible()


def test_a_new_button_and_a_script_are_as_they_were_typed(person: Page, scripts: ScriptsWorld) -> None:
    person.goto(f"/buttons/new?script={scripts.ids['inventory']}")
    shows(person, "New button")
    person.get_by_role("textbox", name="Text in English").fill("Count twice")
    _session_ends(person)
    press(person, "Save")
    _comes_back(person, "New button")
    expect(person.get_by_role("textbox", name="Text in English")).to_have_value("Count twice")
    press(person, "Discard it")
    expect(person.get_by_role("textbox", name="Text in English")).to_have_value("")

    person.goto(f"/scripts/{scripts.ids['archive']}/edit")
    shows(person, "Edit archive")
    person.get_by_label("Description").fill("Copies more")
    _session_ends(person)
    press(person, "Save")
    _comes_back(person, "Edit archive")
    expect(person.get_by_label("Description")).to_have_value("Copies more")


def test_a_pipeline_is_as_it_was_typed_after_a_reload(person: Page) -> None:
    person.goto("/pipelines/new")
    shows(person, "New pipeline")
    person.get_by_role("textbox", name="Name").fill("Nightly line")
    press(person, "Add a step")
    person.wait_for_function("() => JSON.stringify(sessionStorage).includes('step-1')")
    # A tab that is opened from here begins with what is kept, as a page that is loaded anew does.
    with person.expect_popup() as opened:
        person.evaluate("() => void window.open(location.href)")
    expect(opened.value.get_by_text(_BACK)).to_be_visible()
    expect(opened.value.get_by_role("textbox", name="Name")).to_have_value("Nightly line")


def test_a_pipeline_that_is_changed_is_as_it_was_typed_and_secrets_were_never_kept(
    person: Page, product: Product
) -> None:
    step = {"id": "dump", "type": "command", "program": "/bin/true", "env": {"PGPASSWORD": "old-one"}}
    line = {"task_type": "pipeline", "task_config": {"steps": [step]}}
    product.define("kept-line", task_name="Kept line", **line)
    person.goto("/pipelines/kept-line/edit")
    shows(person, "Edit Kept line")
    press(person, "Add a step")
    # Checked, it asks the server for nothing more until it is saved.
    expect(person.get_by_role("status").filter(has_text="One problem")).to_be_visible()
    _session_ends(person)
    press(person, "Save")
    _comes_back(person, "Edit Kept line")
    assert "old-one" not in person.evaluate(_KEPT)
    expect(person.get_by_role("button", name=re.compile("^step-2 command"))).to_be_visible()
    press(person, "YAML")
    text = person.get_by_role("textbox", name="YAML")
    expect(text).to_have_value(re.compile('PGPASSWORD: "?old-one'))
    press(person, "Discard it")
    expect(text).not_to_have_value(re.compile("step-2"))
