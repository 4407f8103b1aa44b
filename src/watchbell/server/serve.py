"""`watchbell serve`: web pages, API, websocket, scheduler and dispatcher in one process."""

from __future__ import annotations

import logging
import os
import socket

from watchbell.conf import doubts, get_settings
from watchbell.errors import SystemFailure
from watchbell.kernel.found import system_words
from watchbell.server.boot import boot

log = logging.getLogger("SchedulerEngine")

_CLOSE_WITHIN = 2  # seconds for requests at hand; TERM ends the server within 5


def serve(host: str | None, port: int | None) -> None:
    """Serves until TERM or INT. Programs that run then go on and are adopted by the next server.

    Raises SystemFailure where the address cannot be listened on.
    """
    # With it set, Python compiles every module anew in each process.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    boot(console_log=True)
    settings = get_settings()
    for doubt in doubts():
        hint = doubt.hint(settings.language)
        log.warning("%s", doubt.message(settings.language) + (f" {hint}" if hint else ""))
    listener = _listen(host or settings.host, settings.port if port is None else port)

    import uvicorn

    from watchbell.server.engine import Engine
    from watchbell.server.tasks_file import watch_tasks_file

    engine = Engine()
    engine.start()
    stop_watching = watch_tasks_file()
    try:
        from watchbell.server.asgi import application
        from watchbell.server.web_server import WebServer

        _greet(listener)
        config = uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="websockets-sansio",
            server_header=False,
            timeout_graceful_shutdown=_CLOSE_WITHIN,
        )
        WebServer(config).run(sockets=[listener])
    finally:
        stop_watching()
        engine.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        words = system_words(error).details()
        raise SystemFailure("cannot_listen", field="port", host=host, port=port, **words) from error
    listener.listen(1024)
    return listener


def _greet(listener: socket.socket) -> None:
    from watchbell.executions.engine_log import say
    from watchbell.server.setup_link import setup_url

    host, port = listener.getsockname()[:2]
    base = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    log.info(say("Watchbell is at %s", "更钟的地址是 %s"), base)
    link = setup_url(base)
    if link:
        # To the console alone: the link lets whoever reads it in.
        print(f"\n  Create the first administrator / 创建第一个管理员:\n  {link}\n", flush=True)  # noqa: T201
