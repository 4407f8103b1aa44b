"""A parameter that a route does not know is refused by name: a filter with a typo would pass everything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from django.http import HttpRequest
from ninja import Router

from watchbell.api.guard import may
from watchbell.errors import ConfigurationError, InvalidInput

View = Callable[..., Any]


def refuse_unknown(router: Router) -> None:
    """Has every guarded route of `router` refuse what it does not know.

    Not the routes that pages of hosts call, which may have added parameters of their own.
    """
    for path in router.path_operations.values():
        for operation in path.operations:
            guard = operation.auth_param
            if isinstance(guard, may) and not guard.action.startswith("buttons."):
                operation.view_func = _checked(operation.view_func, _known(operation.models))


def _known(models: Any) -> frozenset[str]:
    queries = [model for model in models if model.__ninja_param_source__ == "query"]
    return frozenset(name for model in queries for name in model.__ninja_flatten_map__)


def _checked(view: View, known: frozenset[str]) -> View:
    if iscoroutinefunction(view):

        @wraps(view)
        async def run_async(request: HttpRequest, **values: Any) -> Any:
            _check(request, known)
            return await view(request, **values)

        return run_async

    @wraps(view)
    def run(request: HttpRequest, **values: Any) -> Any:
        _check(request, known)
        return view(request, **values)

    return run


def _check(request: HttpRequest, known: frozenset[str]) -> None:
    """A leading underscore is how clients keep caches away (`_=1700000000`), and asks for nothing."""
    unknown = [name for name in request.GET if name not in known and not name.startswith("_")]
    if unknown:
        raise InvalidInput(
            [
                ConfigurationError("parameter_unknown", field=name[:100], name=name[:100])
                for name in unknown[:10]
            ]
        )
