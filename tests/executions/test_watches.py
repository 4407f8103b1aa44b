"""The launcher is asked to tell of the logs that somebody wants to hear of, and of no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from watchbell.executions.events import hub
from watchbell.executions.watches import Watches

Messages = list[dict[str, Any]]
SCRIPT = {"op": "start", "id": "script", "progress": True}
TASK = {"op": "start", "id": "task"}


@pytest.fixture
def told() -> Messages:
    return []


@pytest.fixture
def watches(told: Messages) -> Iterator[Watches]:
    watches = Watches(told.extend)
    yield watches
    watches.close()


@pytest.fixture
def events() -> Iterator[list[str]]:
    heard: list[str] = []
    stop = hub.listen(lambda event: heard.append(event["execution_id"]))
    yield heard
    stop()


def watch(execution_id: str, on: bool = True) -> dict[str, Any]:
    return {"op": "watch", "id": execution_id, "on": on}


def test_only_scripts_are_followed_from_their_start(watches: Watches):
    assert watches.starting([TASK, SCRIPT, {"op": "stop", "id": "other"}]) == [watch("script")]


def test_a_log_that_somebody_waits_for_is_watched_from_the_start(watches: Watches, told: Messages):
    watches.view("task", True)
    assert told == [watch("task")]
    assert watches.starting([TASK]) == [watch("task")]


def test_who_leaves_a_script_does_not_end_its_progress(watches: Watches, told: Messages):
    watches.starting([SCRIPT])
    watches.view("script", True)
    watches.view("script", False)
    assert told == [watch("script")]
    watches.ended(["script"])
    watches.view("script", False)
    assert told[1:] == [watch("script", on=False)]


def test_only_those_who_look_hear_of_a_log(watches: Watches, events: list[str]):
    watches.starting([SCRIPT])
    watches.grown({"id": "task", "size": 1})
    watches.view("task", True)
    watches.grown({"id": "task", "size": 2})
    assert events == ["task"]


def test_a_new_launcher_hears_again_what_is_looked_at(watches: Watches, told: Messages):
    watches.view("task", True)
    told.clear()
    watches.connected([])
    assert told == [watch("task")]
