#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the practice project takes from the command to its window, measured from outside.

The window bears the project's name from the turn of the main loop on in which the list of revisions
is filled. The target is half a second in a release build.
"""
import os
import statistics
import subprocess
import time

from stage import Path, Stage

TARGET_S = 0.5
RUNS = 9
TIMEOUT_S = 30


def is_shown(program: subprocess.Popen) -> bool:
    """Asked again and again: what xdotool has for waiting looks only twice a second."""
    search = ["xdotool", "search", "--onlyvisible", "--all", "--pid", str(program.pid), "--name", "^media-catalogue"]
    found = subprocess.run(search, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return found.returncode == 0


def measure(stage: Stage, project: Path) -> float:
    start = time.monotonic()
    environment = {**os.environ, **stage.environment, "GTK_A11Y": "none"}
    program = subprocess.Popen([os.environ["RETORT"], str(project)], env=environment)
    try:
        while not is_shown(program):
            if program.poll() is not None or time.monotonic() - start > TIMEOUT_S:
                raise RuntimeError(f"no window; the program ended with {program.poll()}")
        return time.monotonic() - start
    finally:
        program.terminate()
        program.wait()


def main() -> None:
    with Stage(Path("artefacts")) as stage:
        project = stage.copy_practice()
        measure(stage, project)  # fonts and icons are read from disk once
        times = [measure(stage, project) for _ in range(RUNS)]
    print(f"first frame: {statistics.median(times):.2f} s (target {TARGET_S} s), best {min(times):.2f} s")


main()
