"""The allowed moves between statuses, as a diagram."""

from __future__ import annotations

from watchbell.kernel.status import MOVES, TERMINAL, Status


def block(language: str) -> str:
    """The same in every language: the words in it are the statuses themselves."""
    lines = ["[*] --> pending"]
    lines += [f"{start} --> {end}" for start in MOVES for end in Status if end in MOVES[start]]
    lines += [f"{end} --> [*]" for end in Status if end in TERMINAL]
    diagram = "\n".join(f"    {line}" for line in lines)
    return f"```mermaid\nstateDiagram-v2\n{diagram}\n```"
