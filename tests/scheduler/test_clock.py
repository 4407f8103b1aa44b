"""The clock wakes for what is due, and a clock that died is replaced."""

from __future__ import annotations

import threading
import time

import pytest

from watchbell.executions import health
from watchbell.scheduler import clock
from watchbell.scheduler.clock import Clock


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The times at which the clock looked for what is due; nothing ever is."""
    seen: list[float] = []
    monkeypatch.setattr("watchbell.scheduler.fire.fire_due", lambda now: seen.append(time.monotonic()) or 0)
    monkeypatch.setattr("watchbell.scheduler.fire.next_due", lambda: None)
    return seen


def test_it_looks_at_least_once_a_second(looks: list[float]) -> None:
    one = Clock()
    one.start()
    time.sleep(2.3)
    one.close()
    assert len(looks) >= 3


def test_a_change_is_seen_at_once(looks: list[float]) -> None:
    one = Clock()
    one.start()
    time.sleep(0.2)
    before = len(looks)
    clock.wake()
    time.sleep(0.2)
    one.close()
    assert len(looks) > before


def test_a_turn_that_fails_does_not_end_the_clock(
    looks: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([RuntimeError("once")])

    def fire_due(now: object) -> int:
        for failure in failures:
            raise failure
        looks.append(time.monotonic())
        return 0

    monkeypatch.setattr("watchbell.scheduler.fire.fire_due", fire_due)
    one = Clock()
    one.start()
    time.sleep(1.2)
    assert one.is_alive and looks
    one.close()


def test_a_clock_that_catches_up_is_well(looks: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 42: whoever watches the server must not end it for being busy with what it missed."""
    monkeypatch.setattr("watchbell.scheduler.fire.fire_due", lambda now: time.sleep(0.05) or 1)
    health.report("scheduler", ok=False)
    one = Clock()
    one.start()
    time.sleep(0.3)
    well = health.snapshot()["scheduler"]["ok"]
    one.close()
    assert well


def test_a_jump_of_the_system_clock_is_noticed(
    looks: list[float], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 34."""
    one = Clock()
    one.start()
    true_time = time.time
    monkeypatch.setattr(clock.time, "time", lambda: true_time() + 7200)
    time.sleep(1.3)
    one.close()
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
