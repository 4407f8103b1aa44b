"""Standard output alone is read from its end, whatever stands between."""

from __future__ import annotations

from tests.executions.logs.conftest import Log
from watchbell.executions.logs.stdout import Piece, stdout_tail


def test_standard_error_between_the_pieces_is_left_out(log: Log):
    log.write((1, b'{"a":'), (2, b"Traceback"), (1, b" 1}\n"), (0, b"note"), (2, b"end"))
    assert stdout_tail(log.paths, 1000) == Piece(b'{"a": 1}\n', True, log.paths.log.stat().st_size)


def test_only_the_end_is_read_where_there_is_more(log: Log):
    log.write((1, b"0123"), (2, b"--"), (1, b"4567"))
    assert stdout_tail(log.paths, 6)[:2] == (b"234567", False)
    assert stdout_tail(log.paths, 4)[:2] == (b"4567", False)
    assert stdout_tail(log.paths, 8)[:2] == (b"01234567", True)


def test_reading_goes_on_where_it_ended(log: Log):
    log.write((1, b"0123"), (2, b"--"), (1, b"4567"))
    first = stdout_tail(log.paths, 100, until=5)
    assert first == (b"0123", True, 5)
    assert stdout_tail(log.paths, 100, since=first.end) == (b"4567", True, 10)
    assert stdout_tail(log.paths, 100, since=2, until=8) == (b"2345", True, 8)
    assert stdout_tail(log.paths, 2, since=2, until=8) == (b"45", False, 8)


def test_a_log_without_index_is_standard_output(log: Log):
    log.paths.log.write_bytes(b"hello")
    assert stdout_tail(log.paths, 100) == (b"hello", True, 5)


def test_a_log_that_is_not_there_is_empty(log: Log):
    assert stdout_tail(log.paths, 100) == (b"", True, 0)


def test_what_was_cut_out_is_missing_and_never_read_as_zeros(log: Log):
    log.write((1, b"a" * 4096), (1, b"b" * 4096), (1, b"c" * 4096)).cut(4096, 10_000)
    data, whole, _ = stdout_tail(log.paths, 100_000)
    assert (set(data), len(data), whole) == ({ord("c")}, 12_288 - 10_000, False)


def test_bytes_that_the_index_does_not_know_yet_are_not_read(log: Log):
    log.write((1, b"known"))
    with log.paths.log.open("ab") as file:
        file.write(b"later")
    assert stdout_tail(log.paths, 100) == (b"known", True, 5)
