"""The log of what runs elsewhere: cut to what was saved, read on from there."""

from __future__ import annotations

from pathlib import Path

from watchbell.executions.log_store import log_store
from watchbell.executions.logs.model import LogQuery
from watchbell.executions.remote.log import RemoteLog
from watchbell.kernel.ids import new_id


def _written(execution_id: str, *output: tuple[int, bytes]) -> int:
    log = RemoteLog(execution_id, log_store().size(execution_id), None)
    log.append(list(output))
    log.close()
    return log.size


def _lines(execution_id: str) -> list[tuple[str, str]]:
    page = log_store().open(execution_id).page(LogQuery(), running=False)
    return [(line.stream, line.text) for line in page.items]


def test_what_was_written_after_the_last_save_is_taken_away(data_dir: Path) -> None:
    execution_id = new_id()
    saved = _written(execution_id, (1, b"out\n"), (2, b"err\n"))
    _written(execution_id, (1, b"more\n"), (2, b"and more\n"))
    log = RemoteLog(execution_id, saved, None)
    assert log.is_whole and log.size == saved
    log.append([(1, b"again\n")])
    log.close()
    assert _lines(execution_id) == [
        ("stdout", "out"),
        ("stderr", "err"),
        ("stdout", "again"),
    ]


def test_a_piece_that_is_cut_in_the_middle_keeps_its_stream(data_dir: Path) -> None:
    execution_id = new_id()
    _written(execution_id, (2, b"one\ntwo\n"))
    log = RemoteLog(execution_id, 4, None)
    log.append([(1, b"out\n")])
    log.close()
    assert _lines(execution_id) == [("stderr", "one"), ("stdout", "out")]


def test_a_log_that_lost_bytes_is_begun_anew(data_dir: Path) -> None:
    execution_id = new_id()
    _written(execution_id, (1, b"short\n"))
    log = RemoteLog(execution_id, 1000, None)
    assert not log.is_whole and log.size == 0


def test_a_log_that_exceeds_its_limit_keeps_head_and_tail(data_dir: Path) -> None:
    execution_id = new_id()
    log = RemoteLog(execution_id, 0, 1)
    for n in range(3000):
        log.append([(1, b"%06d" % n + b"x" * 1017 + b"\n")])
    log.close()
    assert log.size == 3000 * 1024 and log.dropped > 1024 * 1024
    paths = log_store().paths(execution_id)
    assert paths.gap.exists() and paths.log.stat().st_blocks * 512 < 1.5 * 1024 * 1024
    content = paths.log.read_bytes()
    assert content.startswith(b"000000") and content[-1024:].startswith(b"002999")
