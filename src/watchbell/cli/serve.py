from __future__ import annotations

import click

from watchbell.cli.common import data_dir_option
from watchbell.cli.words import say


@click.command(help=say("Run everything: web pages, API, scheduler.", "运行全部：网页、API 与调度器。"))
@click.option("--host", help=say("Address to listen on.", "监听地址。"))
@click.option("--port", type=click.IntRange(0, 65535), help=say("Port to listen on.", "监听端口。"))
@data_dir_option
def serve_command(host: str | None, port: int | None) -> None:
    from watchbell.server.serve import serve

    serve(host, port)
