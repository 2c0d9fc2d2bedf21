#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders of SQL files, each as its own tool sees it.

dbmate, sqitch and Prisma's schema engine stand beside: dbmate drives a database in turns with Retort, the others deploy what Retort then finds
deployed. Of the other tools the rows are written as their sources write them, and what Retort says of them is taken off: gaps, dirty versions, edited files,
failures. The lock of golang-migrate is held while Retort would run.

Prints TAP. Usage: test-sql-files.py RETORT-CLI
"""
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import zlib
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from private_server import PrivateServer  # noqa: E402
from tap import run_tests  # noqa: E402

REFUSED, PARTLY_APPLIED = 7, 6
ROOT = Path(os.environ.get("RETORT_SOURCE_ROOT", Path(__file__).resolve().parent.parent.parent))


class Folder:
    """A folder of migrations, and a database."""

    def __init__(self, program: str, server: PrivateServer, folder: Path, database: str, files: dict) -> None:
        self.program, self.server, self.folder, self.database = program, server, folder, database
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        server.create_database(database)

    def retort(self, command: str, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [self.program, "-C", str(self.folder), "--url", self.server.url(self.database), command, *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )

    def status(self) -> dict:
        done = self.retort("status", "--format", "json")
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    def plan(self) -> dict:
        done = self.retort("plan", "--format", "json")
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    def sql(self, text: str) -> str:
        return self.server.query(self.database, text)

    def expect(self, current: list, pending: list, careful: int = 0, unknown: list = ()) -> None:
        told = self.status()
        assert (told["current"], told["pending"], len(told["careful"]), told["unknown"]) == (current, pending, careful, list(unknown)), told

    def expect_obstacle(self, text: str) -> None:
        plan = self.plan()
        assert text in (plan["obstacle"] or ""), plan["obstacle"]
        before = self.server.dump_schema(self.database)
        assert self.retort("upgrade", "--yes").returncode == REFUSED, "it ran"
        assert self.server.dump_schema(self.database) == before


def dump(folder: Folder) -> list:
    return [line for line in folder.server._client("pg_dump", folder.server.url(folder.database)).splitlines()
            if not line.startswith(("\\restrict", "\\unrestrict"))]


# --- dbmate ---

def dbmate(folder: Folder, *arguments: str) -> str | None:
    program = ROOT / "_npm" / "sqlfiles" / "node_modules" / ".bin" / "dbmate"
    if not program.exists():
        raise FileNotFoundError(f"{program} is not there; build-aux/setup test installs it")
    socket = folder.server.folder
    done = subprocess.run(
        [program, "--url", f"postgres://postgres@/{folder.database}?socket={socket}", "--migrations-dir", folder.folder, "--no-dump-schema", *arguments],
        capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )
    return None if done.returncode == 0 else done.stdout + done.stderr


def test_dbmate(program: str, server: PrivateServer, scratch: Path, rng: random.Random) -> None:
    files = {}
    for number in range(6):
        alone = " transaction:false" if number == 3 else ""
        up = f"create index concurrently i{number} on d0 (id);" if number == 3 else f"create table d{number} (id int); insert into d{number} values ({number});"
        down = f"drop index i{number};" if number == 3 else f"drop table d{number};"
        files[f"2024010{number + 1}000000_step{number}.sql"] = f"-- about it\n\n-- migrate:up{alone}\n{up}\n\n--migrate:down{alone}\n{down}\n"
    mixed = Folder(program, server, scratch / "dbmate", "dbmate_mixed", files)
    alone = Folder(program, server, scratch / "dbmate", "dbmate_alone", {})
    for _ in range(10):
        is_up = rng.random() < 0.6
        expected = dbmate(alone, "migrate" if is_up else "rollback")
        if rng.random() < 0.6:
            done = mixed.retort(*(["upgrade"] if is_up else ["downgrade", "-1"]), "--yes")
            failure = None if done.returncode == 0 else done.stderr
        else:
            failure = dbmate(mixed, "migrate" if is_up else "rollback")
        assert (failure is None) == (expected is None), f"{failure}, beside it: {expected}"
        if expected is None:
            assert dump(mixed) == dump(alone)
        # A gap: dbmate fills it. A rollback of nothing makes the table, too, when dbmate does it.
        has_tables = all(folder.sql("SELECT to_regclass('schema_migrations') IS NOT NULL") == "t" for folder in (mixed, alone))
        if rng.random() < 0.3 and has_tables:
            for folder in (mixed, alone):
                folder.sql("DELETE FROM schema_migrations WHERE version = '20240102000000'")
                folder.sql("DROP TABLE IF EXISTS d1")
    assert dbmate(alone, "migrate") is None
    done = mixed.retort("upgrade", "--yes")
    assert done.returncode == 0, done.stderr
    assert dump(mixed) == dump(alone)


# --- sqitch ---

def sqitch(folder: Folder, *arguments: str) -> None:
    target = f"db:pg://postgres@/{folder.database}?host={folder.server.folder}"
    done = subprocess.run(
        ["sqitch", *arguments, *([target] if arguments[0] in ("deploy", "revert") else [])], cwd=folder.folder, capture_output=True, text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "SQITCH_FULLNAME": "Test", "SQITCH_EMAIL": "test@example.org", "HOME": str(folder.folder.parent)},
    )
    assert done.returncode == 0, f"sqitch {' '.join(arguments)}: {done.stdout}{done.stderr}"


def test_sqitch(program: str, server: PrivateServer, scratch: Path, rng: random.Random) -> None:
    path = scratch / "sqitch"
    path.mkdir()
    folder = Folder(program, server, path, "sqitch_db", {})
    sqitch(folder, "init", "flipr", "--engine", "pg")
    for name in ("appschema", "users"):
        sqitch(folder, "add", name, "-n", f"Adds {name}", *(["--requires", "appschema"] if name == "users" else []))
    for name, sql in (("appschema", "CREATE SCHEMA flipr"), ("users", "CREATE TABLE flipr.users (id int)")):
        (path / "deploy" / f"{name}.sql").write_text(f"BEGIN;\n{sql};\nCOMMIT;\n")
        (path / "revert" / f"{name}.sql").write_text("BEGIN;\nCOMMIT;\n")
        (path / "verify" / f"{name}.sql").write_text("SELECT 1;\n")
    sqitch(folder, "tag", "v1", "-n", "First")
    sqitch(folder, "rework", "users", "-n", "Again")
    (path / "deploy" / "users.sql").write_text("BEGIN;\nALTER TABLE flipr.users ADD IF NOT EXISTS name text;\nCOMMIT;\n")
    sqitch(folder, "deploy", "--to-change", "users@v1")
    folder.expect(["users@v1"], ["users"])
    folder.expect_obstacle("sqitch hands its scripts to psql")
    sqitch(folder, "deploy")
    folder.expect(["users"], [])
    (path / "deploy" / "users.sql").write_text("\\set name 'x'\nSELECT :name;\n")
    found = subprocess.run([program, "-C", str(path), "sql"], capture_output=True, text=True)
    assert found.returncode == REFUSED and "psql does what the line says" in found.stderr, found.stderr


# --- golang-migrate ---

def lock_id(database: str) -> int:
    """GenerateAdvisoryLockId() of database/util.go, for the schema public."""
    return zlib.crc32(b"public\0schema_migrations\0" + database.encode()) * 1486364155 % 2**32


def test_golang_migrate(program: str, server: PrivateServer, scratch: Path, rng: random.Random) -> None:
    # The vectors of database/util_test.go.
    assert [zlib.crc32(text) * 1486364155 % 2**32 for text in (b"database_name", b"schema_name_1\0database_name")] == [1764327054, 2453313553]
    files = {"readme.md": "", "1_a.up.sql": "CREATE TABLE a (id int); INSERT INTO a VALUES (1);", "1_a.down.sql": "DROP TABLE a;",
             "0005_b.up.sql": "CREATE TABLE b (id int); SELECT 1/0;", "0005_b.down.sql": "DROP TABLE b;", "010_c.up.sql": "SELECT 1;"}
    folder = Folder(program, server, scratch / "migrate", "migrate_db", files)
    folder.expect([], ["1_a", "0005_b", "010_c"])
    done = folder.retort("upgrade", "--yes")
    assert done.returncode == PARTLY_APPLIED, f"{done.returncode} {done.stderr}"
    assert folder.sql("SELECT * FROM schema_migrations") == "5|t" and folder.sql("SELECT to_regclass('b') IS NULL") == "t"
    folder.expect_obstacle("version 5 is dirty")
    folder.sql("UPDATE schema_migrations SET version = 1, dirty = false")
    (folder.folder / "0005_b.up.sql").write_text("CREATE TABLE b (id int);")
    holder = subprocess.Popen(
        [server.bindir / "psql", "-X", "-At", "-d", server.url("migrate_db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    print(f"SELECT pg_advisory_lock({lock_id('migrate_db')}) IS NULL;", file=holder.stdin, flush=True)
    assert holder.stdout.readline().strip() == "f"
    done = folder.retort("upgrade", "--yes", "--lock-timeout", "300")
    holder.communicate("")
    assert done.returncode != 0 and "another run is at work" in done.stderr, done.stderr
    assert folder.retort("upgrade", "--yes").returncode == 0
    assert folder.sql("SELECT * FROM schema_migrations") == "10|f"
    # The last one failed half way: there is nothing left to run, and all the same it is not at the head.
    folder.sql("UPDATE schema_migrations SET dirty = true")
    done = folder.retort("upgrade", "--yes")
    assert done.returncode == REFUSED and "version 10 is dirty" in done.stderr, done
    assert folder.retort("status").returncode == 1
    folder.sql("UPDATE schema_migrations SET dirty = false")
    assert folder.retort("downgrade", "0005", "--yes").returncode == REFUSED
    folder.sql("UPDATE schema_migrations SET version = 5")
    assert folder.retort("downgrade", "base", "--yes").returncode == 0
    assert folder.sql("SELECT count(*) FROM schema_migrations") == "0"
    assert folder.retort("stamp", "0005_b", "--yes").returncode == 0
    assert folder.sql("SELECT * FROM schema_migrations") == "5|f"
    folder.sql("TRUNCATE schema_migrations; INSERT INTO schema_migrations VALUES (7, false)")
    folder.expect_obstacle("the database is at version 7, which no file has")


# --- goose ---

GOOSE = '''-- +goose Up
-- a comment
CREATE TABLE {0} (id int);
-- +goose StatementBegin
CREATE FUNCTION f_{0}() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RETURN 1;
END;
$$;
-- +goose StatementEnd
INSERT INTO {0}
  VALUES (1); -- the end

-- +goose Down
DROP FUNCTION f_{0}();
DROP TABLE {0};
'''


def test_goose(program: str, server: PrivateServer, scratch: Path, rng: random.Random) -> None:
    folder = Folder(program, server, scratch / "goose", "goose_db", {f"{n:05}_t{n}.sql": GOOSE.format(f"t{n}") for n in (1, 2, 10)})
    assert folder.retort("upgrade", "+2", "--yes").returncode == 0
    rows = "SELECT string_agg(concat_ws(' ', version_id, is_applied), ', ' ORDER BY id) FROM goose_db_version"
    assert folder.sql(rows) == "0 t, 1 t, 2 t", folder.sql(rows)
    folder.expect(["00002_t2"], ["00010_t10"])
    assert folder.retort("downgrade", "-1", "--yes").returncode == 0
    assert folder.sql(rows) == "0 t, 1 t"
    # Older goose wrote rows instead of deleting them; goose's up.go looks only whether a version has one.
    folder.sql("INSERT INTO goose_db_version (version_id, is_applied) VALUES (10, true), (1, false)")
    folder.expect(["00010_t10"], ["00002_t2"], careful=1)
    folder.expect_obstacle("found 1 missing migration")
    folder.sql("DELETE FROM goose_db_version WHERE version_id > 0")
    for text, reason in (("SELECT 1;\n-- +goose Up\n", "before anything else"), ("-- +goose Up\nSELECT 1\n", "misses a semicolon"),
                         ("-- +goose Up\n-- +goose Sideways\n", "does not know the annotation 'Sideways'"),
                         ("-- +goose Up\n-- +goose ENVSUB ON\nSELECT '${HOME}';\n", "values of the environment")):
        (folder.folder / "00001_t1.sql").write_text(text)
        folder.expect_obstacle(reason)
    (folder.folder / "00001_t1.sql").write_text("-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM;\n")
    assert folder.retort("upgrade", "+1", "--yes").returncode == 0
    (folder.folder / "00011_code.go").write_text("package migrations\n")
    folder.expect_obstacle("a migration written in Go")


# --- Flyway and Prisma: rows as their sources write them ---

def flyway_checksum(text: str) -> int:
    crc = 0
    for line in text.splitlines():
        crc = zlib.crc32(line.encode(), crc)
    return crc - 2**32 if crc >= 2**31 else crc


def test_flyway(program: str, server: PrivateServer, scratch: Path, rng: random.Random) -> None:
    files = {"V1__first.sql": "create table f (id int);\r\n", "V1_1__more_of_it.sql": "alter table f add x int;\n", "V2__second.sql": "select 'ä';\n",
             "deep/V10__tenth.sql": "select 10;\n", "R__view.sql": "create or replace view v as select 1 as x;\n"}
    folder = Folder(program, server, scratch / "flyway", "flyway_db", files)
    ids = ["V1__first", "V1_1__more_of_it", "V2__second", "V10__tenth", "R__view"]
    folder.expect([], ids)
    folder.sql('CREATE TABLE "flyway_schema_history" ("installed_rank" INT PRIMARY KEY, "version" VARCHAR(50), "description" VARCHAR(200) NOT NULL,'
               ' "type" VARCHAR(20) NOT NULL, "script" VARCHAR(1000) NOT NULL, "checksum" INTEGER, "installed_by" VARCHAR(100) NOT NULL,'
               ' "installed_on" TIMESTAMP NOT NULL DEFAULT now(), "execution_time" INTEGER NOT NULL, "success" BOOLEAN NOT NULL)')

    def record(rank: int, version: str, description: str, name: str, success: bool = True) -> None:
        checksum = flyway_checksum(files[name])
        folder.sql(f"INSERT INTO flyway_schema_history VALUES ({rank}, {version}, '{description}', 'SQL', '{name}', {checksum}, 'me', now(), 1, {success})")

    record(1, "'1.0'", "first", "V1__first.sql")
    record(2, "'2'", "second", "V2__second.sql")
    record(3, "NULL", "view", "R__view.sql")
    told = folder.status()
    assert told["pending"] == ["V10__tenth"] and len(told["careful"]) == 1 and "'V1_1__more_of_it' is below version 2" in told["careful"][0], told
    (folder.folder / "R__view.sql").write_text("create or replace view v as select 2 as x;\n")
    (folder.folder / "V2__second.sql").write_text("select 'edited';\n")
    told = folder.status()
    assert told["pending"] == ["V10__tenth", "R__view"] and any("'V2__second' was edited" in text for text in told["careful"]), told
    record(4, "'10'", "tenth", "deep/V10__tenth.sql", False)
    folder.expect_obstacle("'V10__tenth' failed")
    folder.sql("DELETE FROM flyway_schema_history")
    # What was undone is no longer the highest version (MigrationInfoServiceImpl), so that nothing is below it.
    record(1, "'1'", "first", "V1__first.sql")
    record(2, "'10'", "tenth", "deep/V10__tenth.sql")
    folder.sql("INSERT INTO flyway_schema_history SELECT 3, version, description, 'UNDO_SQL', script, NULL, 'me', now(), 1, true"
               " FROM flyway_schema_history WHERE installed_rank = 2")
    told = folder.status()
    assert told["pending"] == ids[1:] and told["careful"] == [], told
    folder.sql("DELETE FROM flyway_schema_history")
    folder.expect_obstacle("leaves the running to 'flyway migrate'")


def test_prisma(program: str, server: PrivateServer, scratch: Path, rng: random.Random) -> None:
    files = {"migration_lock.toml": 'provider = "postgresql"\n', "20240101000000_init/migration.sql": 'CREATE TABLE "p" ("id" TEXT NOT NULL);\n',
             "20240102000000_more/migration.sql": 'ALTER TABLE "p" ADD "x" TEXT;\n'}
    folder = Folder(program, server, scratch / "prisma" / "migrations", "prisma_db", files)
    folder.expect([], ["20240101000000_init", "20240102000000_more"])
    folder.sql("CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,"
               " migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(),"
               " applied_steps_count INTEGER NOT NULL DEFAULT 0)")

    def record(name: str, text: str, finished: str, rolled_back: str = "NULL") -> None:
        checksum = hashlib.sha256(text.encode()).hexdigest()
        folder.sql(f"INSERT INTO _prisma_migrations VALUES (gen_random_uuid()::text, '{checksum}', {finished}, '{name}', NULL, {rolled_back}, now(), 1)")

    init = files["20240101000000_init/migration.sql"]
    record("20240101000000_init", init.replace("\n", "\r\n"), "now()")
    record("20240102000000_more", "x", "NULL", "now()")
    folder.expect(["20240101000000_init"], ["20240102000000_more"])
    folder.expect_obstacle("prisma migrate deploy")
    record("20240102000000_more", "edited", "now()")
    folder.expect(["20240102000000_more"], [], careful=1)
    record("20230101000000_gone", "x", "NULL")
    folder.expect(["20240102000000_more"], [], careful=1, unknown=["20230101000000_gone"])
    plan = folder.plan()
    assert "P3009" in plan["obstacle"], plan["obstacle"]


def prisma(folder: Folder, *arguments: str) -> subprocess.CompletedProcess:
    modules = ROOT / "_npm" / "sqlfiles" / "node_modules"
    if not (modules / "@prisma").exists():
        raise FileNotFoundError(f"{modules}/@prisma is not there; build-aux/setup test installs it")
    return subprocess.run(
        ["node", Path(__file__).resolve().parent.parent / "tools" / "prisma_engine.mjs", modules, folder.server.url(folder.database), folder.folder, *arguments],
        capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )


def compare_with_prisma(folder: Folder, told: str) -> None:
    """What is pending, edited, failed and unknown, as Prisma's own diagnosis has it."""
    done = prisma(folder, "diagnose")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    history = found["history"] or {}
    status, plan = folder.status(), folder.plan()
    assert status["pending"] == history.get("unappliedMigrationNames", []), f"{told}: {status}, beside it: {found}"
    assert sorted(status["unknown"]) == sorted(history.get("unpersistedMigrationNames", [])), f"{told}: {status}, beside it: {found}"
    edited = [one.split("'")[1] for one in status["careful"] if "was edited" in one]
    assert sorted(edited) == sorted(found["editedMigrationNames"]), f"{told}: {status}, beside it: {found}"
    failed = "P3009" in (plan["obstacle"] or "")
    assert failed == bool(found["failedMigrationNames"]), f"{told}: {plan['obstacle']}, beside it: {found}"


