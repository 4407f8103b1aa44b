"""A Watchbell of its own, which tests may kill, and a page of another site with a button."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.buttons.seen import SLOW
from tests.e2e.buttons_world import Buttons, set_up
from tests.e2e.elsewhere import Elsewhere, elsewhere
from tests.e2e.watched import watched
from watchbell.testing import Product


@pytest.fixture(scope="package", autouse=True)
def patience() -> Iterator[None]:
    """Nothing here is about speed."""
    expect.set_options(timeout=SLOW)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="package")
def buttons(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Buttons]:
    """A Watchbell of its own, which tests may kill."""
    folder = tmp_path_factory.mktemp("buttons")
    with Product(folder / "data", WATCHBELL_STOP_GRACE="1") as product:
        yield set_up(product, folder / "celery_app")


@pytest.fixture(scope="package")
def site(buttons: Buttons) -> Iterator[Elsewhere]:
    with elsewhere(buttons.product.base, buttons.results) as running:
        yield running


@pytest.fixture(scope="package")
def key(buttons: Buttons, site: Elsewhere) -> str:
    return str(buttons.key(site.origin)["key"])


@pytest.fixture
def page(browser: Browser, site: Elsewhere, buttons: Buttons) -> Iterator[Page]:
    buttons.go_on()
    with watched(browser, site.origin) as page:
        yield page
    buttons.go_on()
