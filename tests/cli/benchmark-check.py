#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`retort-cli check` against `squawk` over the SQL of the same revisions, in one run.

Usage: benchmark-check.py RETORT-CLI [PROJECT]
Without PROJECT a project of 549 revisions is made. squawk is what npm's package squawk-cli brings along; its program is
found by SQUAWK, or in PATH. Of each revision it gets both directions, a file each, as `retort-cli sql --each` prints them.
Fails when Retort is slower, although it reads Python, replays the schema and squawk does neither. On a machine that is busy
with other things the clock is unfair to the program with more threads: what each took of the processors is told besides.
"""
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent / "tools"
N_REVISIONS = 549
N_ROUNDS = 5


def used_by_children() -> float:
    """Seconds of processor time of all calls so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def seconds(command: list, folder: Path) -> tuple:
    """How long one call takes: on the clock, and of the processors. Both programs end with a status of their own when they
    find something."""
    used = used_by_children()
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started, used_by_children() - used


def best(rounds: list) -> tuple:
    """The best on the clock and of the processors: what else the machine does can only make a call slower."""
    return min(clock for clock, _ in rounds), min(used for _, used in rounds)


def write_sql(program: str, project: Path, folder: Path) -> list:
    command = [program, "-C", str(project), "--format", "json", "sql", "--each"]
    output = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    paths = []
    for revision in json.loads(output)["revisions"]:
        for direction in ("upgrade", "downgrade"):
            sql = revision[direction].get("sql")
            if sql:
                path = folder / f"{Path(revision['file']).stem}.{direction}.sql"
                path.write_text(sql + "\n")
                paths.append(path.name)
    return paths


def main() -> int:
    program = str(Path(sys.argv[1]).resolve())
    squawk = os.environ.get("SQUAWK") or shutil.which("squawk")
    if squawk is None:
        raise SystemExit("squawk is not there: npm install squawk-cli, and name its program by SQUAWK")
    with tempfile.TemporaryDirectory(prefix="retort-benchmark-") as scratch:
        project = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch) / "project"
        if len(sys.argv) <= 2:
            make = [sys.executable, str(TOOLS / "make-project.py"), str(N_REVISIONS), str(project)]
            subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        folder = Path(scratch) / "sql"
        folder.mkdir()
        retort = [program, "check", "--fail-on", "never"]
        other = [squawk, *write_sql(program, project, folder)]
        seconds(retort, project), seconds(other, folder)
        rounds = [(seconds(retort, project), seconds(other, folder)) for _ in range(N_ROUNDS)]
    ours, ours_used = best([ours for ours, _ in rounds])
    theirs, theirs_used = best([theirs for _, theirs in rounds])
    print(f"retort-cli check: {ours:.3f} s, squawk: {theirs:.3f} s of {len(other) - 1} files: {ours / theirs:.1f} times its time")
    print(f"of the processors: {ours_used:.3f} s and {theirs_used:.3f} s: {ours_used / theirs_used:.1f} times")
    return 0 if ours <= theirs else 1


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    sys.exit(main())
