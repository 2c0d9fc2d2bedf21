#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with a folder of Drizzle is told in one clear sentence, where it stands.

Each kind of damage is done to a folder that drizzle-kit wrote; what `check` says of the whole one is taken off. Damage that makes
drizzle-orm give up is an error and keeps Retort from running anything.

Prints TAP. Usage: test-drizzle-damage.py RETORT-CLI
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from drizzle_original import Drizzle  # noqa: E402

SCHEMA = '''import {{ pgTable, text, uuid }} from "drizzle-orm/pg-core";

export const people = pgTable("people", {{ id: uuid("id").primaryKey(), {} }});
'''


def journal_of(out: Path) -> Path:
    return out / "meta" / "_journal.json"


def change_journal(out: Path, change) -> None:
    journal = json.loads(journal_of(out).read_text())
    change(journal["entries"])
    journal_of(out).write_text(json.dumps(journal, indent=2))


def change_snapshot(out: Path, number: int, change) -> None:
    path = out / "meta" / f"000{number}_snapshot.json"
    snapshot = json.loads(path.read_text())
    change(snapshot)
    path.write_text(json.dumps(snapshot, indent=2))


def set_member(name: str, value):
    def change(thing) -> None:
        thing[name] = value
    return change


def set_entry(index: int, name: str, value):
    def change(entries: list) -> None:
        entries[index][name] = value
    return change


def conflict(path: Path) -> None:
    lines = path.read_text().splitlines()
    lines[2:2] = ["<<<<<<< HEAD", "=======", ">>>>>>> feature"]
    path.write_text("\n".join(lines))


def both_generations(out: Path) -> None:
    folder = out / "20251121031717_other"
    folder.mkdir()
    (folder / "migration.sql").write_text("SELECT 1;")
    (folder / "snapshot.json").write_text('{ "version": "9", "id": "x", "prevIds": [] }')


ORIGIN = "00000000-0000-0000-0000-000000000000"
# What is done; severity, file and sentence that are told.
DAMAGES = [
    ("conflict in the journal", lambda out: conflict(journal_of(out)), "error", "_journal.json",
     "The journal holds git's conflict markers: a merge was not finished."),
    ("journal cut off", lambda out: journal_of(out).write_text(journal_of(out).read_text()[:60]), "error", "_journal.json", "The journal is no JSON: unexpected end of file"),
    ("journal without entries", lambda out: journal_of(out).write_text('{ "version": "7" }'), "error", "_journal.json",
     "The journal has no list of 'entries'."),
    ("journal missing", lambda out: journal_of(out).unlink(), "error", "_journal.json", "The journal is missing: drizzle-orm gives up on the whole folder."),
    ("entry without a file", lambda out: (out / "0001_second.sql").unlink(), "error", "0001_second.sql",
     "The file of '0001_second' is missing: drizzle-orm gives up on the whole folder."),
    ("file without an entry", lambda out: (out / "0007_lost.sql").write_text("SELECT 1;"), "warning", "0007_lost.sql",
     "'0007_lost.sql' is not listed in the journal: it never runs."),
    ("tag twice", lambda out: change_journal(out, lambda entries: entries.append(dict(entries[1], idx=3, when=entries[2]["when"] + 9))), "error",
     "_journal.json", "The journal lists '0001_second' twice: its file would run twice on a new database."),
    ("number twice", lambda out: change_journal(out, set_entry(2, "idx", 1)), "warning", "_journal.json",
     "'0001_second' and '0002_third' have the same number (idx 1): two branches were merged by hand."),
    ("equal times", lambda out: change_journal(out, lambda entries: entries[2].update(when=entries[1]["when"])), "warning", "_journal.json",
     "'0001_second' and '0002_third' have the same time ('when'): where the first is applied already, the second is skipped silently."),
    ("time before", lambda out: change_journal(out, lambda entries: entries[2].update(when=entries[0]["when"] - 5)), "warning", "_journal.json",
     "'0002_third' stands behind '0001_second' and is older ('when'): where that one is applied already, it is skipped silently."),
    ("time in the future", lambda out: change_journal(out, set_entry(2, "when", 4102444800000)), "warning", "_journal.json",
     "The time ('when') of '0002_third' lies in the future: once it is applied, every migration made before that moment is skipped silently."),
    ("entry without a time", lambda out: change_journal(out, lambda entries: entries[2].pop("when")), "error", "_journal.json",
     "Entry 3 of the journal has no time ('when')."),
    ("entry without a name", lambda out: change_journal(out, set_entry(2, "tag", "../../etc/passwd")), "error", "_journal.json",
     "Entry 3 of the journal has no usable name ('tag')."),
    ("snapshot missing", lambda out: (out / "meta" / "0002_snapshot.json").unlink(), "warning", "0002_snapshot.json",
     "The snapshot of '0002_third' is missing: the next 'drizzle-kit generate' compares with an older schema."),
    ("snapshot unreadable", lambda out: (out / "meta" / "0002_snapshot.json").write_text("{"), "warning", "0002_snapshot.json",
     "The snapshot of '0002_third' cannot be read: "),
    ("conflict in a snapshot", lambda out: conflict(out / "meta" / "0002_snapshot.json"), "warning", "0002_snapshot.json",
     "The snapshot of '0002_third' holds git's conflict markers: a merge was not finished."),
    ("broken chain", lambda out: change_snapshot(out, 2, set_member("prevId", "12345678-0000-4000-8000-000000000000")), "warning",
     "0002_snapshot.json", "The snapshot of '0002_third' follows one that is not there (prevId 12345678…): the chain is broken."),
    ("collision", lambda out: change_snapshot(out, 1, set_member("prevId", ORIGIN)), "warning", "0001_snapshot.json",
     "The snapshots '0000_snapshot.json' and '0001_snapshot.json' follow the same one (a collision of two branches): drizzle-kit generates nothing "
     "until one of the migrations is made anew."),
    ("old snapshot", lambda out: change_snapshot(out, 0, set_member("version", "5")), "warning", "0000_snapshot.json",
     "The snapshot of '0000_first' has the form of version 5: drizzle-kit generates nothing before 'drizzle-kit up'."),
    ("conflict in a migration", lambda out: conflict(out / "0000_first.sql"), "error", "0000_first.sql",
     "'0000_first' holds git's conflict markers: a merge was not finished."),
    ("not UTF-8", lambda out: (out / "0001_second.sql").write_bytes(b"SELECT '\xe9';"), "error", "0001_second.sql",
     "'0001_second' is not valid UTF-8: what would be sent and hashed is not certain."),
    ("byte order mark", lambda out: (out / "0001_second.sql").write_bytes(b"\xef\xbb\xbfSELECT 1;"), "error", "0001_second.sql",
     "'0001_second' begins with a byte order mark: drizzle-orm sends it, and the server takes it for an error."),
    ("migration edited", lambda out: (out / "0002_third.sql").write_text('ALTER TABLE "people" ADD COLUMN "other" text;'), "warning",
     "0002_third.sql", "The snapshot of '0002_third' is not what the migrations make: only the migrations have table public.people column other."),
    ("both generations", both_generations, "error", "meta",
     "The folder holds migrations of both generations, a journal and folders: either drizzle-orm refuses it or passes over one half."),
]


