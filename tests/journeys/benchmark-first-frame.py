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
RUNS = 5


def measure(stage: Stage, project: Path) -> float:
    start = time.monotonic()
    environment = {**os.environ, **stage.environment, "GTK_A11Y": "none"}
    program = subprocess.Popen([os.environ["RETORT"], str(project)], env=environment)
    try:
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "^media-catalogue"]
        subprocess.run(search, check=True, timeout=30, stdout=subprocess.DEVNULL)
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
