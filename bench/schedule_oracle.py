"""Compares `next_after` with the brute-force oracle: .venv/bin/python bench/schedule_oracle.py [--count N]
[--seed S] [--implementation watchbell|cronsim] [--processes P]. Prints "0 mismatches of 100,000".

Half of the instants are within 8 days of a clock change. The oracle shares no code with the product.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from multiprocessing import Pool
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.kernel import triples

BATCH = 500
LONGEST_ANSWER = 2
Answer = Callable[[str, str, datetime], datetime | None]


def by_watchbell(expression: str, zone: str, instant: datetime) -> datetime | None:
    from watchbell.kernel.schedule import parse

    return parse(expression, zone).next_after(instant)


def by_cronsim(expression: str, zone: str, instant: datetime) -> datetime | None:
    from cronsim import CronSim

    return next(CronSim(expression, instant.astimezone(ZoneInfo(zone))), None)


IMPLEMENTATIONS: dict[str, Answer] = {"watchbell": by_watchbell, "cronsim": by_cronsim}


def batch(work: tuple[str, int, int]) -> tuple[float, list[str]]:
    """Seconds spent in the implementation, and what was wrong."""
    implementation, seed, count = work
    signal.signal(signal.SIGALRM, give_up)
    answer, random, wrong, spent = IMPLEMENTATIONS[implementation], Random(seed), [], 0.0
    for _ in range(count):
        triple = triples.make(random)
        began = time.process_time()
        signal.setitimer(signal.ITIMER_REAL, LONGEST_ANSWER)
        try:
            given = answer(*triple)
        except Exception as error:
            wrong.append(f"{triple}: {error!r}")
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            spent += time.process_time() - began
        wrong += filter(None, [triples.check(triple, given)])
    return spent, wrong


def give_up(number: int, frame: object) -> None:
    raise TimeoutError(f"no answer after {LONGEST_ANSWER} s")


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--implementation", choices=IMPLEMENTATIONS, default="watchbell")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--show", type=int, default=20, help="how many mismatches to print")
    options = parser.parse_args(arguments)
    sizes = [min(BATCH, options.count - done) for done in range(0, options.count, BATCH)]
    work = [(options.implementation, options.seed * 1_000_000 + place, n) for place, n in enumerate(sizes)]
    began = time.perf_counter()
    with Pool(options.processes) as pool:
        results = list(pool.imap_unordered(batch, work))
    wrong = [line for _, lines in results for line in lines]
    print(*wrong[: options.show], sep="\n", end="\n" if wrong else "")
    spent = sum(seconds for seconds, _ in results)
    silent = sum("TimeoutError" in line for line in wrong)
    print(f"{options.implementation}, seed {options.seed}, {silent} without an answer:")
    print(f"{len(wrong):,} mismatches of {options.count:,}")
    each, whole = spent / options.count * 1e6, time.perf_counter() - began
    print(f"{each:.0f} µs each (parse and next), {whole:.0f} s in all")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
