#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`retort-cli history` against `alembic history`, in one run on the same project.

Usage: benchmark-history.py RETORT-CLI [PROJECT]
Without PROJECT a project of 549 revisions is made. Fails when Retort is not five times faster.
"""
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent / "tools"
N_REVISIONS = 549
N_ROUNDS = 7
WANTED = 5


def seconds(command: list, folder: Path) -> float:
    """How long one call takes; its output is read to the end."""
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return time.perf_counter() - started


def main() -> int:
    program = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="retort-benchmark-") as scratch:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch)
        if len(sys.argv) <= 2:
            make = [sys.executable, str(TOOLS / "make-project.py"), str(N_REVISIONS), str(folder)]
            subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
            # `history` needs no environment; Alembic wants the file.
            (folder / "migrations" / "env.py").write_text("")
        retort = [program, "history"]
        alembic = ["/usr/bin/python3", "/usr/bin/alembic", "history"]
        # Once before it counts: Alembic writes its bytecode, both find the files in memory.
        seconds(retort, folder), seconds(alembic, folder)
        rounds = [(seconds(retort, folder), seconds(alembic, folder)) for _ in range(N_ROUNDS)]
    # The best of each: what else the machine does can only make a call slower.
    ours = min(round[0] for round in rounds)
    theirs = min(round[1] for round in rounds)
    print(f"retort-cli history: {ours:.3f} s, alembic history: {theirs:.3f} s, {theirs / ours:.1f} times faster")
    return 0 if theirs >= WANTED * ours else 1


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    sys.exit(main())
