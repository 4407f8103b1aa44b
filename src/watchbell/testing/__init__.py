"""What we ship to hosts and plugin authors.

`Product` is Watchbell itself in a folder of its own. `InlineQueue` and `FrozenClock` test the definitions of
a Django project in its own tests. The suites of our seams are in `executor_suite`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from watchbell.testing.frozen_clock import FrozenClock
from watchbell.testing.product import Product

if TYPE_CHECKING:
    from watchbell.testing.inline_queue import InlineQueue

__all__ = ["FrozenClock", "InlineQueue", "Product"]


def __getattr__(name: str) -> Any:
    """`InlineQueue` needs Django set up; the others do not."""
    if name != "InlineQueue":
        raise AttributeError(f"module 'watchbell.testing' has no attribute {name!r}")
    from watchbell.testing.inline_queue import InlineQueue

    return InlineQueue
