"""Writes what follows from the code into the pages: `python -m docs.generate`; `--check` only compares.

A page says where: everything between `<!-- begin NAME … -->` and `<!-- end NAME -->` is replaced by the
block NAME in the language of the page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from docs.generators import cli, errors, layers, moves, reasons, settings

ROOT = Path(__file__).parent
BLOCKS = {
    "settings": settings.block,
    "errors": errors.block,
    "cli": cli.block,
    "layers": layers.block,
    "moves": moves.block,
    "reasons": reasons.block,
}
_MARKED = re.compile(r"(<!-- begin (\w+)[^>]*-->\n).*?(<!-- end \2 -->)", re.DOTALL)


def language_of(page: Path) -> str:
    return "zh" if page.name.endswith(".zh-CN.md") else "en"


def pages() -> Iterator[tuple[Path, str, str]]:
    """Each page with generated blocks: its path, what it says, and what it should say."""
    for page in sorted(ROOT.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        language = language_of(page)
        wanted = _MARKED.sub(lambda found, to=language: _filled(found, to), text)  # type: ignore[misc]
        if _MARKED.search(text):
            yield page, text, wanted


def _filled(found: re.Match[str], language: str) -> str:
    return f"{found[1]}\n{BLOCKS[found[2]](language)}\n\n{found[3]}"


def main(arguments: list[str]) -> int:
    """The exit code: with `--check`, 1 where a page is out of date."""
    outdated = [(page, wanted) for page, text, wanted in pages() if text != wanted]
    if "--check" in arguments:
        for page, _ in outdated:
            sys.stderr.write(f"docs/{page.relative_to(ROOT)} is out of date: run `make docs`\n")
        return 1 if outdated else 0
    for page, wanted in outdated:
        page.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
