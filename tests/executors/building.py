"""What building elsewhere has in common: the world of its tests, and one suite over the fakes."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.executors.steps import Steps
from tests.fakes.answering import Reply, raw
from tests.fakes.gitlab import FakeGitlab
from tests.fakes.jenkins import FakeJenkins
from watchbell import conf
from watchbell.access import secrets
from watchbell.errors import ConfigurationError, ExecutionError
from watchbell.executors.remote import TargetNotReached, TargetUnavailable
from watchbell.testing import Product

MARK = "WATCHBELL_EXECUTION_ID"
_HERE = {"WATCHBELL_STOP_GRACE": "1", "WATCHBELL_OUTGOING_ALLOWED": "127.0.0.1"}


@contextmanager
def product_with_secret(folder: Path, name: str, token: str) -> Iterator[Product]:
    """A product whose requests may go to this machine, and that knows the token of a fake."""
    with Product(folder, **_HERE) as running:
        running.request("PUT", f"/api/secrets/{name}", {"value": token})
        yield running


def let_requests_reach(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    """Requests of this process may go to this machine; the secret `token` is that of a fake."""
    monkeypatch.setenv("WATCHBELL_OUTGOING_ALLOWED", "127.0.0.1")
    conf.get_settings.cache_clear()
    secrets._recent.clear()
    secrets.set_secret("token", token)


@dataclass(frozen=True)
class Site:
    """A fake as the suite uses it.

    `steps` makes a run that was not started; `waiting` one that was, has written something and goes on;
    `forget` deletes what `waiting` started. `refusal` is how a server of its kind words one.
    """

    fake: FakeJenkins | FakeGitlab
    steps: Callable[[], Steps]
    waiting: Callable[[], Steps]
    forget: Callable[[], None]
    refusal: bytes
    token: str


class BuildingSuite:
    """Asks for the fixture `site`."""

    def test_stopping_what_has_ended_does_nothing(self, site: Site) -> None:
        run = site.steps()
        run.start()
        run.end()
        run.stop()
        run.stop(force=True)
        assert run.poll().status == "success"

    def test_what_was_deleted_is_gone_after_several_looks(self, site: Site) -> None:
        run = site.waiting()
        site.forget()

        assert not run.poll().ended and not run.poll().ended
        with pytest.raises(ExecutionError) as error:
            run.poll()
        assert error.value.code == "target_gone"

    @pytest.mark.parametrize(
        ("status", "code"),
        [(401, "target_sign_in_refused"), (403, "target_not_allowed"), (404, "target_not_found")],
    )
    def test_a_refusal_is_told_at_the_start_and_waited_for_later(
        self, site: Site, status: int, code: str
    ) -> None:
        run = site.waiting()
        site.fake.refuse = lambda seen: Reply(status, site.refusal)

        with pytest.raises(ConfigurationError) as error:
            site.steps().start()
        assert error.value.code == code
        if status != 404:
            with pytest.raises(TargetUnavailable) as later:
                run.poll()
            assert later.value.code == code
        site.fake.refuse = lambda seen: None
        assert not run.poll().ended

    @pytest.mark.parametrize("status", [429, 503])
    @pytest.mark.parametrize("told", ["17", "Thu, 01 Jan 2099 00:00:00 GMT"])
    def test_a_busy_server_is_waited_for_as_long_as_it_asks(self, site: Site, status: int, told: str) -> None:
        site.fake.refuse = lambda seen: Reply(status, headers={"Retry-After": told})
        with pytest.raises(TargetNotReached) as error:
            site.steps().start()
        wait = error.value.values["retry_after"]
        assert wait == 17 if told == "17" else wait > 17

    def test_after_an_error_of_a_proxy_the_start_may_have_happened(self, site: Site) -> None:
        site.fake.refuse = lambda seen: Reply(502) if seen.method == "POST" else None
        with pytest.raises(TargetUnavailable) as error:
            site.steps().start()
        assert not isinstance(error.value, TargetNotReached)

    def test_a_connection_that_is_cut_or_refused_is_a_passing_trouble(self, site: Site) -> None:
        def cut(connection: socket.socket) -> None:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 999\r\n\r\n{")

        told = site.steps()
        with raw(cut) as url, pytest.raises(TargetUnavailable):
            Steps(told.executor, told.spec.program, {"url": url}).start()
        with pytest.raises(TargetNotReached):
            Steps(told.executor, told.spec.program, {"url": "http://127.0.0.1:9"}).start()

    def test_the_handle_and_the_cursor_hold_no_secret_and_can_be_stored(self, site: Site) -> None:
        run = site.steps()
        run.start()
        run.end()
        assert site.token not in json.dumps([run.handle, run.cursor, vars(run.spec)])
