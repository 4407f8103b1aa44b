"""What a button key names: pages and sites."""

from __future__ import annotations

import pytest

from watchbell.access.button_scope import ButtonScope, is_origin
from watchbell.errors import InvalidInput


@pytest.mark.parametrize(
    ("written", "sent_by_browsers"),
    [
        ("https://shop.example", "https://shop.example"),
        (" https://Shop.Example/ ", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://shop.example:80/", "http://shop.example"),
        ("http://shop.example:8080", "http://shop.example:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://更钟.example", "https://xn--novo03h.example"),
    ],
)
def test_a_site_is_kept_as_browsers_name_it(written: str, sent_by_browsers: str) -> None:
    assert ButtonScope.read(["/a"], [written]).origins == (sent_by_browsers,)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "*",
        "null",
        "shop.example",
        "ftp://shop.example",
        "https://",
        "https://*.shop.example",
        "https://shop.example/path",
        "https://user@shop.example",
        "https://shop.example?x",
        "https://shop.example\n",
        "https://" + "a" * 400,
        "https://更 钟",
    ],
)
def test_what_no_browser_would_send_is_no_site(written: str) -> None:
    assert not is_origin(written)
    if written.strip() == written:
        with pytest.raises(InvalidInput):
            ButtonScope.read(["/a"], [written])


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        ButtonScope.read(["a", "/b"], ["*", "https://ok.example"])

    assert {error.field for error in refused.value.errors} == {"page_routes[0]", "origins[0]"}


def test_the_same_twice_is_kept_once() -> None:
    scope = ButtonScope.read(["/a", "/a"], ["https://x.example", "https://X.example/"])

    assert scope.to_json() == {"page_routes": ["/a"], "origins": ["https://x.example"]}
