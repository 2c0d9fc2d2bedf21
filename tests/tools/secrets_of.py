# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for a password in every place where it must not be."""
from pathlib import Path
from typing import Iterator


def files_with(marker: str, *folders: Path) -> list[str]:
    """The files below the folders that hold the marker, in any of the ways in which it may be written."""
    needles = [marker.encode(), marker.encode("utf-16-le"), marker.encode().hex().encode()]
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            # Sockets and pipes hold nothing.
            if path.is_file() and any(needle in path.read_bytes() for needle in needles):
                found.append(str(path))
    return found


def _processes() -> Iterator[Path]:
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            yield path


def arguments_with(marker: str) -> list[str]:
    """The command lines of this machine that hold the marker."""
    found = []
    for process in _processes():
        try:
            arguments = (process / "cmdline").read_bytes()
        except OSError:  # it ended meanwhile
            continue
        if marker.encode() in arguments:
            found.append(arguments.replace(b"\0", b" ").decode(errors="replace"))
    return found
