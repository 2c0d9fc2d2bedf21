#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the practice project promises, tried with Debian's Alembic on a private server.

Prints TAP. Usage: test-practice-alembic.py PRACTICE-FOLDER
"""
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
TOOLS = Path(__file__).resolve().parent.parent / "tools"
sys.path.insert(0, str(TOOLS))

from alembic_driver import AlembicDriver  # noqa: E402
from private_server import PrivateServer  # noqa: E402
from tap import run_tests  # noqa: E402

APPLIED = [f"{number:03}" for number in range(1, 14)]
CURRENT = "013"
HEAD = "015"
# Those that hold rows at CURRENT; cad_files is empty, or 015 could not run.
TABLES = "users products orders order_lines media_assets system_settings material_maps".split()


class Practice:
    """A copy of the project and a server; every test gets a database of its own."""

    def __init__(self, folder: Path, server: PrivateServer) -> None:
        self.folder = folder
        self.server = server

    def alembic(self, database: str, *arguments: str, fails: bool = False) -> str:
        """What /usr/bin/alembic prints; what it complains of when it is to fail."""
        environment = dict(
            os.environ, DATABASE_URL=self.server.url(database), PYTHONDONTWRITEBYTECODE="1"
        )
        done = subprocess.run(
            ["/usr/bin/python3", "/usr/bin/alembic", *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        if (done.returncode != 0) != fails:
            raise AssertionError(
                f"alembic {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}"
            )
        return done.stderr if fails else done.stdout

    def current(self, database: str) -> str:
        return self.server.query(
            database, "SELECT string_agg(version_num, ' ' ORDER BY 1) FROM alembic_version"
        )


def expect(actual: object, expected: object) -> None:
    if actual != expected:
        raise AssertionError(f"expected:\n{expected}\ngot:\n{actual}")


def test_one_head(practice: Practice, database: str) -> None:
    expect(practice.alembic(database, "heads"), "015 (head)\n")


def test_history_has_one_branch_and_one_merge(practice: Practice, database: str) -> None:
    lines = practice.alembic(database, "history").splitlines()
    expect(len(lines), 17)
    expect(
        [line for line in lines if "(branchpoint)" in line],
        ["010 -> 011 (branchpoint), one primary asset per product"],
    )
    expect(
        [line for line in lines if "(mergepoint)" in line],
        ["012, 012b -> 012c (mergepoint), merge settings and order policies"],
    )


def test_up_to_the_practice_state(practice: Practice, database: str) -> None:
    practice.alembic(database, "upgrade", CURRENT)
    expect(practice.alembic(database, "current"), "013\n")
    expect(practice.server.query(database, "SELECT count(*) FROM cad_files"), "0")
    for table in TABLES:
        if practice.server.query(database, f"SELECT count(*) FROM {table}") == "0":
            raise AssertionError(f"{table} is empty")


def test_settings_are_renamed_with_their_values(practice: Practice, database: str) -> None:
    practice.alembic(database, "upgrade", "011")
    before = practice.server.query(database, "SELECT key, value FROM system_settings ORDER BY key")
    practice.alembic(database, "upgrade", "012")
    renamed = practice.server.query(
        database, "SELECT key, value FROM system_settings WHERE key LIKE 'preview.%' ORDER BY key"
    )
    expect(renamed, 'preview.format|"webp"\npreview.size|{"width": 512, "height": 512}')
    practice.alembic(database, "downgrade", "011")
    expect(
        practice.server.query(database, "SELECT key, value FROM system_settings ORDER BY key"),
        before,
    )


def test_customers_see_their_own_orders(practice: Practice, database: str) -> None:
    practice.alembic(database, "upgrade", CURRENT)
    seen = practice.server.query(
        database,
        """
        CREATE ROLE shop;
        GRANT SELECT ON orders, order_lines TO shop;
        SET ROLE shop;
        SET app.user_id = '11111111-0000-4000-8000-000000000002';
        SELECT (SELECT string_agg(number, ' ' ORDER BY 1) FROM orders),
               (SELECT count(*) FROM order_lines);
        RESET ROLE; REVOKE ALL ON orders, order_lines FROM shop; DROP ROLE shop""",
    )
    expect([line for line in seen.splitlines() if "|" in line], ["A-1002 A-1003|2"])


def test_head_and_base_and_head_again(practice: Practice, database: str) -> None:
    empty = practice.server.dump_schema(database)
    practice.alembic(database, "upgrade", "head")
    expect(practice.current(database), HEAD)
    first = practice.server.dump_schema(database)
    practice.alembic(database, "downgrade", "base")
    expect(practice.current(database), "")
    expect(practice.server.dump_schema(database), empty)
    practice.alembic(database, "upgrade", "head")
    expect(practice.server.dump_schema(database), first)


def test_every_applied_revision_is_undone_exactly(practice: Practice, database: str) -> None:
    with AlembicDriver() as driver:

        def go(command: str, target: str) -> None:
            expect(driver.run(practice.folder, practice.server.url(database), command, target), None)

        for revision in APPLIED:
            if revision == "013":
                go("upgrade", "012c")
            before = practice.server.dump_schema(database)
            go("upgrade", revision)
            after = practice.server.dump_schema(database)
            go("downgrade", "012c" if revision == "013" else "-1")
            expect(practice.server.dump_schema(database), before)
            go("upgrade", revision)
            expect(practice.server.dump_schema(database), after)


def test_the_order_policies_are_undone_exactly(practice: Practice, database: str) -> None:
    practice.alembic(database, "upgrade", "012")
    before = practice.server.dump_schema(database)
    practice.alembic(database, "upgrade", "012b")
    expect(practice.current(database), "012 012b")
    practice.alembic(database, "upgrade", "012c")
    practice.alembic(database, "downgrade", "012")
    expect(practice.current(database), "012 012b")
    practice.alembic(database, "downgrade", "012b@011")
    expect(practice.current(database), "012")
    expect(practice.server.dump_schema(database), before)


def test_below_the_merge_the_target_must_be_named(practice: Practice, database: str) -> None:
    practice.alembic(database, "upgrade", "012c")
    told = practice.alembic(database, "downgrade", "-1", fails=True)
    if "Ambiguous walk" not in told:
        raise AssertionError(told)
    practice.alembic(database, "downgrade", "011")
    expect(practice.current(database), "011")


def test_step_back_from_the_head_and_up_again(practice: Practice, database: str) -> None:
    practice.alembic(database, "upgrade", "head")
    practice.alembic(database, "downgrade", "-1")
    expect(practice.current(database), "014")
    practice.alembic(database, "upgrade", "head")
    expect(practice.current(database), HEAD)


def test_the_fault_of_014_shows_on_the_second_upgrade(practice: Practice, database: str) -> None:
    practice.alembic(database, "upgrade", "head")
    practice.alembic(database, "downgrade", CURRENT)
    told = practice.alembic(database, "upgrade", "head", fails=True)
    if 'enum label "usd_master" already exists' not in told:
        raise AssertionError(told)
    expect(practice.current(database), CURRENT)


def test_the_fault_of_015_shows_with_a_row(practice: Practice, database: str) -> None:
    practice.alembic(database, "upgrade", "014")
    practice.server.query(
        database,
        "INSERT INTO cad_files (product_id, file_name) SELECT id, 'lamp.step' FROM products",
    )
    told = practice.alembic(database, "upgrade", "head", fails=True)
    if 'column "step_hash" of relation "cad_files" contains null values' not in told:
        raise AssertionError(told)


def test_offline_sql_both_ways(practice: Practice, database: str) -> None:
    practice.server.create_database(f"{database}_online")
    practice.alembic(f"{database}_online", "upgrade", "head")
    practice.server.run_script(database, practice.alembic(database, "upgrade", "head", "--sql"))
    expect(practice.current(database), HEAD)
    expect(practice.server.dump_schema(database), practice.server.dump_schema(f"{database}_online"))
    practice.server.run_script(
        database, practice.alembic(database, "downgrade", "head:base", "--sql")
    )
    tables = practice.server.query(
        database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    )
    expect(tables, "0")


def test_models_and_schema_agree_at_the_head(practice: Practice, database: str) -> None:
    practice.alembic(database, "upgrade", "head")
    practice.alembic(
        database, "revision", "--autogenerate", "--rev-id", "016", "-m", "nothing left"
    )
    written = practice.folder / "migrations" / "versions" / "016_nothing_left.py"
    text = written.read_text()
    written.unlink()
    expect([line for line in text.splitlines() if "op." in line], [])


def test_models_and_schemas_can_be_imported(practice: Practice, database: str) -> None:
    program = "import catalogue.schemas, sqlalchemy.orm as orm; orm.configure_mappers()"
    subprocess.run(["/usr/bin/python3", "-B", "-c", program], cwd=practice.folder, check=True)


def test_a_made_project_runs_both_ways(practice: Practice, database: str) -> None:
    folder = practice.folder.parent / "made"
    subprocess.run(
        ["/usr/bin/python3", "-B", str(TOOLS / "make-project.py"), "150", str(folder)], check=True
    )
    made = Practice(folder, practice.server)
    expect(len(made.alembic(database, "heads").splitlines()), 1)
    made.alembic(database, "upgrade", "head")
    made.alembic(database, "downgrade", "base")
    expect(made.current(database), "")


def check(practice: Practice, test) -> None:
    database = test.__name__
    practice.server.create_database(database)
    test(practice, database)


def main() -> int:
    with PrivateServer() as server, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "practice"
        shutil.copytree(sys.argv[1], folder, ignore=shutil.ignore_patterns("__pycache__"))
        practice = Practice(folder, server)
        return run_tests((f"/practice/alembic/{name[5:].replace('_', '-')}", partial(check, practice, test))
                         for name, test in globals().items() if name.startswith("test_"))


if __name__ == "__main__":
    sys.exit(main())
