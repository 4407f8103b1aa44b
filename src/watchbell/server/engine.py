"""Everything that works behind the web pages: who runs executions, the clock, and who watches over them."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Protocol

from watchbell.executions import health, queue
from watchbell.executions.dispatcher import Dispatcher
from watchbell.executions.engine_log import say
from watchbell.executions.remote.driver import RemoteDriver
from watchbell.executions.wakeup import WakeupListener
from watchbell.pipelines.driver import PipelineDriver
from watchbell.scheduler import clock
from watchbell.scheduler.clock import Clock

log = logging.getLogger("SchedulerEngine")

_WATCH_EVERY = 5.0  # seconds
_GARBAGE_AFTER = 20_000  # objects; at 700, Python's default, a busy server walks its young ones all the time


class Part(Protocol):
    @property
    def is_alive(self) -> bool: ...
    def start(self) -> None: ...
    def close(self) -> None: ...


class RunningPart(Part, queue.Dispatching, Protocol):
    """A part that takes executions from the queue."""


def _look_again() -> None:
    """Another process changed something: executions, or schedules."""
    queue.wake()
    clock.wake()


class Engine:
    """Starts the parts, replaces one whose thread died, and closes them in order."""

    def __init__(self, *, with_clock: bool = True) -> None:
        self._makers: dict[str, Callable[[], Part]] = {
            "dispatcher": lambda: self._queued(Dispatcher()),
            "remote": lambda: self._queued(RemoteDriver()),
            "pipelines": lambda: self._queued(PipelineDriver()),
        }
        if with_clock:
            self._makers["scheduler"] = Clock
        self._closing = threading.Event()
        self._parts: dict[str, Part] = {}
        self._detach: dict[Part, Callable[[], None]] = {}
        self._resources = ExitStack()
        self._watch = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        # What was loaded until now stays: the collector need not walk it again and again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(_GARBAGE_AFTER, 10, 10)
        health.report("launcher", ok=False)
        for name in self._makers:
            self._start(name)
        listener = WakeupListener(_look_again)
        self._resources.callback(listener.close)
        self._watch.start()
        log.info(say("engine started", "任务调度引擎启动成功"))

    def close(self) -> None:
        self._closing.set()
        for name in reversed(list(self._parts)):
            self._close(name)
        self._resources.close()
        log.info(say("engine stopped; programs that run go on", "任务调度引擎已停止；正在运行的程序继续运行"))

    def _queued(self, part: RunningPart) -> Part:
        self._detach[part] = queue.attach(part)
        return part

    def _start(self, name: str) -> None:
        if name == "scheduler":
            health.report("scheduler", ok=False)
        self._parts[name] = part = self._makers[name]()
        part.start()

    def _close(self, name: str) -> None:
        part = self._parts.pop(name)
        part.close()
        if detach := self._detach.pop(part, None):
            detach()

    def _run(self) -> None:
        while not self._closing.wait(_WATCH_EVERY):
            try:
                self._replace_the_dead()
            except Exception:  # no threads or files left, say: there may be some again later
                log.exception(
                    say("a part that died could not be started again", "意外终止的部分无法重新启动")
                )

    def _replace_the_dead(self) -> None:
        for name in self._makers:
            part = self._parts.get(name)
            if part is None or not part.is_alive:
                log.error(say("the %s died and is started again", "%s 意外终止，正在重新启动"), name)
                health.report(name, ok=False)
                if part is not None:
                    self._close(name)
                self._start(name)
