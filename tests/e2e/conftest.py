"""A real browser in front of a real product.

Everything here ends with this package: Playwright's loop would be in the way of tests that have their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import chromium, scripts_world
from tests.e2e.scripts_world import ScriptsWorld
from tests.e2e.watched import shows, sign_in, watched
from watchbell.testing import Product

_FAILURES = Path("test-results/failures")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not chromium.installed():
        pytest.skip("no Chromium on this machine: install the package `chromium` to run browser tests")
    with chromium.launched() as browser:
        yield browser


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("e2e") / "data", WATCHBELL_STOP_GRACE="1") as running:
        yield running


@pytest.fixture(scope="package")
def scripts(product: Product) -> ScriptsWorld:
    return scripts_world.fill(product)


@pytest.fixture(scope="package")
def session(browser: Browser, product: Product) -> Any:
    """The cookies of somebody who has signed in."""
    with watched(browser, product.base) as page:
        page.goto("/login")
        sign_in(page)
        shows(page, "Tasks")
        return page.context.storage_state()


@pytest.fixture
def page(browser: Browser, product: Product, session: Any) -> Iterator[Page]:
    """A page in English of somebody who has signed in."""
    with watched(browser, product.base, storage_state=session) as page:
        yield page


@pytest.fixture
def visitor(browser: Browser, product: Product) -> Iterator[Page]:
    """A page in English that nobody has signed in to."""
    with watched(browser, product.base) as page:
        yield page


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """A picture of what was on the screen when a test failed."""
    report = yield
    pages = [value for value in getattr(item, "funcargs", {}).values() if isinstance(value, Page)]
    if report.when == "call" and report.failed:
        name = re.sub(r"\W+", "_", item.name)
        for page in pages:
            page.screenshot(path=_FAILURES / f"{name}.png")
    return report
