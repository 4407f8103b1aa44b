"""The language of the command line: WATCHBELL_LANGUAGE, else the locale's."""

from __future__ import annotations

import os


def language() -> str:
    chosen = os.environ.get("WATCHBELL_LANGUAGE") or next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "zh" if chosen.startswith("zh") else "en"


def say(en: str, zh: str) -> str:
    """The text in the language of this command line."""
    return zh if language() == "zh" else en
