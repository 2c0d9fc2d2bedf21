#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Retort reads in schema.ts against what drizzle-kit of both generations makes of the same file: nothing differs, and a change of one
word in schema.ts is a difference.

Prints TAP. Usage: test-drizzle-models.py RETORT-CLI
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from drizzle_original import Drizzle  # noqa: E402
from tap import run_tests  # noqa: E402

DATA = Path(os.environ.get("RETORT_TEST_DATA", Path(__file__).resolve().parent.parent / "data"))
# Its query is made by the query builder: told as not read.
UNREAD = "public.built"
# A change of schema.ts, and the object that differs then.
CHANGES = [
    ("sql`lower(title)`", "sql`upper(title)`", "table public.everything column title_lower"), ("startWith: 1000", "startWith: 2000", "sequence public.other_seq start"),
    ("upper(${everything.title})", "lower(${everything.title})", "table public.everything column title_upper"),
    ("maxValue: 10000", "maxValue: 20000", "sequence public.ticket_numbers maximum"), ('["low", "high"]', '["low", "high", "higher"]', "enum auth.level labels"),
    ("owner = 1`, with", "owner = 2`, with", "table public.everything policy own_rows"), ('"day to second"', '"hour to second"', "table public.everything column span2"),
    ('to: "public"', "to: admin", "table public.everything policy see_all roles"), ("}).enableRLS();", "});", "table public.locked row security"),
    ("from everything where flag", "from everything", "table public.active_everything"), ("_v1`", "_v2`", "table public.shop_orders_v1"),
    ("dimensions: 3", "dimensions: 4", "table public.everything column bits"), ("fillfactor: 70", "fillfactor: 80", "table public.everything index with_opts"),
    (".default([])", '.default(["a"])', "table public.everything column tags"), ('nulls: "not distinct"', 'nulls: "distinct"', "table auth.users constraint nock_u"),
]


class Project:
    def __init__(self, program: str, generation: str, folder: Path) -> None:
        self.program, self.folder = program, folder
        original = Drizzle(generation)
        original.prepare(folder)
        self.schema = folder / "schema.ts"
        shutil.copy(DATA / "drizzle" / "everything.ts", self.schema)
        original.kit(folder, "generate", "--name", "all")

    def retort(self, *arguments: str) -> dict:
        done = subprocess.run([self.program, "-C", str(self.folder), "--format", "json", *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True)
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    def differences(self) -> list:
        """Also of expressions that only PostgreSQL could compare: those are equal when they are the same text."""
        told = self.retort("diff", "heads", "models")
        return [one["object"] for one in told["differences"] if UNREAD not in one["object"]] + told["not_comparable"]


def test_equal(project: Project) -> None:
    told = project.retort("diff", "heads", "models")
    assert project.differences() == [], told
    models = project.retort("models")
    assert [one for one in models["findings"] if one["rule"] != "models-changed"] == [], models["findings"]
    assert [one["reason"] for one in models["not_read"]] == ["the query of the view is computed"], models["not_read"]
    assert len(models["checked"]) == 6, models["checked"]


def test_changes(project: Project) -> None:
    text = project.schema.read_text()
    for old, new, _ in CHANGES:
        assert old in text, old
        text = text.replace(old, new, 1)
    project.schema.write_text(text)
    found = project.differences()
    missing = [expected for _, _, expected in CHANGES if not any(one.startswith(expected) for one in found)]
    assert missing == [], (missing, found)


def check(test, generation: str, projects: dict, scratch: str) -> None:
    if generation not in projects:
        projects[generation] = Project(sys.argv[1], generation, Path(scratch) / generation)
    test(projects[generation])


def main() -> int:
    tests = [("journal", test_equal), ("journal", test_changes), ("folders", test_equal)]
    projects: dict = {}
    with tempfile.TemporaryDirectory(prefix="retort-drizzle-models-") as scratch:
        os.environ["XDG_STATE_HOME"] = os.path.join(scratch, "state")
        os.environ["XDG_CONFIG_HOME"] = os.path.join(scratch, "config")
        return run_tests((f"{generation} {test.__name__[5:]}", partial(check, test, generation, projects, scratch)) for generation, test in tests)


if __name__ == "__main__":
    sys.exit(main())
