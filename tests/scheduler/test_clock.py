"""The clock wakes for what is due, and a clock that died is replaced."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from watchbell.executions import health
from watchbell.executions.wakeup import WakeupListener
from watchbell.scheduler import clock
from watchbell.scheduler.clock import Clock


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The times at which the clock looked for what is due; nothing ever is."""
    seen: list[float] = []
    monkeypatch.setattr("watchbell.scheduler.fire.next_due", lambda: seen.append(time.monotonic()))
    return seen


@pytest.fixture
def running() -> Iterator[Clock]:
    one = Clock()
    yield one
    one.close()


def test_it_looks_by_itself_though_nobody_told_of_a_change(
    looks: list[float], running: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_LOOK_EVERY", 0.1)
    running.start()
    _until(lambda: len(looks) >= 3)


def test_what_is_due_while_it_rests_is_made_in_time(running: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    due, fired = [timezone.now() + timedelta(seconds=0.4)], []

    def fire_due(now: datetime) -> int:
        fired.append(now - due.pop())
        return 1

    monkeypatch.setattr(clock, "_LOOK_EVERY", 60.0)
    monkeypatch.setattr("watchbell.scheduler.fire.next_due", lambda: due[0] if due else None)
    monkeypatch.setattr("watchbell.scheduler.fire.fire_due", fire_due)
    running.start()
    _until(lambda: fired)
    assert timedelta() <= fired[0] < timedelta(seconds=5)


def test_a_change_is_seen_at_once(looks: list[float], running: Clock) -> None:
    running.start()
    _until(lambda: looks)
    before = len(looks)
    clock.tell()
    _until(lambda: len(looks) > before, clock._LOOK_EVERY - 2)


def test_a_change_in_another_process_is_told_to_the_engine(data_dir: Path) -> None:
    told = threading.Event()
    listener = WakeupListener(told.set)
    clock.tell()  # no clock runs in this process
    assert told.wait(10)
    listener.close()


def test_a_turn_that_fails_does_not_end_the_clock(running: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = [RuntimeError("once")]
    looks: list[float] = []

    def next_due() -> None:
        while failures:
            raise failures.pop()
        looks.append(time.monotonic())

    monkeypatch.setattr("watchbell.scheduler.fire.next_due", next_due)
    running.start()
    _until(lambda: looks)
    assert running.is_alive


def test_a_clock_that_catches_up_is_well(running: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 42: whoever watches the server must not end it for being busy with what it missed."""
    monkeypatch.setattr("watchbell.scheduler.fire.next_due", timezone.now)
    monkeypatch.setattr("watchbell.scheduler.fire.fire_due", lambda now: time.sleep(0.05) or 1)
    health.report("scheduler", ok=False)
    running.start()
    _until(lambda: health.snapshot()["scheduler"]["ok"])


def test_a_jump_of_the_system_clock_is_noticed_and_what_is_due_looked_for(
    looks: list[float],
    running: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Fault 34."""
    monkeypatch.setattr(clock, "_LOOK_EVERY", 60.0)
    running.start()
    _until(lambda: looks)
    before, true_time = len(looks), time.time
    monkeypatch.setattr(clock.time, "time", lambda: true_time() + 7200)
    _until(lambda: len(looks) > before)
    assert "jumped by +7200 s" in caplog.text


def test_the_watchdog_replaces_a_dead_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    from watchbell.server import engine as module

    class Part:
        born: list[Part] = []

        def __init__(self) -> None:
            self.is_alive = True
            Part.born.append(self)

        def start(self) -> None: ...
        def close(self) -> None: ...
        def wake(self) -> None: ...

    monkeypatch.setattr(module, "Dispatcher", Part)
    monkeypatch.setattr(module, "Clock", Part)
    monkeypatch.setattr(module, "WakeupListener", lambda wake: threading.Semaphore())
    monkeypatch.setattr(threading.Semaphore, "close", lambda self: None, raising=False)
    monkeypatch.setattr(module, "_WATCH_EVERY", 0.05)
    engine = module.Engine()
    engine.start()
    Part.born[1].is_alive = False
    time.sleep(0.3)
    engine.close()
    assert len(Part.born) == 3


def _until(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
