"""What we ship to plugin authors: the product in a folder of its own, and the suites of our seams."""

from __future__ import annotations

from watchbell.testing.product import Product

__all__ = ["Product"]
