"""The sentences recorded on behalf of a caller who gave none."""

from __future__ import annotations

import os
import sys
from typing import Any

from watchbell.messages import MESSAGES


def sentence(code: str, **values: Any) -> str:
    """The message `code`, in the language of this installation."""
    return MESSAGES[code].text(_language()).format(**values)


def _language() -> str:
    # The settings are cached when first read: not before the host's own are in place.
    django_settings = getattr(sys.modules.get("django.conf"), "settings", None)
    if django_settings is None or not django_settings.configured:
        return os.environ.get("WATCHBELL_LANGUAGE", "en")
    from watchbell.conf import get_settings

    return get_settings().language
