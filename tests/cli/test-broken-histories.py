#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every history that Alembic gives up on is a finding in its own words, and the rest stays usable: what is intact can be
listed, shown, checked and planned. Nothing runs, as with Alembic.

Prints TAP. Usage: test-broken-histories.py RETORT-CLI
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from private_server import PrivateServer  # noqa: E402
from tap import run_tests  # noqa: E402

BASE = {"aaaa1": "None"}
# A line that has nothing to do with what is broken.
INTACT = {"zzzz1": "None\nbranch_labels = 'intact'", "zzzz2": "'zzzz1'"}
# Name: (rule, revisions: {id: "down_revision", then what else the file says}). A file is named after its place here.
CASES = {
    "duplicate-id": ("duplicate-revision-id", {"aaaa1": "None", "aaaa1 ": "None", "cccc1": "'aaaa1'", **INTACT}),
    "unknown-down": ("unknown-predecessor", {**BASE, "bbbb1": "'nope9'", **INTACT}),
    "unknown-dependency": ("unknown-dependency", {**BASE, "bbbb1": "'aaaa1'\ndepends_on = 'zz'", **INTACT}),
    "label-twice": (
        "duplicate-branch-label",
        {"aaaa1": "None\nbranch_labels = 'x'", "bbbb1": "'aaaa1'\nbranch_labels = 'x'", **INTACT},
    ),
    "label-is-an-id": ("duplicate-branch-label", {"aaaa1": "None\nbranch_labels = 'bbbb1'", "bbbb1": "'aaaa1'", **INTACT}),
    "self-loop": ("revision-cycle", {**BASE, "bbbb1": "'bbbb1'", **INTACT}),
    "own-dependency": ("revision-cycle", {**BASE, "bbbb1": "'aaaa1'\ndepends_on = 'bbbb1'", **INTACT}),
    "cycle": ("revision-cycle", {**BASE, "bbbb1": "'cccc1'", "cccc1": "'bbbb1'", **INTACT}),
    "cycle-of-all": ("revision-cycle", {"aaaa1": "'bbbb1'", "bbbb1": "'aaaa1'"}),
    "cycle-above-a-base": ("revision-cycle", {**BASE, "bbbb1": "('aaaa1', 'cccc1')", "cccc1": "'bbbb1'"}),
    "dependency-cycle": (
        "revision-cycle",
        {**BASE, "bbbb1": "None\ndepends_on = 'cccc1'", "cccc1": "None\ndepends_on = 'bbbb1'", **INTACT},
    ),
    "dependency-cycle-of-all": (
        "revision-cycle", {"aaaa1": "None\ndepends_on = 'bbbb1'", "bbbb1": "None\ndepends_on = 'aaaa1'"}
    ),
    "reserved-at": ("invalid-revision-id", {**BASE, "aa@b1": "'aaaa1'", **INTACT}),
    "reserved-minus": ("invalid-revision-id", {**BASE, "aa-b1": "'aaaa1'", **INTACT}),
    "reserved-plus": ("invalid-revision-id", {**BASE, "aa+b1": "'aaaa1'", **INTACT}),
    "no-revision": ("project-not-understood", {**BASE, "": "'aaaa1'", **INTACT}),
}
# What stands between revisions of a set has no order in Alembic.
UNORDERED = re.compile(r"\((\w+), (\w+)\)|(?<=in revision )(\w+) already used by revision (\w+)")
ENVIRONMENT = """import os

from alembic import context
from sqlalchemy import create_engine

with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
"""
BODY = "\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"


def write_project(folder: Path, revisions: dict) -> None:
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/migrations\n")
    (folder / "migrations" / "env.py").write_text(ENVIRONMENT)
    for number, (name, down) in enumerate(revisions.items()):
        declared = f"revision = '{name.strip()}'\n" if name else ""
        text = f'"""Number {number}"""\n{declared}down_revision = {down}\n{BODY}'
        (versions / f"r{number}.py").write_text(text)


