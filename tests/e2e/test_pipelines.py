"""A pipeline: drawn, written, checked while it is typed, run, approved, failed and resumed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.watched import DESKTOP, PHONE, press, shows, watched
from watchbell.testing import Product

_SHOTS = Path("test-results/shots")
_WIDTH = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
_SHIP = {
    "max_parallel": 4,
    "steps": [
        {"id": "build", "type": "command", "program": "/bin/echo", "config": {"args": ["building"]}},
        {
            "id": "unit",
            "type": "command",
            "program": "/bin/sleep",
            "config": {"args": ["0.5"]},
            "needs": ["build"],
        },
        {
            "id": "check",
            "type": "command",
            "program": "/usr/bin/test",
            "config": {"args": ["-e", "{flag}"]},
            "needs": ["build"],
            "matrix": {"target": ["x86", "arm"]},
        },
        {"id": "ask", "type": "approval", "message": "Ship it?", "needs": ["unit", "check"]},
        {
            "id": "ship",
            "type": "command",
            "program": "/bin/echo",
            "config": {"args": ["shipped"]},
            "needs": ["ask"],
        },
    ],
}


def shipping(product: Product, task_id: str, flag: Path) -> None:
    """A pipeline whose checks fail until `flag` exists."""
    steps = [
        {**step, "config": {"args": ["-e", str(flag)]}} if step["id"] == "check" else step
        for step in _SHIP["steps"]  # type: ignore[attr-defined]
    ]
    product.task(
        task_id, task_name=f"Ship {task_id}", task_type="pipeline", task_config={**_SHIP, "steps": steps}
    )


def test_a_pipeline_is_drawn_and_written_as_the_same_document_and_told_what_is_wrong(page: Page) -> None:
    page.goto("/pipelines")
    press(page, re.compile("pipeline$"))
    shows(page, "New pipeline")
    page.get_by_role("textbox", name="Name", exact=True).first.fill("Two steps")
    press(page, "Add a step")
    step = page.get_by_role("region", name="step-1")
    step.get_by_role("textbox", name="Program").fill("/bin/echo")
    press(page, "Add a step after step-1")
    expect(page.get_by_role("button", name=re.compile("^step-2"))).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="problem")).to_contain_text("step-2")
    page.get_by_role("region", name="step-2").get_by_role("textbox", name="Program").fill("/bin/true")
    expect(page.get_by_text("The pipeline is valid.")).to_be_visible()

    press(page, "YAML")
    text = page.get_by_role("textbox", name="YAML")
    expect(text).to_have_value(re.compile(r"program: /bin/true"))
    written = text.input_value()
    text.fill(re.sub(r"- step-1\b(?=\s*program|\s*$)", "- step-2", written))
    expect(page.get_by_role("status").filter(has_text="problem")).to_be_visible()
    text.fill("steps: [")
    expect(page.get_by_text("The YAML cannot be read")).to_be_visible()
    text.fill(written)
    expect(page.get_by_text("The pipeline is valid.")).to_be_visible()
    assert violations(page) == []
    press(page, "Save")
    shows(page, "Two steps")


def test_a_run_is_followed_fails_is_resumed_and_waits_for_approval(
    page: Page, product: Product, tmp_path: Path
) -> None:
    flag = tmp_path / "flag"
    shipping(product, "web", flag)
    execution_id = product.execute("web")
    page.goto(f"/executions/{execution_id}")
    graph = page.get_by_role("group", name="Graph of the steps")
    expect(graph.get_by_role("button", name=re.compile("build.*Success"))).to_be_visible(timeout=15_000)
    expect(graph.get_by_role("button", name=re.compile("check.*Failed"))).to_be_visible(timeout=15_000)
    assert product.finished(execution_id)["status"] == "failed"
    expect(page.get_by_role("button", name="Resume from the failed step")).to_be_visible()
    assert violations(page) == []

    flag.touch()
    press(page, "Resume from the failed step")
    expect(page).not_to_have_url(re.compile(execution_id))
    expect(graph.get_by_role("button", name=re.compile("check.*Success"))).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Ship it?")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Running").first).to_be_visible()
    page.get_by_role("textbox", name="Comment").fill("looks good")
    assert violations(page) == []
    page.screenshot(path=_SHOTS / "pipeline-approval.png", full_page=True)
    press(page, "Approve")
    expect(graph.get_by_role("button", name=re.compile("ship.*Success"))).to_be_visible(timeout=15_000)
    graph.get_by_role("button", name=re.compile("^ask")).click()
    expect(page.get_by_text("Approved by tester")).to_be_visible()
    expect(page.get_by_text("looks good")).to_be_visible()
    graph.get_by_role("button", name=re.compile("^ship")).click()
    expect(page.get_by_text("shipped").first).to_be_visible()


@pytest.fixture(scope="module", params=["light-en", "dark-zh"])
def look(
    request: pytest.FixtureRequest, browser: Browser, product: Product, session: Any
) -> Iterator[tuple[str, Page]]:
    theme, language = request.param.split("-")
    options = {"color_scheme": theme, "locale": {"en": "en-US", "zh": "zh-CN"}[language], "strict": True}
    with watched(browser, product.base, storage_state=session, **options) as page:
        yield request.param, page


@pytest.mark.parametrize("slug", ["pipelines", "pipeline-edit", "pipeline-execution"])
def test_a_page_of_pipelines_is_sound(
    look: tuple[str, Page], product: Product, slug: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name, page = look
    task_id = f"{slug}-{name}"
    shipping(product, task_id, tmp_path_factory.mktemp("none") / "flag")
    done = product.run(task_id)
    addresses = {
        "pipelines": "/pipelines",
        "pipeline-edit": f"/pipelines/{task_id}/edit",
        "pipeline-execution": f"/executions/{done['execution_id']}",
    }
    page.set_viewport_size(DESKTOP)
    page.goto(addresses[slug])
    expect(page.locator("h1")).to_be_visible(timeout=15_000)
    expect(page.locator(".skeleton")).to_have_count(0)
    if slug != "pipelines":
        page.get_by_role("button", name=re.compile("^check")).first.click()
    page.screenshot(path=_SHOTS / f"{slug}-{name}-desktop.png", full_page=True)
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    page.screenshot(path=_SHOTS / f"{slug}-{name}-phone.png", full_page=True)
    wanted, there_is = page.evaluate(_WIDTH)
    assert wanted <= there_is, f"scrolls sideways on a phone: {wanted} px"
