# SPDX-License-Identifier: GPL-3.0-or-later
"""A project and its database for tests of runs that end badly, and who stands in a run's way.

A table "gate" that somebody else has locked holds a migration at a chosen statement, or at COMMIT by a deferred trigger.
"""
import json
import os
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Optional

from alembic_driver import AlembicDriver
from private_server import PrivateServer
from tap import run_tests

ENVIRONMENT = """import os

from alembic import context
from sqlalchemy import create_engine, pool

connectable = create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool)
with connectable.connect() as connection:
    context.configure(connection=connection, target_metadata=None%s)
    with context.begin_transaction():
        context.run_migrations()
"""
# At COMMIT of a transaction that inserted into t.
AT_COMMIT = """
CREATE TABLE t (id int);
CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN %s; RETURN NULL; END$$;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit();
"""
DEADLINE_S = 60


class Case:
    """A project, its database, and who stands in its way."""

    def __init__(self, program: str, scratch: Path, server: PrivateServer, driver: AlembicDriver, name: str) -> None:
        self.program, self.server, self.driver, self.database = program, server, driver, name
        self.folder = scratch / name
        self.environment = dict(os.environ, XDG_STATE_HOME=str(scratch / name / "state"),
                                XDG_DATA_HOME=str(scratch / name / "data"), LC_ALL="C.UTF-8")
        self.versions = self.folder / "migrations" / "versions"
        self.versions.mkdir(parents=True)
        (self.folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/migrations\n")
        self.configure("")
        server.create_database(name)
        server.query(name, "CREATE TABLE gate ()")
        self.last = None

    def configure(self, options: str) -> None:
        (self.folder / "migrations" / "env.py").write_text(ENVIRONMENT % options)

    def revision(self, id: str, *statements: str, text: str = None) -> None:
        body = "".join(f"    op.execute({statement!r})\n" for statement in statements) or "    pass\n"
        (self.versions / f"{id}.py").write_text(
            text
            or f'"""{id}"""\nfrom alembic import op\n\nrevision = {id!r}\ndown_revision = {self.last!r}\n\n\n'
            f"def upgrade():\n{body}\n\ndef downgrade():\n    pass\n"
        )
        self.last = id

    def start(self, *arguments: str, url: Optional[str] = None, **options: object) -> subprocess.Popen:
        command = [self.program, "-C", str(self.folder), "--url", url or self.server.url(self.database), *arguments]
        return subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
        )

    def upgrade(self, *arguments: str, **options: object) -> subprocess.Popen:
        return self.start("upgrade", "head", "--format", "json", "--lock-timeout", "60000", *arguments, **options)

    def query(self, sql: str) -> str:
        return self.server.query(self.database, sql)

    def rows(self) -> str:
        if self.query("SELECT to_regclass('alembic_version') IS NULL") == "t":
            return "no table"
        return self.query("SELECT coalesce(string_agg(version_num, ' '), '') FROM alembic_version")

    def wait_at_gate(self) -> str:
        """The process of the server that waits for the gate, once it does."""
        deadline = time.monotonic() + DEADLINE_S
        found = ""
        while not found:
            assert time.monotonic() < deadline, "nobody waits at the gate"
            found = self.query(
                "SELECT pid FROM pg_locks WHERE relation = 'gate'::regclass AND NOT granted"
            )
        return found

    def wait_until(self, question: str) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while self.query(question) != "t":
            assert time.monotonic() < deadline, question

    def wait_gone(self, pid: str) -> None:
        self.wait_until(f"SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = {pid})")


class Gate:
    """Locked until the block ends, or open() is called."""

    def __init__(self, case: Case) -> None:
        self.psql = subprocess.Popen(
            ["psql", "-qX", case.server.url(case.database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> "Gate":
        self.psql.stdin.write("BEGIN; LOCK TABLE gate; \\echo locked\n")
        self.psql.stdin.flush()
        assert self.psql.stdout.readline() == "locked\n"
        return self

    def open(self) -> None:
        if self.psql.poll() is None:
            self.psql.communicate("ROLLBACK;\n")

    def __exit__(self, *_: object) -> None:
        self.open()


def expect(found: object, expected: object) -> None:
    assert found == expected, f"expected {expected!r}, got {found!r}"


def finish(run: subprocess.Popen, status: int, outcome: str, current: list) -> dict:
    """Its report; exit status, outcome and rows must be as expected."""
    told, remarks = run.communicate(timeout=DEADLINE_S)
    assert run.returncode == status, f"{run.returncode}, not {status}: {told}{remarks}"
    report = json.loads(told)
    expect((report["outcome"], report["current"]), (outcome, current))
    report["remarks"] = remarks
    return report


def refuse(run: subprocess.Popen, status: int, words: str) -> None:
    told, remarks = run.communicate(timeout=DEADLINE_S)
    expect((run.returncode, told), (status, ""))
    assert words in remarks, remarks


def run_cases(tests: dict, program: str) -> int:
    """Each function test_…(case) on a database of its own; prints TAP. Returns the exit status."""
    def check(name: str, test) -> None:
        test(Case(program, Path(scratch), server, driver, name))

    with tempfile.TemporaryDirectory(prefix="retort-failures-") as scratch, PrivateServer() as server, \
            AlembicDriver() as driver:
        return run_tests((name[5:], partial(check, name, test)) for name, test in tests.items() if name.startswith("test_"))
