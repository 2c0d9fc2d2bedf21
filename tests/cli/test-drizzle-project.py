#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A project of Drizzle from outside: its configuration in all its forms, what its schema.ts says, files that lead back, and what the rows
say that the migrator does not.

Prints TAP. Usage: test-drizzle-project.py RETORT-CLI PRACTICE-FOLDER
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

from at_terminal import at_terminal  # noqa: E402
from private_server import PrivateServer  # noqa: E402
from tap import run_tests  # noqa: E402

REFUSED = 7
IDS = ["0000_first_tables", "0001_loans", "0002_shelves"]
JSON = '{ "dialect": "postgresql", "out": "./elsewhere", "migrations": { "table": "steps", "schema": "public" } }'
# The file, its text, retort.json, and where the migrations and the table then are (None: the engine says why not).
CONFIGS = [
    ("drizzle.config.json", JSON, None, ("elsewhere", '"public"."steps"')),
    ("drizzle.config.ts", f"export default {JSON} satisfies Config;", None, ("elsewhere", '"public"."steps"')),
    ("drizzle.config.ts", f"const config: Config = {JSON};\nexport default defineConfig(config);", None, ("elsewhere", '"public"."steps"')),
    ("drizzle.config.js", f"/** @type {{import('drizzle-kit').Config}} */\nmodule.exports = {JSON};", None, ("elsewhere", '"public"."steps"')),
    ("drizzle.config.ts", 'const out = "./elsewhere";\nexport default defineConfig({ dialect: "postgresql", out });', None, ("elsewhere", '"drizzle"."__drizzle_migrations"')),
    ("drizzle.config.ts", 'export default defineConfig({ dialect: "postgresql", out: process.env.OUT });', '{ "drizzle": { "out": "elsewhere" } }',
     ("elsewhere", '"drizzle"."__drizzle_migrations"')),
    ("drizzle.config.ts", 'export default defineConfig({ dialect: "postgresql", migrations: { table: name() } });', None,
     ("drizzle", "name of the migrations' table is computed")),
    ("drizzle.config.ts", 'export default makeConfig("x");', '{ "drizzle": { "migrations": { "table": "t", "schema": "s" } } }', ("drizzle", '"s"."t"')),
]


