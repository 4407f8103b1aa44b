"""Writing a log without the launcher."""

from __future__ import annotations

import resource
import threading

import pytest

from tests.executions.logs.conftest import EXECUTION, Log


def test_what_is_written_is_read_back_with_its_streams(log: Log) -> None:
    with log.store.writer(EXECUTION) as writer:
        writer.append(b"out\n")
        writer.append(b"err\n", stream=2)
        writer.append(b"", stream=2)
        writer.append(b"stopped by li\n", stream=0)
    assert [(row.text, row.stream) for row in log.page().items] == [
        ("out", "stdout"),
        ("err", "stderr"),
        ("stopped by li", "watchbell"),
    ]


def test_a_marker_goes_behind_what_is_there(log: Log) -> None:
    log.write((1, b"program\n"))
    with log.store.writer(EXECUTION) as writer:
        writer.append(b"lost\n", stream=0)
    assert [row.text for row in log.page().items] == ["program", "lost"]


def test_writers_at_the_same_time_do_not_mix_their_bytes(log: Log) -> None:
    def write(stream: int) -> None:
        with log.store.writer(EXECUTION) as writer:
            for _ in range(300):
                writer.append(bytes([64 + stream]) * 50 + b"\n", stream)

    threads = [threading.Thread(target=write, args=(stream,)) for stream in (0, 1, 2, 1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = log.all_rows()
    assert len(rows) == 1500
    letters = {"watchbell": "@", "stdout": "A", "stderr": "B"}
    assert all(row.text == letters[row.stream] * 50 for row in rows)


def test_what_does_not_fit_is_counted_and_nothing_is_raised(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    import signal

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with log.store.writer(EXECUTION) as writer:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
            writer.append(b"x" * 1500)
            writer.append(b"y" * 10)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert writer.dropped == 510
    assert log.texts() == ["x" * 1000]
