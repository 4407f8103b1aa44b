from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """One sentence and its hint; both are `str.format` templates over the error's values."""

    en: str
    zh: str
    hint_en: str = ""
    hint_zh: str = ""

    def text(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def hint(self, language: str) -> str:
        return self.hint_zh if language.startswith("zh") else self.hint_en