class Project:
    """A copy of the practice project, and a database."""

    def __init__(self, program: str, server: PrivateServer, folder: Path, practice: Path) -> None:
        self.program, self.server, self.folder = program, server, folder
        shutil.copytree(practice, folder)
        self.database = folder.name
        server.create_database(self.database)

    def retort(self, command: str, *arguments: str, with_database: bool = True) -> subprocess.CompletedProcess:
        url = ["--url", self.server.url(self.database)] if with_database else []
        return subprocess.run(
            [self.program, "-C", str(self.folder), *url, command, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )

    def typed(self, *answers_and_command: "bytes | str") -> tuple:
        """What a terminal shows on which one answer follows each question, and the exit status."""
        answers = [one for one in answers_and_command if isinstance(one, bytes)]
        command = [self.program, "-C", str(self.folder), *(one for one in answers_and_command if isinstance(one, str))]
        return at_terminal(command, os.environ, rb"\]: ", answers)

    def status(self) -> dict:
        done = self.retort("status", "--format", "json")
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    def change_journal(self, index: int, name: str, value: object) -> None:
        path = self.folder / "drizzle" / "meta" / "_journal.json"
        journal = json.loads(path.read_text())
        journal["entries"][index][name] = value
        path.write_text(json.dumps(journal))


def test_practice(project: Project) -> None:
    checks = project.retort("check", "--format", "json", with_database=False)
    found = [(one["rule"], one["revision"]) for one in json.loads(checks.stdout)["findings"] if one["severity"] != "info"]
    # The team wants to go back, and two migrations know no way.
    assert found == [("missing-downgrade", id) for id in IDS[:2]], found
    models = json.loads(project.retort("models", "--format", "json", with_database=False).stdout)
    assert [one for one in models["findings"] if one["rule"] != "models-changed"] == [], models["findings"]


def test_down_files(project: Project) -> None:
    assert project.retort("upgrade", "--yes").returncode == 0
    before = project.server.dump_schema(project.database)
    assert project.retort("downgrade", "-1", "--yes").returncode == 0
    assert project.status()["pending"] == IDS[2:]
    done = project.retort("downgrade", "-1", "--yes")
    assert done.returncode == REFUSED and "'0001_loans' has no downgrade" in done.stderr, done.stderr
    assert project.retort("upgrade", "--yes").returncode == 0
    assert project.server.dump_schema(project.database) == before
    # Not turned on: the file means nothing.
    (project.folder / "retort.json").unlink()
    assert project.retort("downgrade", "-1", "--yes").returncode == REFUSED


def test_skipped(project: Project) -> None:
    assert project.retort("upgrade", "0001", "--yes").returncode == 0
    project.change_journal(2, "when", 1700000000000)
    told = project.status()
    assert told["pending"] == [] and len(told["careful"]) == 1 and "'0002_shelves' was never applied and will be skipped silently" in told["careful"][0], told
    history = project.retort("history").stdout
    assert "0002_shelves (head) (skipped)" in history, history
    done = project.retort("upgrade", "0002", "--yes")
    assert done.returncode != 0 and "skipped silently" in done.stderr, done.stderr


def test_edited(project: Project) -> None:
    assert project.retort("upgrade", "--yes").returncode == 0
    path = project.folder / "drizzle" / "0001_loans.sql"
    path.write_text(path.read_text() + "\n")
    told = project.status()
    assert told["careful"] == ["'0001_loans' was edited after it was applied: no row holds its hash"], told
    assert "(edited)" in project.retort("history").stdout


def test_again(project: Project) -> None:
    assert project.retort("upgrade", "--yes").returncode == 0
    project.change_journal(2, "when", 1790000000000)
    told = project.status()
    assert told["pending"] == [IDS[2]] and "will be applied again" in told["careful"][0], told


def test_stamp(project: Project) -> None:
    assert project.retort("stamp", "head", "--yes").returncode == 0
    assert project.status()["pending"] == []
    assert project.retort("stamp", "0000", "--yes").returncode == 0
    assert project.status()["pending"] == IDS[1:]


def test_text_key(project: Project) -> None:
    path = project.folder / "src" / "schema.ts"
    path.write_text(path.read_text() + 'export const tags = pgTable("tags", {\n  slug: text("slug").primaryKey(),\n});\n')
    models = json.loads(project.retort("models", "--format", "json", with_database=False).stdout)
    line = path.read_text().splitlines().index('  slug: text("slug").primaryKey(),') + 1
    found = [(one["rule"], one["line"]) for one in models["findings"]]
    assert ("text-key-instead-of-uuid", line) in found, models["findings"]


def models_of(project: Project) -> dict:
    told = json.loads(project.retort("models", "--format", "json", with_database=False).stdout)
    told["findings"] = [one for one in told["findings"] if one["rule"] != "models-changed"]
    return told


def test_third_argument(project: Project) -> None:
    path = project.folder / "src" / "schema.ts"
    text = path.read_text()
    parts = (
        'uniqueIndex("books_isbn").on(table.isbn).where(sql`${table.isbn} <> \'\'`)', 'index("books_title").on(table.title.desc(), sql`lower(${table.shelf})`)',
        'index().using("gin", table.title.op("gin_trgm_ops"))', 'unique("books_both").on(table.title, table.isbn)',
        'foreignKey({ columns: [table.id], foreignColumns: [members.id] }).onDelete("set null")', 'check("books_lost", sql`${table.shelf} <> \'x\'`)',
    )
    end = "  isLost: boolean(\"is_lost\").notNull().default(false),\n}"
    path.write_text(text.replace(end, end + ", (table) => ({\n" + "".join(f"  p{i}: {part},\n" for i, part in enumerate(parts)) + "})"))
    told = models_of(project)
    found = sorted((one["rule"], one["message"]) for one in told["findings"])
    assert [rule for rule, _ in found] == ["model-foreign-key-differs"] + ["model-index-differs"] * 4, found
    assert told["not_read"] == [], told["not_read"]
    assert all("is missing in the table" in message for _, message in found), found
    # What the model leaves out is told, too; a part that is computed may be anything.
    path.write_text(text.replace(', (table) => [index("loans_member").on(table.memberId), index("loans_book").on(table.bookId)]', ""))
    found = [one["message"] for one in models_of(project)["findings"] if one["rule"] == "model-index-differs"]
    assert [message.split("'")[1] for message in found if "missing in the model" in message] == ["loans_book", "loans_member"], found
    path.write_text(text.replace('[index("loans_member").on(table.memberId), index("loans_book").on(table.bookId)]', "[...usual(table)]"))
    told = models_of(project)
    assert told["findings"] == [] and len(told["not_read"]) == 1, told


def test_exports(project: Project) -> None:
    """Several files, functions that make columns, names in snake case."""
    path = project.folder / "src" / "schema.ts"
    text = path.read_text()
    imports, tables = text.split("\n", 1)
    named = tables.replace('timestamp("lent_at", { withTimezone: true }).notNull().defaultNow()', "lent().notNull()").replace('uuid("book_id")', "uuid()")
    (project.folder / "src" / "tables.ts").write_text(f'{imports}\nimport {{ lent }} from "./shared";\n{named}')
    (project.folder / "src" / "shared.ts").write_text(
        'export const lent = () => {\n  return timestamp("lent_at", { withTimezone: true }).defaultNow();\n};\nexport const mine = pgTable("mine", {});\n')
    path.write_text('export * from "./tables.js";\n')
    config = project.folder / "drizzle.config.ts"
    config.write_text(config.read_text().replace("  out:", '  casing: "snake_case",\n  out:'))
    told = models_of(project)
    assert told["findings"] == [] and told["not_read"] == [] and sorted(told["checked"]) == ["books", "loans", "members"], told


def test_configurations(project: Project) -> None:
    shutil.copytree(project.folder / "drizzle", project.folder / "elsewhere")
    (project.folder / "elsewhere" / "0002_shelves.sql").write_text("SELECT 'elsewhere';")
    for name, text, settings, (out, table) in CONFIGS:
        for old in [*project.folder.glob("drizzle.config.*"), *project.folder.glob("retort.json")]:
            old.unlink()
        (project.folder / name).write_text(text)
        if settings is not None:
            (project.folder / "retort.json").write_text(settings)
        done = project.retort("plan", with_database=True)
        assert table in done.stdout and ("SELECT 'elsewhere'" in done.stdout) == (out == "elsewhere"), f"{text}: {done.stdout}{done.stderr}"
    for old in project.folder.glob("drizzle.config.*"):
        old.unlink()
    (project.folder / "drizzle.config.ts").write_text('export default defineConfig({ dialect: "mysql" });')
    done = project.retort("history", "--config", "drizzle.config.ts", with_database=False)
    assert done.returncode == 3 and "is for mysql" in done.stderr, done.stderr


def test_asked(project: Project) -> None:
    """What the configuration computes is asked for once on a terminal, or said by --answer, and kept."""
    (project.folder / "drizzle.config.ts").write_text("export default defineConfig({ dialect: 'postgresql', out: from.env, migrations: { table: name() } });")
    shutil.move(project.folder / "drizzle", project.folder / "elsewhere")
    (project.folder / "retort.json").unlink()
    told, status = project.typed(b"elsewhere\n", b"\n", b"\x04", "heads")
    assert told.count("not asked again") == 1 and "Folder of Migrations (drizzle.out) [drizzle]: " in told and status == 0, (told, status)
    kept = json.loads((project.folder / "retort.json").read_text())
    assert kept == {"drizzle": {"out": "elsewhere", "migrations": {"table": "__drizzle_migrations"}}}, kept
    (project.folder / "retort.json").unlink()
    done = project.retort("heads", "--answer", "drizzle.out=elsewhere", "--answer", "drizzle.migrations.table=steps", "--answer",
                          "drizzle.migrations.schema=public", with_database=False)
    assert done.returncode == 0 and IDS[2] in done.stdout, done
    assert "--answer" not in project.typed("heads")[0]
    done = project.retort("heads", "--answer", "drizzle.out=other", with_database=False)
    assert done.returncode == 0 and "not asked for" in done.stderr, done
    assert json.loads((project.folder / "retort.json").read_text())["drizzle"]["out"] == "elsewhere"
    assert project.retort("heads", "--answer", "drizzle.out", with_database=False).returncode == 2
    assert project.retort("upgrade", "--yes").returncode == 0
    assert project.server.query(project.database, "SELECT count(*) FROM public.steps") == "3"


def test_beside_alembic(project: Project) -> None:
    (project.folder / "migrations" / "versions").mkdir(parents=True)
    (project.folder / "migrations" / "env.py").write_text("")
    (project.folder / "alembic.ini").write_text("[alembic]\nscript_location = migrations\n")
    listed = json.loads(project.retort("projects", "--format", "json", with_database=False).stdout)["projects"]
    assert [one["config"] for one in listed] == [None, "drizzle.config.ts"], listed
    assert project.retort("history", with_database=False).stdout == ""
    assert "0001_loans" in project.retort("history", "--config", "drizzle.config.ts", with_database=False).stdout


def check(test, scratch: str, server: PrivateServer) -> None:
    test(Project(sys.argv[1], server, Path(scratch) / test.__name__[5:], Path(sys.argv[2])))


def main() -> int:
    tests = [test_practice, test_down_files, test_skipped, test_edited, test_again, test_stamp, test_text_key, test_third_argument,
             test_exports, test_configurations, test_asked, test_beside_alembic]
    with tempfile.TemporaryDirectory(prefix="retort-drizzle-") as scratch, PrivateServer() as server:
        os.environ["XDG_STATE_HOME"] = os.path.join(scratch, "state")
        os.environ["XDG_CONFIG_HOME"] = os.path.join(scratch, "config")
        return run_tests((test.__name__[5:], partial(check, test, scratch, server)) for test in tests)


if __name__ == "__main__":
    sys.exit(main())
