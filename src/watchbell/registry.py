"""The one plugin mechanism: the modules of a package, and an entry-point group for other packages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from importlib import import_module
from importlib.metadata import entry_points
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Finds what implements a seam.

    Each named module of `package` exports `PLUGIN`; an entry point of `group` loads to one.
    Nothing is imported before it is asked for.
    """

    def __init__(self, package: str, modules: tuple[str, ...], group: str) -> None:
        self._package = package
        self._modules = modules
        self._group = group
        self._added: dict[str, T] = {}

    @cached_property
    def _found(self) -> dict[str, T]:
        own = {name: import_module(f"{self._package}.{name}").PLUGIN for name in self._modules}
        return {**{point.name: point.load() for point in entry_points(group=self._group)}, **own}

    def add(self, name: str, plugin: T) -> Callable[[], None]:
        """Registers `plugin` in this process alone; the returned function ends that."""
        self._added[name] = plugin
        return partial(self._remove, name)

    def all(self) -> dict[str, T]:
        return {**self._found, **self._added}

    def get(self, name: str) -> T | None:
        return self.all().get(name)

    def _remove(self, name: str) -> None:
        self._added.pop(name, None)
