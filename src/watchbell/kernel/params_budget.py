"""How much work one check of parameters may be: what users write can ask for more than a lifetime.

Python's own `re` keeps every other thread waiting while it searches, and cannot be interrupted; `regex`
searches beside the other threads and gives up when told to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from time import thread_time
from typing import Any

SECONDS = 2.0
"""Processor time for one check: of all values of one execution, or of one schema."""
# `regex` reads `{e<=1}` as "nearly"; where no count is meant, `re` reads a brace as a brace.
_BRACE = re.compile(r"\\N\{[^}]*\}|\\.|\{(?!\d*,?\d*\})", re.DOTALL)


class TooMuchWork(Exception):
    """`text` is what a pattern was searched in; None where no pattern was at fault."""

    def __init__(self, text: str | None = None) -> None:
        self.text = text
        super().__init__()


class _Budget:
    def __init__(self) -> None:
        self._end = thread_time() + SECONDS

    def spend(self) -> None:
        if self.left() <= 0:
            raise TooMuchWork

    def left(self) -> float:
        return self._end - thread_time()


_budget: ContextVar[_Budget | None] = ContextVar("watchbell_params_budget", default=None)


@contextmanager
def bounded_work() -> Iterator[None]:
    """Inside, `spend` and `matches` raise TooMuchWork once SECONDS of processor time are used up."""
    token = _budget.set(_Budget())
    try:
        yield
    finally:
        _budget.reset(token)


def spend() -> None:
    """Counts one step of a check."""
    budget = _budget.get()
    if budget:
        budget.spend()


def matches(pattern: str, text: str) -> bool:
    """Whether `pattern`, in the syntax of `re`, is found in `text`. Raises TooMuchWork."""
    budget = _budget.get() or _Budget()
    left = budget.left()
    if left <= 0:
        raise TooMuchWork(text)
    try:
        return compiled(pattern).search(text, timeout=left) is not None
    except TimeoutError:
        raise TooMuchWork(text) from None


@lru_cache(maxsize=500)
def compiled(pattern: str) -> Any:
    """Raises ValueError where `pattern` cannot be searched with."""
    import regex  # only schemas with patterns need it

    plain = _BRACE.sub(lambda part: "\\{" if part[0] == "{" else part[0], pattern)
    try:
        return regex.compile(plain, regex.VERSION0)
    except regex.error as error:
        raise ValueError(str(error)) from None
