"""Addresses outside the API: the pages of the web interface, its files, and nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.test import Client

from tests.api.test_errors import assert_problem
from watchbell.server.static_files import StaticFiles

ROUTER = Path(__file__).parents[2] / "web/src/router.ts"
NOWHERE = [
    "/metrics",
    "/.env",
    "/wp-login.php",
    "//api/tasks",
    "/tasks/a/b/c",
    "/scripts/x",
    "/buttons/x",
    "/apis",
]
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A web interface that is built, in a package of its own."""
    folder = tmp_path / "static/watchbell"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>one")
    monkeypatch.setattr("watchbell.server.pages.files", lambda _: tmp_path)
    return folder


def addresses_of_the_router() -> set[str]:
    """Every path of the router, with an id in the place of each parameter."""
    text = ROUTER.read_text(encoding="utf-8")
    found = set(re.findall(r'(?:path|alias): "(/[^"]*)"', text)) - {"/:anything(.*)*"}
    tabs = re.findall(r'path: "([a-z]+)"', text)
    found |= {f"/tasks/:task_id/{tab}" for tab in tabs}
    return {re.sub(r":\w+", "x", re.sub(r":\w+\(\\\\d\+\)", "7", one)) for one in found}


def test_every_page_of_the_router_is_a_page_of_the_server(stranger: Client, built: Path) -> None:
    addresses = addresses_of_the_router()

    assert len(addresses) > 20
    wrong = {one: stranger.get(one).status_code for one in addresses if stranger.get(one).status_code != 200}
    assert not wrong


@pytest.mark.parametrize("address", NOWHERE)
def test_an_address_that_is_none_answers_404_to_programs_and_to_people(
    stranger: Client, built: Path, address: str
) -> None:
    assert_problem(stranger.get("/", PATH_INFO=address), 404, "no_such_route")
    assert_problem(stranger.post("/", PATH_INFO=address), 404, "no_such_route")
    shown = stranger.get("/", PATH_INFO=address, headers=HTML)
    assert (shown.status_code, shown["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_a_browser_that_asks_for_a_favicon_finds_it(stranger: Client) -> None:
    assert stranger.get("/favicon.ico")["Location"] == "/static/watchbell/favicon.svg"


async def test_a_new_build_is_served_without_a_restart_the_page_and_its_files(built: Path) -> None:
    (built / "assets/main-aaaaaaaa.js").write_text("old")
    (built / "theme.js").write_text("short")
    nothing = httpx.ASGITransport(StaticFiles(_nothing, built.parent))
    async with httpx.AsyncClient(transport=nothing, base_url="http://testserver") as http:
        assert (await http.get("/static/watchbell/assets/main-aaaaaaaa.js")).text == "old"

        (built / "assets/main-aaaaaaaa.js").unlink()
        (built / "assets/main-bbbbbbbb.js").write_text("new")
        (built / "theme.js").write_text("much longer than before")
        os.utime(built / "theme.js", ns=(1, 1))
        (built / "index.html").write_text("<!doctype html>two")

        assert (await http.get("/static/watchbell/assets/main-bbbbbbbb.js")).text == "new"
        assert (await http.get("/static/watchbell/theme.js")).text == "much longer than before"
        assert (await http.get("/static/watchbell/assets/main-aaaaaaaa.js")).status_code == 404


async def _nothing(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})
