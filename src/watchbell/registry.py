"""The one plugin mechanism: the modules of a package, and an entry-point group for other packages."""

from __future__ import annotations

from functools import cached_property
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

    def add(self, name: str, plugin: T) -> None:
        """Registers `plugin` in this process alone."""
        self._added[name] = plugin

    def all(self) -> dict[str, T]:
        return {**self._found, **self._added}

    def get(self, name: str) -> T | None:
        return self.all().get(name)
