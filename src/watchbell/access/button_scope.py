"""What a button key may do: press the buttons of some pages, from some sites, and nothing more."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from watchbell.access.models import ApiKey
from watchbell.errors import ConfigurationError, InvalidInput, WatchbellError

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")
_MOST = 100
_LONGEST_ROUTE = 300


@dataclass(frozen=True)
class ButtonScope:
    """`page_routes` as buttons have them; `origins` as browsers send them (RFC 6454)."""

    page_routes: tuple[str, ...]
    origins: tuple[str, ...]

    @classmethod
    def of(cls, key: ApiKey | None) -> Self | None:
        """The limits of `key`; None for a key (or a session) that has none."""
        if key is None or not key.scope:
            return None
        return cls(tuple(key.scope.get("page_routes", ())), tuple(key.scope.get("origins", ())))

    @classmethod
    def read(cls, page_routes: list[str], origins: list[str]) -> Self:
        """Raises InvalidInput with everything wrong. `*` and `null` are no origins."""
        own = [_as_browsers_send_it(origin) for origin in origins]
        errors = [*_route_errors(page_routes), *_origin_errors(own)]
        if errors:
            raise InvalidInput(errors)
        return cls(tuple(dict.fromkeys(page_routes)), tuple(dict.fromkeys(own)))

    def to_json(self) -> dict[str, list[str]]:
        return {"page_routes": list(self.page_routes), "origins": list(self.origins)}


def _as_browsers_send_it(origin: str) -> str:
    """Without what people add: a slash, capitals, the usual port, letters beyond ASCII in the name."""
    text = origin.strip().rstrip("/").lower()
    for scheme, port in (("https://", ":443"), ("http://", ":80")):
        if text.startswith(scheme):
            text = text.removesuffix(port)
    with suppress(UnicodeError):
        scheme, separator, name = text.partition("://")
        text = text if text.isascii() else scheme + separator + name.encode("idna").decode()
    return text


def is_origin(text: str) -> bool:
    """Whether `text` is scheme, host and maybe port of a web site."""
    return len(text) <= _LONGEST_ROUTE and _ORIGIN.fullmatch(text) is not None


def _route_errors(routes: list[str]) -> list[WatchbellError]:
    if not 0 < len(routes) <= _MOST:
        return [ConfigurationError("button_key_routes", field="page_routes", limit=_MOST)]
    return [
        ConfigurationError("page_route_form", field=f"page_routes[{n}]")
        for n, route in enumerate(routes)
        if not route.startswith("/") or len(route) > _LONGEST_ROUTE
    ]


def _origin_errors(origins: list[str]) -> list[WatchbellError]:
    if not 0 < len(origins) <= _MOST:
        return [ConfigurationError("button_key_origins", field="origins", limit=_MOST)]
    return [
        ConfigurationError("origin_form", field=f"origins[{n}]", origin=origin[:100])
        for n, origin in enumerate(origins)
        if not is_origin(origin)
    ]
