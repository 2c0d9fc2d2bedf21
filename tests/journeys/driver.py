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

from screen_reader import Node, ScreenReader

TIMEOUT_S = 30.0
PAUSE_S = 0.1
# What GTK 4.8 itself says now and then: it draws a scroll bar of a popover before it was placed, and
# answers a screen reader for a widget that is just going.
NOT_OURS = re.compile(r"Trying to snapshot Gtk\w+ \S+ without a current allocation|g_variant_is_object_path")
BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"


class JourneyError(AssertionError):
    """What a person would have seen is not there."""


def _parts(wanted: str) -> tuple:
    found = re.match(r"^([a-z][a-z ]+):(.*)$", wanted)
    return found.groups() if found else (None, wanted)


class Window:
    """The program in its window; closed as a person closes it at the end of the `with` block."""

    def __init__(self, *arguments: str, artefacts: Path, environment: dict) -> None:
        self.arguments = arguments
        self.artefacts = artefacts
        self.environment = environment
        self.process: Optional[subprocess.Popen] = None
        self.helpers: list[subprocess.Popen] = []
        self.reader: Optional[ScreenReader] = None

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
            for node in self._nodes():
                out.write(f"{node.role}: {node.name!r}\n")

    def picture(self, name: str) -> None:
        subprocess.run(
            ["import", "-window", "root", str(self.artefacts / f"{name}.png")], check=False
        )

    def _nodes(self) -> Iterator[Node]:
        self.reader = self.reader or ScreenReader(self.process.pid)
        return self.reader.nodes()

    def _find_all(self, wanted: str) -> Iterator[Node]:
        role, name = _parts(wanted)
        for node in self._nodes():
            if node.matches(role, name):
                yield node

    def find(self, wanted: str) -> Optional[Node]:
        return next(self._find_all(wanted), None)

    def until(
        self, holds: Callable[[], object], what: str, seconds: float = TIMEOUT_S
    ) -> object:
        """Returns what holds when it does so twice in a row: what has only just come is not yet where it will stay, and
        has no focus; a person is not that quick."""
        end = time.monotonic() + seconds
        before = None
        while True:
            if self.process.poll() is not None:
                raise JourneyError(f"the program ended with {self.process.returncode} before {what}")
            held = holds()
            if held and before:
                return held
            before = held
            if time.monotonic() > end:
                raise JourneyError(f"{what}: not within {seconds:.0f} s")
            time.sleep(PAUSE_S)

    def wait(self, wanted: str) -> Node:
        return self.until(lambda: self.find(wanted), f"{wanted!r} showed")

    def gone(self, wanted: str) -> None:
        self.until(lambda: self.find(wanted) is None, f"{wanted!r} went")

    def click(self, wanted: str) -> None:
        """Does the first accessible action, as a screen reader would, once it can be done. What has
        none in GTK 4.8 (rows, check boxes) is clicked with the pointer."""
        nodes: list[Node] = []

        def can_act() -> bool:
            nodes[:] = [n for n in self._find_all(wanted) if n.has_state(pyatspi.STATE_SENSITIVE)]
            return bool(nodes)

        self.until(can_act, f"{wanted!r} could be pressed")
        # A menu button and the button inside it have the same name; the inner one acts.
        acting = [node for node in nodes if node.can_act()]
        if not acting:
            self._point(nodes[0])
        elif not acting[0].act():
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

    def _place(self, node: Node) -> tuple[str, str]:
        """The middle of it on the screen."""
        place_x, place_y, width, height = node.extents()
        said = subprocess.run(
            ["xdotool", "getwindowgeometry", "--shell", self._window_id()],
            capture_output=True,
            text=True,
        ).stdout
        left, top = (int(re.search(rf"{axis}=(-?\d+)", said).group(1)) for axis in "XY")
        return str(left + place_x + width // 2), str(top + place_y + height // 2)

    def _point(self, node: Node) -> None:
        subprocess.run(["xdotool", "mousemove", *self._place(node), "click", "1"], check=True)

    def scroll_down(self, wanted: str) -> None:
        """Turns the wheel over it, to the end of what it is in."""
        place = self._place(self.wait(wanted))
        subprocess.run(["xdotool", "mousemove", *place, "click", "--repeat", "40", "5"], check=True)

    def wait_focus(self, wanted: str) -> None:
        def has_focus() -> bool:
            return any(n.has_state(pyatspi.STATE_FOCUSED) for n in self._find_all(wanted))

        self.until(has_focus, f"{wanted!r} had the focus")

    def reach(self, wanted: str, key: str = "Down", tries: int = 20) -> None:
        """Goes with the arrow key to a row of the list that has the focus."""
        self.wait(wanted)
        for _ in range(tries):
            node = self.find(wanted)
            if node is not None and node.has_state(pyatspi.STATE_FOCUSED):
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
        return self.wait(wanted).text()

    def wait_text(self, wanted: str, part: str) -> None:
        self.until(lambda: part in self.text(wanted), f"{wanted!r} said {part!r}")

    def is_sensitive(self, wanted: str) -> bool:
        return self.wait(wanted).has_state(pyatspi.STATE_SENSITIVE)
