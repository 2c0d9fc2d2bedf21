#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every history that Alembic gives up on (docs/reference/alembic-project.md, 2.3) is a finding in its own words, and the
rest stays usable.

Prints TAP. Usage: test-broken-histories.py RETORT-CLI
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

BASE = {"aaaa1": "None"}
# Name: (rule, revisions: {id: "down_revision", then what else the file says}). A file is named like its revision.
CASES = {
    "duplicate-id": ("duplicate-revision-id", {"aaaa1": "None", "aaaa1 ": "None", "cccc1": "'aaaa1'"}),
    "unknown-down": ("unknown-predecessor", {**BASE, "bbbb1": "'nope9'"}),
    "unknown-dependency": ("unknown-dependency", {**BASE, "bbbb1": "'aaaa1'\ndepends_on = 'zz'"}),
    "label-twice": (
        "duplicate-branch-label",
        {"aaaa1": "None\nbranch_labels = 'x'", "bbbb1": "'aaaa1'\nbranch_labels = 'x'"},
    ),
    "label-is-an-id": ("duplicate-branch-label", {"aaaa1": "None\nbranch_labels = 'bbbb1'", "bbbb1": "'aaaa1'"}),
    "self-loop": ("revision-cycle", {**BASE, "bbbb1": "'bbbb1'"}),
    "own-dependency": ("revision-cycle", {**BASE, "bbbb1": "'aaaa1'\ndepends_on = 'bbbb1'"}),
    "cycle": ("revision-cycle", {**BASE, "bbbb1": "'cccc1'", "cccc1": "'bbbb1'"}),
    "dependency-cycle": (
        "revision-cycle",
        {**BASE, "bbbb1": "None\ndepends_on = 'cccc1'", "cccc1": "None\ndepends_on = 'bbbb1'"},
    ),
    "reserved-character": ("invalid-revision-id", {**BASE, "aa-b1": "'aaaa1'"}),
    "no-revision": ("project-not-understood", {**BASE, "": "'aaaa1'"}),
}
BODY = "\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"


def write_project(folder: Path, revisions: dict) -> None:
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/migrations\n")
    (folder / "migrations" / "env.py").write_text("")
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


def check_case(program: str, folder: Path, rule: str, revisions: dict) -> None:
    write_project(folder, revisions)
    theirs = alembic_says(folder)
    status, text = retort(program, folder, "check", "--format", "json", "--fail-on", "never")
    findings = [f for f in json.loads(text)["findings"] if f["rule"] == rule]
    assert findings, f"no {rule}: {text}"
    assert findings[0]["remedy"], findings
    assert Path(findings[0]["file"]).name.startswith("r"), findings
    if rule not in ("project-not-understood", "unknown-dependency", "unknown-predecessor"):
        words = theirs.replace("(cccc1, bbbb1)", "(bbbb1, cccc1)")
        assert any(f["message"].startswith(words) for f in findings), (words, findings)

    for command in (["heads"], ["history"], ["branches"], ["show", "aaaa1"]):
        status, text = retort(program, folder, *command)
        assert status == 0 and "aaaa1" in retort(program, folder, "history")[1], (command, status, text)
    if rule != "project-not-understood":
        status, text = retort(program, folder, "sql", "aaaa1")
        assert status == 2, text


def main() -> int:
    failed = 0
    print(f"1..{len(CASES)}", flush=True)
    for number, (name, (rule, revisions)) in enumerate(CASES.items(), 1):
        with tempfile.TemporaryDirectory(prefix="retort-broken-") as folder:
            try:
                check_case(sys.argv[1], Path(folder), rule, revisions)
                print(f"ok {number} {name}", flush=True)
            except AssertionError as error:
                failed += 1
                print(f"not ok {number} {name}\n# {error}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
