"""Files a crash or a full disk left behind."""

from __future__ import annotations

from tests.executions.logs.conftest import Log
from watchbell.executions.logs.index import RECORD


def test_a_log_without_index_is_read_as_stdout(log: Log) -> None:
    log.write((2, b"a\nb\n"))
    log.paths.index.unlink()
    assert [(row.text, row.stream) for row in log.page().items] == [("a", "stdout"), ("b", "stdout")]


def test_a_torn_last_record_and_bytes_without_record_lose_nothing(log: Log) -> None:
    log.write((1, b"a\n"), (2, b"b\n"))
    with log.paths.index.open("ab") as index:
        index.write(b"torn record")
    with log.paths.log.open("ab") as file:
        file.write(b"c\n")
    assert [(row.text, row.stream) for row in log.page().items] == [
        ("a", "stdout"),
        ("b", "stderr"),
        ("c", "stderr"),
    ]


def test_an_index_of_garbage_still_shows_every_line(log: Log) -> None:
    log.write((1, b"a\nb\nc\n"))
    garbage = [(2**64 - 1, 0, 2, 1), (5, 4, 2**32 - 1, 77), (0, 1, 1, 2), (9, 2**63, 4, 1)]
    log.paths.index.write_bytes(b"".join(RECORD.pack(*record) for record in garbage))
    assert "".join(log.texts()) == "abc"
    assert log.texts(tail=1) == ["c"]
    assert log.reader.text(100) == "a\nb\nc\n"


def test_an_index_that_is_ahead_of_the_log_is_cut_to_it(log: Log) -> None:
    log.write((1, b"a\nb\n"))
    log.paths.log.write_bytes(b"a\n")
    assert log.texts() == ["a"]
    assert log.page(running=True).items[0].text == "a"


def test_a_folder_that_cannot_be_written_only_costs_time(log: Log) -> None:
    log.write((1, b"0123456789\n" * 600_000))
    log.paths.lines.mkdir()
    assert log.page(tail=1).items[0].line == 600_000
    assert sorted(path.suffix for path in log.paths.log.parent.iterdir()) == [".idx", ".lines", ".log"]