def generate(folder: Path) -> None:
    drizzle = Drizzle("journal")
    drizzle.prepare(folder)
    columns = []
    for number, name in enumerate(("first", "second", "third")):
        columns.append(f'c{number}: text("c{number}")')
        (folder / "schema.ts").write_text(SCHEMA.format(", ".join(columns)))
        drizzle.kit(folder, "generate", "--name", name)
    # A damaged clock is one of the damages; the machine's own is none.
    change_journal(folder / "drizzle", lambda entries: [entry.update(when=1750000000000 + 1000 * i) for i, entry in enumerate(entries)])


def findings(program: str, folder: Path) -> list:
    done = subprocess.run([program, "-C", str(folder), "check", "--format", "json"], capture_output=True, text=True)
    assert done.stdout, done.stderr
    return [finding for finding in json.loads(done.stdout)["findings"] if finding["rule"] == "migration-folder"]


def script(program: str, folder: Path) -> int:
    done = subprocess.run([program, "-C", str(folder), "sql", "--format", "json"], capture_output=True, text=True)
    return json.loads(done.stdout)["obstacle"] if done.stdout else done.stderr


def complaints(program: str, folder: Path, damage: tuple) -> list:
    _, _, severity, file, sentence = damage
    found = findings(program, folder)
    wrong = []
    if not any(one["message"].startswith(sentence) and one["severity"] == severity and one["file"].endswith(file) for one in found):
        wrong.append(f"not told; told is: {[(one['severity'], one['path'], one['message']) for one in found]}")
    if len(found) > 1:
        wrong.append(f"{len(found)} sentences: {[one['message'] for one in found]}")
    if (script(program, folder) is not None) != (severity == "error"):
        wrong.append(f"the engine says: {script(program, folder)}")
    return wrong


def main() -> int:
    program, failed = sys.argv[1], 0
    print(f"1..{len(DAMAGES) + 1}")
    with tempfile.TemporaryDirectory(prefix="retort-damage-") as scratch:
        os.environ["XDG_STATE_HOME"] = os.path.join(scratch, "state")
        whole = Path(scratch) / "whole"
        generate(whole)
        found = findings(program, whole)
        print(f"{'not ' if found else ''}ok 1 whole")
        failed += bool(found)
        for number, damage in enumerate(DAMAGES, 2):
            folder = Path(scratch) / f"damage{number}"
            shutil.copytree(whole, folder, symlinks=True)
            damage[1](folder / "drizzle")
            wrong = complaints(program, folder, damage)
            failed += bool(wrong)
            print("".join(f"# {line}\n" for line in wrong) + f"{'not ' if wrong else ''}ok {number} {damage[0]}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
