# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program from outside, by the names that a screen reader hears.

Every call polls for what it needs up to a deadline; nothing waits for a fixed time. On failure the
accessible tree and a picture of the screen are left in the folder of the test's artefacts.

What is wanted is written `NAME`, or `~PART OF A NAME`, either maybe behind `ROLE:`. GTK 4.8 does not
say which page of a stack is shown, so a journey waits for words that only the wanted state has.
"""
import os
import re
import subprocess
import time
from pathlib import Path
from typing import Callable, Iterator, Optional

import pyatspi

TIMEOUT_S = 30.0
PAUSE_S = 0.05
MAX_CHILDREN = 3000
# What GTK 4.8 itself says now and then: it draws a scroll bar of a popover before it was placed, and
# answers a screen reader for a widget that is just going.
NOT_OURS = re.compile(r"Trying to snapshot Gtk\w+ \S+ without a current allocation|g_variant_is_object_path")
BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"


class JourneyError(AssertionError):
    """What a person would have seen is not there."""


def _walk(node: pyatspi.Accessible) -> Iterator[pyatspi.Accessible]:
    yield node
    try:
        count = min(node.childCount, MAX_CHILDREN)
    except Exception:  # the object went while we looked
        return
    for index in range(count):
        try:
            child = node.getChildAtIndex(index)
        except Exception:
            continue
        if child is not None:
            yield from _walk(child)


def _has_state(node: pyatspi.Accessible, state: int) -> bool:
    try:
        return node.getState().contains(state)
    except Exception:
        return False


def _matches(node: pyatspi.Accessible, wanted: str) -> bool:
    role, name = None, wanted
    found = re.match(r"^([a-z][a-z ]+):(.*)$", wanted)
    if found:
        role, name = found.groups()
    try:
        said = node.name or ""
        if not (name[1:] in said if name.startswith("~") else said == name):
            return False
        return role is None or node.getRoleName() == role
    except Exception:
        return False


class Window:
    """The program in its window; closed as a person closes it at the end of the `with` block."""

    def __init__(self, *arguments: str, artefacts: Path, environment: dict) -> None:
        self.arguments = arguments
        self.artefacts = artefacts
        self.environment = environment
        self.process: Optional[subprocess.Popen] = None
        self.helpers: list[subprocess.Popen] = []

    def __enter__(self) -> "Window":
        # Started here and not by the bus on demand, so that what it says is not in our output.
        for helper in (["openbox", "--sm-disable"], [BUS_LAUNCHER, "--launch-immediately"]):
            self.helpers.append(
                subprocess.Popen(helper, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            )
        self.artefacts.mkdir(parents=True, exist_ok=True)
        self.log = open(self.artefacts / "retort.log", "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [os.environ["RETORT"], *self.arguments],
            env={**os.environ, "GTK_A11Y": "atspi", "NO_AT_BRIDGE": "0", **self.environment},
            stdin=subprocess.DEVNULL,
            stderr=self.log,
            stdout=self.log,
        )
        return self

    def __exit__(self, kind: object, error: object, _: object) -> None:
        try:
            if error is not None:
                self.leave_evidence()
            else:
                self.quit()
        finally:
            for process in (self.process, *self.helpers):
                if process.poll() is None:
                    process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
            self.log.close()

    def quit(self) -> None:
        """Ctrl+Q; the program must go by itself, and must not have complained."""
        self.key("ctrl+q")
        try:
            status = self.process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.leave_evidence()
            raise JourneyError("the program did not end after Ctrl+Q") from None
        self.log.seek(0)
        complaints = [
            line
            for line in self.log
            if re.search(r"-(CRITICAL|WARNING) \*\*", line) and not NOT_OURS.search(line)
        ]
        if status != 0 or complaints:
            raise JourneyError(f"the program ended with {status} and said: {''.join(complaints)}")

    def leave_evidence(self) -> None:
        """What the screen showed and what it said, for whoever reads the failure."""
        self.picture("failed")
        with open(self.artefacts / "failed-tree.txt", "w", encoding="utf-8") as out:
            for root in self._roots():
                for node in _walk(root):
                    try:
                        out.write(f"{node.getRoleName()}: {node.name!r}\n")
                    except Exception:
                        continue

    def picture(self, name: str) -> None:
        subprocess.run(
            ["import", "-window", "root", str(self.artefacts / f"{name}.png")], check=False
        )

    def _roots(self) -> list[pyatspi.Accessible]:
        """The windows. All are asked for at once: GTK 4.8 dies when it is asked for one that was closed
        since it said how many there are, and a walk through the first takes its time."""
        windows = []
        desktop = pyatspi.Registry.getDesktop(0)
        for index in range(desktop.childCount):
            try:
                application = desktop.getChildAtIndex(index)
                if application is not None and application.get_process_id() == self.process.pid:
                    windows += [application.getChildAtIndex(i) for i in range(application.childCount)]
            except Exception:
                continue
        return [window for window in windows if window is not None]

    def _find_all(self, wanted: str) -> Iterator[pyatspi.Accessible]:
        for root in self._roots():
            for node in _walk(root):
                if _matches(node, wanted) and _has_state(node, pyatspi.STATE_VISIBLE):
                    yield node

    def find(self, wanted: str) -> Optional[pyatspi.Accessible]:
        return next(self._find_all(wanted), None)

    def until(
        self, holds: Callable[[], object], what: str, seconds: float = TIMEOUT_S
    ) -> object:
        end = time.monotonic() + seconds
        while True:
            if self.process.poll() is not None:
                raise JourneyError(f"the program ended with {self.process.returncode} before {what}")
            held = holds()
            if held:
                return held
            if time.monotonic() > end:
                raise JourneyError(f"{what}: not within {seconds:.0f} s")
            time.sleep(PAUSE_S)

    def wait(self, wanted: str) -> pyatspi.Accessible:
        return self.until(lambda: self.find(wanted), f"{wanted!r} showed")

    def gone(self, wanted: str) -> None:
        self.until(lambda: self.find(wanted) is None, f"{wanted!r} went")

    def click(self, wanted: str) -> None:
        """Does the first accessible action, as a screen reader would, once it can be done. What has
        none in GTK 4.8 (rows, check boxes) is clicked with the pointer."""
        nodes: list[pyatspi.Accessible] = []

        def can_act() -> bool:
            nodes[:] = [n for n in self._find_all(wanted) if _has_state(n, pyatspi.STATE_SENSITIVE)]
            return bool(nodes)

        self.until(can_act, f"{wanted!r} could be pressed")
        # A menu button and the button inside it have the same name; the inner one acts.
        actions = [action for action in (n.queryAction() for n in nodes) if action.nActions > 0]
        if not actions:
            self._point(nodes[0])
        elif not actions[0].doAction(0):
            raise JourneyError(f"{wanted!r} could not be pressed")

    def _window_ids(self) -> list[str]:
        return subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
            capture_output=True,
            text=True,
        ).stdout.split()

    def _window_id(self) -> str:
        return self._window_ids()[-1]

    def alone(self) -> None:
        """Waits until no dialog is open, without looking at the tree: GTK 4.8 falls when it is asked about a
        dialog that is just going (a reply with a path that is NULL)."""
        self.until(lambda: len(self._window_ids()) == 1, "the last dialog closed")

    def _point(self, node: pyatspi.Accessible) -> None:
        extents = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        said = subprocess.run(
            ["xdotool", "getwindowgeometry", "--shell", self._window_id()],
            capture_output=True,
            text=True,
        ).stdout
        left, top = (int(re.search(rf"{axis}=(-?\d+)", said).group(1)) for axis in "XY")
        x, y = left + extents.x + extents.width // 2, top + extents.y + extents.height // 2
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], check=True)

    def wait_focus(self, wanted: str) -> None:
        def has_focus() -> bool:
            return any(_has_state(n, pyatspi.STATE_FOCUSED) for n in self._find_all(wanted))

        self.until(has_focus, f"{wanted!r} had the focus")

    def reach(self, wanted: str, key: str = "Down", tries: int = 20) -> None:
        """Goes with the arrow key to a row of the list that has the focus."""
        self.wait(wanted)
        for _ in range(tries):
            node = self.find(wanted)
            if node is not None and _has_state(node, pyatspi.STATE_FOCUSED):
                return
            self.key(key)
        raise JourneyError(f"{wanted!r} cannot be reached with {key}")

    def choose(self, wanted: str, key: str = "Down", tries: int = 20) -> None:
        """Goes to a row likewise, and presses Enter."""
        self.reach(wanted, key, tries)
        self.key("Return")

    def key(self, *keys: str) -> None:
        subprocess.run(["xdotool", "key", "--delay", "30", *keys], check=True)

    def type(self, text: str) -> None:
        subprocess.run(["xdotool", "type", "--delay", "20", text], check=True)

    def text(self, wanted: str) -> str:
        node = self.wait(wanted).queryText()
        return node.getText(0, node.characterCount)

    def wait_text(self, wanted: str, part: str) -> None:
        self.until(lambda: part in self.text(wanted), f"{wanted!r} said {part!r}")

    def is_sensitive(self, wanted: str) -> bool:
        return _has_state(self.wait(wanted), pyatspi.STATE_SENSITIVE)
