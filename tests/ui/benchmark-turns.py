#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stalls of the window with 500 and with 10,000 revisions: benchmark-turns.py PROGRAM [PROJECT…]

Runs PROGRAM, which is benchmark-turns, for each project; without any, two are made. Fails when the thread that draws is
busy for longer than 50 ms with one thing.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent / "tools"
SIZES = (500, 10000)


def make_projects(scratch: str) -> list:
    """A folder for each size."""
    folders = [Path(scratch) / str(size) for size in SIZES]
    for size, folder in zip(SIZES, folders):
        make = [sys.executable, str(TOOLS / "make-project.py"), str(size), str(folder)]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    return folders


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="retort-benchmark-") as scratch:
        folders = sys.argv[2:] or make_projects(scratch)
        return max([subprocess.run([sys.argv[1], str(folder)], check=False).returncode for folder in folders])


if __name__ == "__main__":
    sys.exit(main())