def alembic_says(folder: Path) -> str:
    """The words of its refusal; it may end in a traceback."""
    done = subprocess.run(
        ["/usr/bin/python3", "-W", "default", "/usr/bin/alembic", "heads"],
        cwd=folder, capture_output=True, text=True,
    )
    warned = [line.split("UserWarning: ")[1] for line in done.stderr.splitlines() if "UserWarning: " in line]
    last = (done.stdout + done.stderr).strip().splitlines()[-1]
    return warned[0] if warned else last.split("Error: ")[-1].split("Detected: ")[-1].removeprefix("FAILED: ")


def retort(program: str, folder: Path, *arguments: str) -> tuple:
    done = subprocess.run([program, "-C", str(folder), *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def unordered(words: str) -> str:
    return UNORDERED.sub(lambda match: " ".join(sorted(filter(None, match.groups()))), words)


def check_findings(program: str, folder: Path, rule: str, theirs: str) -> None:
    status, text = retort(program, folder, "check", "--format", "json")
    assert status == 1, (status, text)
    findings = [f for f in json.loads(text)["findings"] if f["rule"] == rule]
    assert findings, f"no {rule}: {text}"
    for finding in findings:
        assert finding["severity"] == "error" and finding["remedy"], finding
        assert Path(finding["file"]).parent.name == "versions", finding
    if rule not in ("project-not-understood", "unknown-dependency", "unknown-predecessor"):
        words = unordered(theirs)
        assert any(unordered(f["message"]).startswith(words) for f in findings), (words, findings)


def check_intact(program: str, folder: Path, url: str, revisions: dict) -> None:
    ids = list(filter(None, map(str.strip, revisions)))
    # An id with a reserved character is no symbol.
    shown = [["show", id] for id in ids if id.isalnum()]
    for command in (["history"], ["heads"], ["branches"], ["check", ids[0], "--fail-on", "never"], *shown):
        status, text = retort(program, folder, *command)
        assert status == 0, (command, status, text)
        assert command != ["history"] or all(id in text for id in ids), text
        told = any(words in text for words in ("the history is broken", "It is left out of the history"))
        assert told or command[0] in ("check", "show"), (command, text)
    if "zzzz2" not in revisions:
        return
    if "" in revisions:
        for command in (["history"], ["heads"], ["branches"], ["sql", "zzzz2"], ["sql", "--each"], ["show", "zzzz2"]):
            assert "It is left out of the history" in retort(program, folder, *command)[1], command
    for symbol in ("zzzz2", "intact@head"):
        status, text = retort(program, folder, "sql", symbol)
        assert status == 0 and text.count("-- Running upgrade") == 2, (symbol, text)
    for command in (["plan", "zzzz2"], ["status"], ["current"]):
        status, text = retort(program, folder, "--url", url, *command)
        assert status in (0, 1) and ("zzzz2" in text or command == ["current"]), (command, status, text)


def check_refused(program: str, folder: Path, server: PrivateServer, url: str, rule: str) -> None:
    """What is broken has no plan, and of what is not nothing runs either: so it is with Alembic."""
    commands = [["upgrade", "zzzz2"], ["stamp", "zzzz2"]]
    if rule != "project-not-understood":
        commands += [["upgrade", "heads"], ["plan", "heads"], ["sql", "heads"]]
    for command in commands:
        status, text = retort(program, folder, "--url", url, *command)
        assert status in (2, 7), (command, status, text)
    assert server.query("postgres", "SELECT to_regclass('alembic_version') IS NULL") == "t"


def check_case(program: str, folder: Path, server: PrivateServer, rule: str, revisions: dict) -> None:
    url = server.url("postgres")
    write_project(folder, revisions)
    check_findings(program, folder, rule, alembic_says(folder))
    check_intact(program, folder, url, revisions)
    check_refused(program, folder, server, url, rule)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="retort-broken-") as scratch, PrivateServer() as server:
        os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = scratch
        return run_tests((name, partial(check_case, sys.argv[1], Path(scratch) / name, server, rule, revisions))
                         for name, (rule, revisions) in CASES.items())


if __name__ == "__main__":
    sys.exit(main())
