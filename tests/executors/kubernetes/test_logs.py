"""The log of a container is read whole and once, wherever a piece of it ends and whenever it is asked for."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

from watchbell.executors.kubernetes_logs import Reader, since

Line = tuple[int, int, bytes]  # second, nanosecond, text


def rendered(lines: list[Line], first: int = 0) -> bytes:
    """What the API tells from the second `first` on."""
    return b"".join(stamp(at, nano) + text for at, nano, text in lines if at >= first)


def stamp(second: int, nano: int) -> bytes:
    return datetime.fromtimestamp(second, UTC).strftime(f"%Y-%m-%dT%H:%M:%S.{nano:09d}Z ").encode()


def made_up(chance: random.Random) -> list[Line]:
    """Lines of which several share a second, or even a nanosecond; the last may not be whole."""
    second, nano, lines = 1_000, 0, []
    for _ in range(chance.randint(1, 12)):
        if chance.random() < 0.3:
            second, nano = second + chance.randint(1, 3), chance.randint(0, 3)
        else:
            nano += chance.choice([0, 0, 1, 5])
        lines.append(
            (second, nano, bytes(chance.choices(b"ab 2\r\x00\xff", k=chance.randint(0, 50))) + b"\n")
        )
    if chance.random() < 0.3:
        lines[-1] = (second, nano, lines[-1][2][:-1])
    return lines


def cut(data: bytes, chance: random.Random) -> list[bytes]:
    places = sorted(chance.sample(range(len(data) + 1), k=min(5, len(data) + 1)))
    return [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]


def test_nothing_is_told_twice_and_nothing_is_left_out():
    for seed in range(3_000):
        chance = random.Random(seed)
        lines = made_up(chance)
        whole = b"".join(text for *_, text in lines)
        told, cursor = b"", dict[str, Any]()
        for look in range(200):
            seen = lines if look > 20 else [*lines[: chance.randint(0, len(lines))]]
            if sum(len(text) for *_, text in seen) < len(told):
                continue
            reader = Reader(cursor)
            first = cursor["at"][0] if cursor else 0
            new, _ = reader.read(cut(rendered(seen, first), chance), chance.choice([1, 7, 10_000]))
            told, cursor = told + new, reader.cursor
            assert whole.startswith(told), seed
        assert told == whole, seed


def test_a_cut_inside_a_line_is_told_at_once_and_gone_on_from():
    reader = Reader({})
    half = rendered([(1_000, 5, b"a long li")])
    assert reader.read([half]) == (b"a long li", False)
    later = Reader(reader.cursor)
    assert later.read([rendered([(1_000, 5, b"a long line\n"), (1_000, 5, b"next\n")])]) == (
        b"ne\nnext\n",
        False,
    )


def test_times_in_another_zone_are_the_same_times():
    reader = Reader({})
    reader.read([b"1970-01-01T08:16:40.5+08:00 a\n"])
    assert reader.cursor == {"at": [1_000, 500_000_000], "lines": 1, "bytes": 0}
    assert since(reader.cursor)["sinceTime"] == "1970-01-01T00:16:40Z"


def test_the_times_that_docker_writes_into_long_lines_are_left_out():
    line = bytes(random.Random(1).choices(b"abc ", k=40_000)) + b"\n"
    pieces = [line[at : at + 16_384] for at in range(0, len(line), 16_384)]
    told = b"".join(stamp(1_000, n) + piece for n, piece in enumerate(pieces))
    told += stamp(1_000, 9) + line[:16_390] + b"\n" + stamp(1_001, 0) + b"end"
    for size in (1, 7, 1_000, 16_415, 100_000):
        cuts = [told[at : at + size] for at in range(0, len(told), size)]
        assert Reader({}).read(cuts) == (line + line[:16_390] + b"\nend", False), size


def test_a_long_line_that_holds_no_such_times_is_told_as_it_is():
    line = b"2026-01-01T00:00:00Z " * 5_000 + b"\n"
    told = stamp(1_000, 1) + line + stamp(1_000, 2) + b"x" * 16_384
    for most in (1, 100_000_000):
        cursor, found = dict[str, Any](), b""
        for _ in range(50_000):
            reader = Reader(cursor)
            new, more = reader.read([told[at : at + 4_096] for at in range(0, len(told), 4_096)], most)
            found, cursor = found + new, reader.cursor
            if not more:
                break
        assert found == line + b"x" * 16_384
