"""`{% load watchbell %}{% watchbell_buttons %}`: the buttons of the page at hand, in a template."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag(takes_context=True)
def watchbell_buttons(
    context: Any, page_route: str = "", position: str = "", language: str = "", **attributes: str
) -> SafeString:
    """The script tag and the element. `page_route` is by default the path of the page.

    Others become attributes: `class_name="x"` is `class-name="x"`.
    """
    request = context.get("request")
    given = {
        "page-route": page_route or (request.path if request else ""),
        "base-url": _base(),
        "language": language or ("zh" if (get_language() or "").startswith("zh") else "en"),
        "position": position,
        **{name.replace("_", "-"): value for name, value in attributes.items()},
    }
    # What stands in a template counts as safe HTML; inside an attribute it is not.
    pairs = ((name, escape(value)) for name, value in given.items() if value)
    return format_html(
        '<script src="{}" defer></script>\n<watchbell-buttons{}></watchbell-buttons>',
        static("watchbell/watchbell-buttons.js"),
        format_html_join("", ' {}="{}"', pairs),
    )


def _base() -> str:
    """Below what the host has included our addresses; "" at the root of the site."""
    return reverse("watchbell-api:list_scripts").removesuffix("api/scripts").removesuffix("/")
