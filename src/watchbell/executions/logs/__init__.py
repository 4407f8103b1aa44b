"""The output of executions: stored as written, read by line, time, stream and level in constant memory."""

from watchbell.executions.logs.model import Level, LogLine, LogPage, LogQuery, Stream
from watchbell.executions.logs.reader import LogReader
from watchbell.executions.logs.store import LogPaths, LogStore
from watchbell.executions.logs.writer import LogWriter

__all__ = [
    "Level",
    "LogLine",
    "LogPage",
    "LogPaths",
    "LogQuery",
    "LogReader",
    "LogStore",
    "LogWriter",
    "Stream",
]