def test_prisma_original(program: str, server: PrivateServer, scratch: Path, rng: random.Random) -> None:
    names = [f"2024010{number + 1}000000_step{number}" for number in range(5)]
    files = {f"{name}/migration.sql": f'CREATE TABLE "p{number}" ("id" TEXT NOT NULL);\n' for number, name in enumerate(names)}
    folder = Folder(program, server, scratch / "prisma-original" / "migrations", "prisma_original", {"migration_lock.toml": 'provider = "postgresql"\n'})

    def write(name: str, text: str) -> None:
        (folder.folder / name).mkdir(exist_ok=True)
        (folder.folder / name / "migration.sql").write_text(text)

    # A gap is filled later; one fails, is told to be rolled back, mended and run again; one is recorded and never run.
    late, failing, recorded = rng.sample(range(5), 3)
    for number in (number for number in range(5) if number not in (late, failing, recorded)):
        write(names[number], files[f"{names[number]}/migration.sql"])
    compare_with_prisma(folder, "before anything ran")
    assert prisma(folder, "apply").returncode == 0
    write(names[failing], "SELECT 1/0;\n")
    assert prisma(folder, "apply").returncode != 0
    compare_with_prisma(folder, "after a failure")
    assert prisma(folder, "rolled-back", names[failing]).returncode == 0
    write(names[failing], files[f"{names[failing]}/migration.sql"])
    write(names[late], files[f"{names[late]}/migration.sql"])
    write(names[recorded], files[f"{names[recorded]}/migration.sql"])
    assert prisma(folder, "applied", names[recorded]).returncode == 0
    compare_with_prisma(folder, "before the rest")
    pending = folder.status()["pending"]
    done = prisma(folder, "apply")
    assert json.loads(done.stdout)["appliedMigrationNames"] == pending, f"{done.stdout}{done.stderr}, Retort would run {pending}"
    # Line ends do not count, anything else does.
    write(names[late], files[f"{names[late]}/migration.sql"].replace("\n", "\r\n"))
    write(names[recorded], "SELECT 'another';\n")
    (folder.folder / names[failing] / "migration.sql").unlink()
    (folder.folder / names[failing]).rmdir()
    compare_with_prisma(folder, "after files changed")


def main() -> int:
    seed = int(os.environ.get("RETORT_TEST_SEED", random.SystemRandom().randrange(1 << 31)))
    tests = [test_dbmate, test_sqitch, test_golang_migrate, test_goose, test_flyway, test_prisma, test_prisma_original]
    print(f"# seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="retort-sqlfiles-") as scratch, PrivateServer() as server:
        os.environ["XDG_STATE_HOME"] = os.path.join(scratch, "state")
        os.environ["XDG_CONFIG_HOME"] = os.path.join(scratch, "config")
        return run_tests((test.__name__[5:], partial(test, sys.argv[1], server, Path(scratch), random.Random(seed + number)))
                         for number, test in enumerate(tests, 1))


if __name__ == "__main__":
    sys.exit(main())
