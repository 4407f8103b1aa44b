"""Everything that works behind the web pages: the dispatcher, the clock, and who watches over them."""

from __future__ import annotations

import gc
import logging
import threading
from contextlib import ExitStack
from typing import Protocol

from watchbell.executions import health, queue
from watchbell.executions.dispatcher import Dispatcher
from watchbell.executions.wakeup import WakeupListener
from watchbell.scheduler.clock import Clock

log = logging.getLogger("SchedulerEngine")

_WATCH_EVERY = 5.0  # seconds


class Part(Protocol):
    @property
    def is_alive(self) -> bool: ...
    def start(self) -> None: ...
    def close(self) -> None: ...


class Engine:
    """Starts the parts, replaces one whose thread died, and closes them in order."""

    def __init__(self, *, with_clock: bool = True) -> None:
        self._with_clock = with_clock
        self._closing = threading.Event()
        self._parts: dict[str, Part] = {}
        self._resources = ExitStack()
        self._watch = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        # What was loaded until now stays: the collector need not walk it again and again.
        gc.collect()
        gc.freeze()
        health.report("launcher", ok=False)
        self._start_dispatcher()
        if self._with_clock:
            self._start_clock()
        listener = WakeupListener(queue.wake)
        self._resources.callback(listener.close)
        self._watch.start()
        log.info("engine started")

    def close(self) -> None:
        self._closing.set()
        for part in reversed(list(self._parts.values())):
            part.close()
        queue.detach()
        self._resources.close()
        log.info("engine stopped; programs that run go on")

    def _start_dispatcher(self) -> None:
        dispatcher = Dispatcher()
        queue.attach(dispatcher)
        self._parts["dispatcher"] = dispatcher
        dispatcher.start()

    def _start_clock(self) -> None:
        health.report("scheduler", ok=False)
        clock = Clock()
        self._parts["scheduler"] = clock
        clock.start()

    def _run(self) -> None:
        while not self._closing.wait(_WATCH_EVERY):
            try:
                self._replace_the_dead()
            except Exception:  # no threads or files left, say: there may be some again later
                log.exception("a part that died could not be started again")

    def _replace_the_dead(self) -> None:
        restart = {"dispatcher": self._start_dispatcher, "scheduler": self._start_clock}
        for name, part in list(self._parts.items()):
            if not part.is_alive:
                log.error("the %s died and is started again", name)
                health.report(name, ok=False)
                part.close()
                restart[name]()
