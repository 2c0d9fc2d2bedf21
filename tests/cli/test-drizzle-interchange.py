#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects of Drizzle driven by Retort and by Drizzle in turns, both generations.

Generated: drizzle-kit writes twenty tables and then changes drawn at random; either tool applies them, and the other then finds nothing
to do. Made: a folder whose migrations come with times out of order, are edited after they ran or taken away; Retort must do what
drizzle-orm does, be it that it skips something. Crossing: a database of the first generation goes on with the second. Beside each database a second one is driven by drizzle-orm alone: after each step both
tables hold the same rows, at the end pg_dump says the same of both. The seed is printed; RETORT_TEST_SEED repeats a run.

Prints TAP. Usage: test-drizzle-interchange.py RETORT-CLI
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from drizzle_original import Drizzle  # noqa: E402
from private_server import PrivateServer  # noqa: E402
from tap import run_tests  # noqa: E402

COLUMNS = [
    'text("{0}")', 'text("{0}").notNull().default("it\'s")', 'integer("{0}").default(7)', 'boolean("{0}").notNull().default(false)',
    'varchar("{0}", {{ length: 40 }})', 'timestamp("{0}", {{ withTimezone: true }}).defaultNow()', 'jsonb("{0}")', 'uuid("{0}").defaultRandom()',
    'numeric("{0}", {{ precision: 10, scale: 2 }})', 'text("{0}").array()', 'mood("{0}")', 'bigint("{0}", {{ mode: "number" }})',
    'integer("{0}").references(() => t0.id, {{ onDelete: "cascade" }})', 'date("{0}")', 'text("{0}").unique()',
]
IMPORTS = (
    "bigint boolean check date index integer jsonb numeric pgEnum pgTable serial text timestamp uniqueIndex uuid varchar".split()
)
# RETORT_TEST_LONG makes a long walk of it.
IS_LONG = "RETORT_TEST_LONG" in os.environ
N_GENERATED_STEPS = 6 if IS_LONG else 1
N_CROSSING_STEPS = 3 if IS_LONG else 1
N_MADE_STEPS = 20 if IS_LONG else 3


class Schema:
    """A schema.ts that grows."""

    def __init__(self, rng: random.Random, n_tables: int) -> None:
        self.rng, self.moods, self.tables = rng, ["sad", "ok"], []
        for _ in range(n_tables):
            self.add_table()

    def add_table(self) -> None:
        number = len(self.tables)
        columns = [template for template in self.rng.sample(COLUMNS, 4) if number > 0 or "t0.id" not in template]
        self.tables.append([f'c{i}: {template.format(f"c{i}")}' for i, template in enumerate(columns)])

    def change(self) -> None:
        kind = self.rng.choice(["table", "column", "column", "value", "index"])
        table = self.rng.randrange(1, len(self.tables))
        if kind == "table":
            self.add_table()
        elif kind == "value":
            self.moods.append(f"mood {len(self.moods)}")
        else:
            name = f"d{len(self.tables[table])}"
            self.tables[table].append(f'{name}: {self.rng.choice(COLUMNS).format(name)}')

    def write(self, folder: Path) -> None:
        lines = [f'import {{ {", ".join(IMPORTS)} }} from "drizzle-orm/pg-core";\n', f'export const mood = pgEnum("mood", {json.dumps(self.moods)});\n']
        for number, columns in enumerate(self.tables):
            body = "".join(f"  {column},\n" for column in columns)
            first = columns[0].split(":")[0] if columns else "id"
            lines.append(
                f'export const t{number} = pgTable("t{number}", {{\n  id: serial("id").primaryKey(),\n{body}}}, (t) => [index("i{number}").on(t.{first})]);\n'
            )
        (folder / "schema.ts").write_text("\n".join(lines))


