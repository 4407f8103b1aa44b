"""The engine's own log: `logs/sys.log` and the console, in the format of seed 004.

`2023-07-17 10:30:45 - INFO - SchedulerEngine - engine started`
"""

from __future__ import annotations

import logging
import logging.config

from watchbell.conf import data_path, get_settings

_MEGABYTE = 1024 * 1024


class EachEventALine(logging.Formatter):
    """Gives each event of a record that holds many a line that is complete."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        if not getattr(record, "each_line_is_an_event", False):
            return text
        start = text[: len(text) - len(record.message)]
        return text.replace("\n", "\n" + start)


def configure(*, console: bool) -> None:
    """Sends every line of this process to `logs/sys.log`, and to the console where asked."""
    handlers = ["file", "console"] if console else ["file"]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "seed": {
                    "()": EachEventALine,
                    "format": "%(asctime)s - %(levelname)s - %(name)s - %(message)s",
                    "datefmt": "%Y-%m-%d %H:%M:%S",
                }
            },
            "handlers": {
                "file": {
                    "class": "logging.handlers.RotatingFileHandler",
                    "filename": str(data_path("logs", "sys.log")),
                    "maxBytes": 10 * _MEGABYTE,
                    "backupCount": 5,
                    "encoding": "utf-8",
                    "formatter": "seed",
                    "delay": True,
                },
                "console": {"class": "logging.StreamHandler", "formatter": "seed"},
            },
            "root": {"level": "DEBUG" if get_settings().debug else "INFO", "handlers": handlers},
            "loggers": {
                "django": {"level": "WARNING"},
                "django.request": {"level": "ERROR"},
                # Anybody can send a wrong host name, without end; the answer says what is wrong.
                "django.security": {"level": "CRITICAL"},
                "django.security.csrf": {"level": "WARNING"},
                "asyncio": {"level": "WARNING"},
                "uvicorn": {"level": "WARNING"},
                "watchfiles": {"level": "WARNING"},
            },
        }
    )
