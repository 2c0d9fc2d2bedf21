#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's Alembic, many commands in one process: starting Python for each would take most of a test's time.

As a program it reads requests and writes answers, one JSON document a line, and so runs under Debian's Python whatever
Python the test runs under:  {"folder": "…", "url": "…", "command": "upgrade", "arguments": ["head"]}  →  {"error": null}
"""
import json
import os
import subprocess
import sys


class AlembicDriver:
    """The other end: run() raises nothing, it returns what Alembic complains of, or None."""

    def __enter__(self) -> "AlembicDriver":
        self.process = subprocess.Popen(
            ["/usr/bin/python3", __file__],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait()

    def run(self, folder: str, url: str, command: str, *arguments: str, **options: object) -> object:
        request = {"folder": str(folder), "url": url, "command": command, "arguments": arguments, "options": options}
        print(json.dumps(request), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())["error"]


def unmerge_as_1_19() -> None:
    """1.8.1 writes a row for a predecessor that another predecessor implies; later versions leave it out."""
    from alembic.runtime.migration import RevisionStep

    original = RevisionStep._unmerge_to_revisions

    def unmerge(self, heads):
        found = original(self, heads)
        if set(heads).difference([self.revision.revision]):
            return found
        map_ = self.revision_map
        implied = {
            below.revision
            for one in found
            for below in map_._get_ancestor_nodes(map_.get_revisions(one), check=False)
            if below.revision != one
        }
        return tuple(one for one in found if one not in implied)

    RevisionStep._unmerge_to_revisions = unmerge


def list_as_1_19() -> None:
    """1.8.1 takes files as the file system names them; later versions sort them."""
    from alembic.script.base import Script

    original = Script._list_py_dir.__func__
    Script._list_py_dir = classmethod(lambda cls, *arguments: sorted(original(cls, *arguments)))


def find_zones_as_1_19() -> None:
    """1.8.1 asks python-dateutil, which need not be there; later versions ask Python's own zoneinfo."""
    from datetime import timezone
    from types import SimpleNamespace
    from zoneinfo import ZoneInfo

    from alembic.script import base

    def gettz(name):
        try:
            return ZoneInfo(name)
        except Exception:
            return None

    base.tz = SimpleNamespace(gettz=gettz, tzutc=lambda: timezone.utc)


def answer(request: dict) -> object:
    from alembic import command
    from alembic.config import Config

    os.chdir(request["folder"])
    os.environ["DATABASE_URL"] = request["url"]
    arguments = request["arguments"]
    try:
        if request["command"] in ("stamp", "merge"):
            arguments = [arguments]
        getattr(command, request["command"])(
            Config("alembic.ini", stdout=open(os.devnull, "w")), *arguments, **request["options"]
        )
        return None
    except BaseException as error:
        return f"{type(error).__name__}: {error}"


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what Alembic prints is no answer
    unmerge_as_1_19()
    list_as_1_19()
    find_zones_as_1_19()
    for line in sys.stdin:
        print(json.dumps({"error": answer(json.loads(line))}), file=answers, flush=True)


if __name__ == "__main__":
    main()