class Pair:
    """One folder and two databases: one driven by both tools, one by drizzle-orm alone."""

    def __init__(self, program: str, server: PrivateServer, drizzle: Drizzle, folder: Path, name: str) -> None:
        self.program, self.server, self.drizzle, self.folder = program, server, drizzle, folder
        self.mixed, self.alone = name + "_mixed", name + "_alone"
        for database in (self.mixed, self.alone):
            server.create_database(database)

    def retort(self, command: str, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [self.program, "-C", str(self.folder), "--url", self.server.url(self.mixed), command, *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )

    def rows(self, database: str) -> list:
        columns = self.server.query(
            database, "SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns"
            " WHERE table_schema = 'drizzle' AND column_name NOT IN ('id', 'applied_at')"
        )
        if not columns:
            return []
        return self.server.query(database, f"SELECT {columns} FROM drizzle.__drizzle_migrations ORDER BY id").splitlines()

    def compare(self, told: str) -> None:
        mixed, alone = self.rows(self.mixed), self.rows(self.alone)
        assert mixed == alone, f"{told}: {mixed}, beside it: {alone}"

    def apply(self, by_retort: bool) -> None:
        """Both to the end; who did not do it finds nothing to do."""
        told = "retort" if by_retort else "drizzle-orm"
        failure = self.drizzle.migrate(self.folder, self.server.url(self.alone))
        if by_retort:
            done = self.retort("upgrade", "--yes")
            assert (done.returncode == 0) == (failure is None), f"{told}: {done.stdout}{done.stderr}, beside it: {failure}"
        else:
            found = self.drizzle.migrate(self.folder, self.server.url(self.mixed))
            assert (found is None) == (failure is None), f"{told}: {found}, beside it: {failure}"
        print(f"# {told}{' fails' if failure else ''}: {len(self.rows(self.alone))} rows", flush=True)
        self.compare(told)
        if failure is None:
            before = self.rows(self.mixed)
            found = self.drizzle.migrate(self.folder, self.server.url(self.mixed)) if by_retort else None
            plan = json.loads(self.retort("plan", "--format", "json").stdout)
            assert found is None and self.rows(self.mixed) == before, f"drizzle-orm went on: {found} {self.rows(self.mixed)}"
            assert plan["steps"] == [], f"Retort would go on: {plan['steps']}"

    def compare_dumps(self) -> None:
        mixed, alone = (
            [line for line in self.server._client("pg_dump", "--exclude-table-data=drizzle.*", self.server.url(database)).splitlines()
             if not line.startswith(("\\restrict", "\\unrestrict"))]
            for database in (self.mixed, self.alone)
        )
        assert mixed == alone, "\n".join(sorted(set(mixed) ^ set(alone)))


def drive_generated(pair: Pair, rng: random.Random, begins_with_retort: bool) -> None:
    schema = Schema(rng, 20)
    for step in range(N_GENERATED_STEPS):
        schema.write(pair.folder)
        pair.drizzle.kit(pair.folder, "generate", "--name", f"step-{step}")
        schema.change()
        # Snapshots and migrations say the same of what is there.
        found = json.loads(pair.retort("check", "--format", "json").stdout)["findings"]
        wrong = [one["message"] for one in found if one["rule"] == "migration-folder" or one["severity"] == "error"]
        assert not wrong, wrong
        # So does schema.ts.
        models = subprocess.run([pair.program, "-C", str(pair.folder), "models", "--format", "json"], capture_output=True, text=True)
        found = [one["message"] for one in json.loads(models.stdout)["findings"] if one["rule"] != "models-changed"]
        assert not found, found
        # Sometimes several wait.
        if step == 0 or rng.random() < 0.7:
            pair.apply(rng.random() < 0.6 if step > 0 else begins_with_retort)
    if IS_LONG:
        pair.apply(True)
    pair.compare_dumps()


def drive_crossing(pair: Pair, rng: random.Random) -> None:
    """A database of the first generation that goes on with the second: its table gets two columns, its rows their names."""
    schema = Schema(rng, 3)
    for _ in range(N_CROSSING_STEPS):
        schema.write(pair.folder)
        pair.drizzle.kit(pair.folder, "generate")
        schema.change()
    # The names of folders tell seconds, and generating is quicker.
    path = pair.folder / "drizzle" / "meta" / "_journal.json"
    journal = json.loads(path.read_text())
    for number, entry in enumerate(journal["entries"]):
        entry["when"] = 1750000000123 + 86400000 * number
    path.write_text(json.dumps(journal, indent=2))
    pair.apply(rng.random() < 0.5)
    pair.drizzle = Drizzle("folders")
    (pair.folder / "node_modules").unlink()
    (pair.folder / "node_modules").symlink_to(pair.drizzle.modules)
    pair.drizzle.kit(pair.folder, "up")
    schema.write(pair.folder)
    pair.drizzle.kit(pair.folder, "generate")
    pair.apply(True)
    pair.compare_dumps()


class MadeJournal:
    """A folder that nobody would wish for, of the first generation."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.out, self.rng, self.entries, self.n_made = folder / "drizzle", rng, [], 0
        (self.out / "meta").mkdir(parents=True)
        self.write()

    def write(self) -> None:
        entries = [{"idx": i, "version": "7", "when": when, "tag": tag, "breakpoints": True} for i, (tag, when) in enumerate(self.entries)]
        (self.out / "meta" / "_journal.json").write_text(
            json.dumps({"version": "7", "dialect": "postgresql", "entries": entries}, indent=2)
        )

    def file(self, tag: str) -> Path:
        return self.out / f"{tag}.sql"

    def add(self) -> None:
        tag = f"{self.n_made:04}_made"
        last = max((when for _, when in self.entries), default=1700000000000)
        when = last + self.rng.choice([1, 900, 86400000]) if self.rng.random() < 0.6 else last - self.rng.choice([0, 1, 86400000])
        self.entries.insert(len(self.entries) if self.rng.random() < 0.8 else self.rng.randrange(len(self.entries) + 1), (tag, when))
        self.write_file(tag)

    def write_file(self, tag: str) -> None:
        name = f"{tag[:4]}_{self.n_made}"
        self.n_made += 1
        end = self.rng.choice(["", "\n", "\r\n"])
        broken = ";--> statement-breakpoint\nSELECT 1/0" if self.rng.random() < 0.08 else ""
        text = f'CREATE TABLE "t{name}" (\n\t"id" serial PRIMARY KEY\n);\n--> statement-breakpoint\nINSERT INTO "t{name}" DEFAULT VALUES; SELECT \'it\'\'s\'{broken}'
        self.file(tag).write_bytes((text + end).encode())

    def change(self) -> None:
        kind = self.rng.choice(["add", "add", "add", "edit", "remove"])
        if kind == "add" or not self.entries:
            self.add()
        elif kind == "edit":
            self.write_file(self.rng.choice(self.entries)[0])
        elif len(self.entries) > 2:
            self.entries.pop(self.rng.randrange(len(self.entries)))
        self.write()


class MadeFolders(MadeJournal):
    """The same for the second generation: there are times in the names, and no journal."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        super().__init__(folder, rng)

    def write(self) -> None:
        journal = self.out / "meta"
        if journal.exists():
            journal.rmdir()
        for path in self.out.iterdir():
            if path.name not in [tag for tag, _ in self.entries]:
                for file in path.iterdir():
                    file.unlink()
                path.rmdir()

    def file(self, tag: str) -> Path:
        (self.out / tag).mkdir(exist_ok=True)
        (self.out / tag / "snapshot.json").write_text('{ "version": "9", "id": "%s", "prevIds": [] }' % tag)
        return self.out / tag / "migration.sql"

    def add(self) -> None:
        moment = time.gmtime(1700000000 + self.rng.randrange(4) + 1000 * self.n_made * self.rng.choice([1, 1, 0]))
        name = self.rng.choice(["made", "Made", "b_c", "b-c", "z1"])
        tag = time.strftime("%Y%m%d%H%M%S", moment) + f"_{name}{self.n_made}"
        self.entries.append((tag, 0))
        self.write_file(tag)


def drive_made(pair: Pair, rng: random.Random, made: MadeJournal) -> None:
    made.add()
    made.write()
    for _ in range(N_MADE_STEPS):
        made.change()
        if rng.random() < 0.6:
            pair.apply(rng.random() < 0.6)
            # What fails fails again: the file is mended.
            for tag, _when in made.entries:
                path = made.file(tag)
                path.write_bytes(path.read_bytes().replace(b"SELECT 1/0", b"SELECT 1"))
    pair.apply(True)
    pair.compare_dumps()


def check(name: str, seed: int, number: int, scratch: str, server: PrivateServer) -> None:
    kind, generation = name.split("_")
    rng, folder, drizzle = random.Random(seed + number), Path(scratch) / name, Drizzle(generation)
    drizzle.prepare(folder)
    pair = Pair(sys.argv[1], server, drizzle, folder, name)
    if kind == "crossing":
        drive_crossing(pair, rng)
    elif kind == "made":
        drive_made(pair, rng, (MadeJournal if generation == "journal" else MadeFolders)(folder, rng))
    else:
        # One generation this way, the other that way.
        drive_generated(pair, rng, (generation == "journal") == (seed % 2 == 0))


def main() -> int:
    seed = int(os.environ.get("RETORT_TEST_SEED", random.SystemRandom().randrange(1 << 31)))
    cases = ["generated_journal", "generated_folders", "crossing_journal", "made_journal", "made_folders"]
    print(f"# seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="retort-drizzle-") as scratch, PrivateServer() as server:
        os.environ["XDG_STATE_HOME"] = os.path.join(scratch, "state")
        os.environ["XDG_CONFIG_HOME"] = os.path.join(scratch, "config")
        return run_tests((name, partial(check, name, seed, number, scratch, server)) for number, name in enumerate(cases, 1))


if __name__ == "__main__":
    sys.exit(main())
