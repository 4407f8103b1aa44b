"""What a slow live client costs: bounded memory, and nothing said twice."""

from __future__ import annotations

import threading

from watchbell.api.outbox import Outbox
from watchbell.api.topics import Topics, WatchedLogs
from watchbell.executions import queue


def log(number: int, execution_id: str = "e1") -> dict[str, object]:
    return {"id": f"era-{number}", "type": "log", "execution_id": execution_id, "log_bytes": number}


def test_of_many_log_events_of_one_execution_only_the_latest_waits() -> None:
    outbox = Outbox(lambda: None)

    for number in range(10_000):
        outbox.put(log(number))
    outbox.put(log(1, "e2"))

    assert [event["log_bytes"] for event in outbox.take()] == [9_999, 1]
    assert outbox.take() == []


def test_beyond_its_limit_everything_gives_way_to_one_reset() -> None:
    outbox = Outbox(lambda: None, limit=3)

    for number in range(5):
        outbox.put({"id": f"era-{number}", "type": "task", "task_id": f"t{number}"})

    assert outbox.take() == [{"type": "reset", "id": "era-4"}]
    outbox.put(log(6))
    assert outbox.take() == [log(6)]


def test_events_come_in_the_order_of_their_ids() -> None:
    outbox = Outbox(lambda: None)
    for event in (log(1, "e1"), log(2, "e2"), log(3, "e1")):
        outbox.put(event)

    assert [event["id"] for event in outbox.take()] == ["era-2", "era-3"]


def test_the_reader_is_woken_once_and_sees_what_many_threads_put() -> None:
    wakes: list[int] = []
    outbox = Outbox(lambda: wakes.append(1), limit=10_000)

    def put(start: int) -> None:
        for number in range(start, start + 500):
            outbox.put(log(number, f"e{number}"))

    threads = [threading.Thread(target=put, args=(start,)) for start in range(0, 4_000, 500)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outbox.take()) == 4_000
    assert len(wakes) == 1


def test_topics_choose_what_is_told() -> None:
    execution = {
        "type": "execution",
        "execution": {"execution_id": "e1", "task_id": "hello", "status": "running"},
    }
    cases = [
        (Topics(executions="all"), True, False),
        (Topics(executions=["e1"]), True, True),
        (Topics(executions=["e2"]), False, False),
        (Topics(tasks=["hello"]), True, False),
        (Topics(tasks="all"), True, False),
        (Topics(), False, False),
    ]

    for topics, hears_execution, hears_log in cases:
        assert topics.concern(execution) is hears_execution
        assert topics.concern(log(1)) is hears_log
    assert Topics(tasks=["hello"]).concern({"type": "task", "task_id": "hello"})
    assert not Topics(tasks=["other"]).concern({"type": "task", "task_id": "hello"})


def test_a_log_is_watched_from_the_first_to_the_last_client_that_looks_at_it() -> None:
    told: list[tuple[str, bool]] = []

    class Dispatcher:
        def wake(self) -> None: ...

        def stop_execution(self, execution_id: str) -> None: ...

        def watch_log(self, execution_id: str, on: bool) -> None:
            told.append((execution_id, on))

    detach = queue.attach(Dispatcher())
    watched = WatchedLogs()
    one, both = frozenset({"e1"}), frozenset({"e1", "e2"})
    watched.change(frozenset(), one)
    watched.change(frozenset(), both)
    watched.change(both, one)
    watched.change(one, frozenset())
    watched.change(one, frozenset())
    detach()

    assert told == [("e1", True), ("e2", True), ("e2", False), ("e1", False)]
