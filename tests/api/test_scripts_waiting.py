"""Waiting for what becomes of a run, with the threads that a WSGI server has."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.api.scripts import pressed, result_of
from tests.api.test_errors import assert_problem
from watchbell.executions.models import Execution
from watchbell.executions.transition import start
from watchbell.scripts.models import Script


@pytest.mark.django_db(transaction=True)
def test_who_waits_is_answered_on_the_next_change(api: Client, script: Script) -> None:
    execution_id = pressed(api, script_id=script.pk)["execution_id"]
    state = result_of(api, execution_id)["state"]
    thread = later(0.3, lambda: start(Execution.objects.get()))
    began = time.monotonic()

    answer = wait_for(api, execution_id, state)

    thread.join()
    assert answer["status"] == "running"
    assert time.monotonic() - began < 15


@pytest.mark.django_db(transaction=True)
def test_a_change_between_two_requests_is_not_missed(api: Client, script: Script) -> None:
    execution_id = pressed(api, script_id=script.pk)["execution_id"]
    state = result_of(api, execution_id)["state"]
    start(Execution.objects.get())
    began = time.monotonic()

    wait_for(api, execution_id, state)

    assert time.monotonic() - began < 15


def test_a_server_with_one_thread_never_lets_it_wait(api: Client, script: Script) -> None:
    execution_id = pressed(api, script_id=script.pk)["execution_id"]
    began = time.monotonic()

    answer = api.get(f"/api/script-task-result?execution_id={execution_id}&wait=25").json()

    assert answer["status"] == "pending"
    assert time.monotonic() - began < 15


def test_a_server_without_asynchronous_answers_says_that_it_cannot_stream(
    api: Client, script: Script
) -> None:
    execution_id = pressed(api, script_id=script.pk)["execution_id"]

    response = api.get(f"/api/script-task-result/stream?execution_id={execution_id}")

    assert_problem(response, 501, "stream_not_possible")


def later(seconds: float, act: Callable[[], Any]) -> threading.Thread:
    def run() -> None:
        time.sleep(seconds)
        act()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_for(client: Client, execution_id: str, seen: str) -> Any:
    asked = f"/api/script-task-result?execution_id={execution_id}&wait=25&seen={seen}"
    return client.get(asked, **{"wsgi.multithread": True}).json()
