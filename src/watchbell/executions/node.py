"""The names that the machine behind this data directory goes by, now and before.

A container is given a new name each time it is made; what ran under an old one is still ours to settle.
"""

from __future__ import annotations

from contextlib import suppress

from watchbell.conf import data_path, get_settings


def names() -> tuple[str, ...]:
    """The name of today first."""
    today = get_settings().node_name
    file = data_path("run", "nodes")
    known: list[str] = []
    with suppress(OSError):  # without it only the settling of what ran under an old name is lost
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if file.exists():
            known = file.read_text(encoding="utf-8").splitlines()
        if today not in known:
            with file.open("a", encoding="utf-8") as stream:
                stream.write(f"{today}\n")
    return (today, *(name for name in known if name != today))
