#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that end badly, seen from outside: what retort-cli says became of them is what the database holds.

A table "gate" that somebody else has locked holds a migration at a chosen statement, or at COMMIT by a deferred trigger.

Prints TAP. Usage: test-run-failures.py RETORT-CLI
"""
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from alembic_driver import AlembicDriver  # noqa: E402
from private_server import PrivateServer  # noqa: E402

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
        self.environment = dict(os.environ, XDG_STATE_HOME=str(scratch / name / "state"), LC_ALL="C.UTF-8")
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

    def start(self, *arguments: str, **options: object) -> subprocess.Popen:
        command = [self.program, "-C", str(self.folder), "--url", self.server.url(self.database), *arguments]
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

    def wait_free(self) -> None:
        """Until nobody holds an advisory lock."""
        deadline = time.monotonic() + DEADLINE_S
        while self.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") != "0":
            assert time.monotonic() < deadline, "a lock stays"

    def wait_gone(self, pid: str) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while self.query(f"SELECT 1 FROM pg_stat_activity WHERE pid = {pid}"):
            assert time.monotonic() < deadline, "the server's process stays"


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


def test_python_syntax_error(case: Case) -> None:
    case.revision("001", "CREATE TABLE a ()")
    case.revision("002", text='"""002"""\nrevision = "002"\ndown_revision = "001"\n\n\ndef upgrade():\n    op.execute("SELECT 1"\n')
    refuse(case.upgrade(), 7, "the built-in engine does not run this")
    expect(case.rows(), "no table")


def test_statement_error(case: Case) -> None:
    case.revision("001", "CREATE TABLE a ()")
    case.revision("002", "CREATE TABLE b ()", "SELECT 1 / 0", "CREATE TABLE c ()")
    report = finish(case.upgrade(), 5, "not applied", [])
    expect((report["failed_revision"], report["failed_sql"], report["error"]["sqlstate"]), ("002", "SELECT 1 / 0", "22012"))
    expect((case.rows(), case.query("SELECT to_regclass('a') IS NULL")), ("no table", "t"))

    case.configure(", transaction_per_migration=True")
    report = finish(case.upgrade(), 6, "partly applied", ["001"])
    expect([s["in_effect"] for s in report["statements"]], [True, True, True, False])
    expect((case.rows(), case.query("SELECT to_regclass('a'), to_regclass('b') IS NULL")), ("001", "a|t"))


def test_constraint_at_commit(case: Case) -> None:
    case.revision("001", "CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a DEFERRABLE INITIALLY DEFERRED)")
    case.revision("002", "INSERT INTO a VALUES (1, 2)")
    report = finish(case.upgrade(), 5, "not applied", [])
    expect(report["error"]["sqlstate"], "23503")
    expect(case.rows(), "no table")


def test_timeouts(case: Case) -> None:
    case.revision("001", "LOCK TABLE gate")
    with Gate(case):
        report = finish(case.upgrade("--lock-timeout", "100"), 5, "not applied", [])
        expect(report["error"]["sqlstate"], "55P03")
        report = finish(case.upgrade("--statement-timeout", "100"), 5, "not applied", [])
        expect((report["error"]["sqlstate"], report["cancelled"]), ("57014", False))
    expect(case.rows(), "no table")


def test_lock_retries(case: Case) -> None:
    """The gate opens after the run said that it tries again."""
    case.revision("001", "LOCK TABLE gate")
    with Gate(case) as gate:
        run = case.upgrade("--lock-timeout", "100", "--lock-retries", "5")
        told = run.stderr.readline()
        assert "trying again" in told and "(1 of 5)" in told, told
        gate.open()
        finish(run, 0, "applied", ["001"])
    expect(case.rows(), "001")
    (case.folder / "retort.json").write_text('{"run": {"lock_retries": 1}}')
    case.revision("002", "LOCK TABLE gate")
    with Gate(case):
        report = finish(case.upgrade("--lock-timeout", "100"), 5, "not applied", ["001"])
        assert "(1 of 1)" in report["remarks"], report


def test_cancel(case: Case) -> None:
    """In a statement, and while COMMIT is under way."""
    case.server.run_script(case.database, AT_COMMIT % "LOCK TABLE gate")
    case.revision("001", "CREATE TABLE a ()", "LOCK TABLE gate", "CREATE TABLE b ()")
    with Gate(case):
        run = case.upgrade()
        case.wait_at_gate()
        run.send_signal(signal.SIGINT)
        expect(finish(run, 5, "not applied", [])["cancelled"], True)
    expect(case.rows(), "no table")
    case.revision("001", "INSERT INTO t VALUES (1)")
    case.last = None
    case.revision("001", "INSERT INTO t VALUES (1)")
    with Gate(case):
        run = case.upgrade()
        case.wait_at_gate()
        run.send_signal(signal.SIGINT)
        expect(finish(run, 5, "not applied", [])["cancelled"], True)
    expect((case.rows(), case.query("SELECT count(*) FROM t")), ("no table", "0"))


def test_server_stopped(case: Case) -> None:
    """In a statement of the second transaction, and while COMMIT is under way; the server comes back."""
    case.configure(", transaction_per_migration=True")
    case.server.run_script(case.database, AT_COMMIT % "LOCK TABLE gate")
    case.revision("001", "CREATE TABLE a ()")
    case.revision("002", "CREATE TABLE b ()", "LOCK TABLE gate")
    with Gate(case):
        run = case.upgrade()
        case.wait_at_gate()
        case.server.stop()
        case.server.start()
        finish(run, 6, "partly applied", ["001"])
    expect((case.rows(), case.query("SELECT to_regclass('b') IS NULL")), ("001", "t"))

    case.last = "001"
    case.revision("002", "INSERT INTO t VALUES (1)")
    with Gate(case):
        run = case.upgrade()
        case.wait_at_gate()
        case.server.stop()
        case.server.start()
        finish(run, 5, "not applied", ["001"])
    expect((case.rows(), case.query("SELECT count(*) FROM t")), ("001", "0"))


def test_killed(case: Case) -> None:
    """kill -9 in a statement: rolled back by the server once it notices; whoever comes next is told once."""
    case.configure(", transaction_per_migration=True")
    case.revision("001", "CREATE TABLE a ()")
    case.revision("002", "CREATE TABLE b ()", "LOCK TABLE gate", "CREATE TABLE c ()")
    with Gate(case):
        run = case.upgrade()
        pid = case.wait_at_gate()
        run.kill()
        run.communicate()
        _, told = case.start("status").communicate()
        assert "was cut off at 002, and the server is still at work for it" in told, told
        refuse(case.upgrade(), 5, "another run of Retort is at work")
    case.wait_gone(pid)
    expect((case.rows(), case.query("SELECT to_regclass('b') IS NULL")), ("001", "t"))
    _, told = case.start("status").communicate()
    assert "was cut off at 002: 3 of the 5 statements that it sent are in effect; the database is at 001" in told, told
    _, told = case.start("status").communicate()
    assert "cut off" not in told, told
    finish(case.upgrade(), 0, "applied", ["002"])


def test_killed_in_commit(case: Case) -> None:
    """The server goes on with a COMMIT whose client is gone: found out by the transaction's id."""
    case.server.run_script(case.database, AT_COMMIT % "LOCK TABLE gate")
    case.revision("001", "INSERT INTO t VALUES (1)")
    with Gate(case):
        run = case.upgrade()
        pid = case.wait_at_gate()
        run.kill()
        run.communicate()
    case.wait_gone(pid)
    expect((case.rows(), case.query("SELECT count(*) FROM t")), ("001", "1"))
    _, told = case.start("current").communicate()
    assert "was cut off at 001: 3 of the 3 statements that it sent are in effect; the database is at 001" in told, told


def test_disk_full(case: Case) -> None:
    """No file of Retort can grow: the journal is lost, told, and the run is what it would have been."""

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    case.revision("001", "CREATE TABLE a ()")
    report = finish(case.upgrade(preexec_fn=no_room), 0, "applied", ["001"])
    assert "keeps no journal: cannot write" in report["remarks"], report["remarks"]
    expect(case.rows(), "001")
    expect(os.listdir(case.folder / "state" / "retort" / "runs"), [])

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))

    case.revision("002", *(f"CREATE TABLE b{n} (a_long_name_for_a_column int)" for n in range(20)))
    report = finish(case.upgrade(preexec_fn=little_room), 0, "applied", ["002"])
    expect(report["remarks"].count("the journal of this run is lost"), 1)
    _, told = case.start("status").communicate()
    assert "the database is at 002" in told, told


def test_two_at_once(case: Case) -> None:
    case.revision("001", "LOCK TABLE gate")
    with Gate(case) as gate:
        first = case.upgrade()
        case.wait_at_gate()
        refuse(case.upgrade(), 5, "another run of Retort is at work")
        refuse(case.start("stamp", "001"), 5, "another run of Retort is at work")
        expect(case.rows(), "no table")
        gate.open()
        finish(first, 0, "applied", ["001"])
    expect(case.rows(), "001")


def test_own_lock_of_the_project(case: Case) -> None:
    """env.py takes an advisory lock before it runs: Retort takes it too, and says what it is waiting for."""
    environment = case.folder / "migrations" / "env.py"
    plain = environment.read_text()
    case.revision("001", "CREATE TABLE a ()")
    for lock in ("SELECT pg_advisory_lock(4711)", "SELECT pg_advisory_xact_lock(47, 11)", "SELECT pg_try_advisory_lock(4711)",
                 "SELECT pg_advisory_lock(hashtext('deploy'))"):
        call = f'    connection.execute(text("{lock}"))\n'
        environment.write_text(
            plain.replace("import create_engine, pool", "import create_engine, pool, text").replace(
                "    with context.begin", call + "    with context.begin")
        )
        holder = subprocess.Popen(
            ["psql", "-qAtX", case.server.url(case.database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        holder.stdin.write(f"{lock.replace('_xact', '')}; \\echo held\n")
        holder.stdin.flush()
        while holder.stdout.readline() != "held\n":
            pass
        refuse(case.upgrade("--lock-timeout", "100"), 5, "the lock that the project itself takes before a run is not free")
        expect(case.rows(), "no table")
        holder.communicate("\\q\n")
        case.wait_free()
        finish(case.upgrade(), 0, "applied", ["001"])
        expect(case.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), "0")
        case.query("DROP TABLE a, alembic_version")


def test_alembic_in_the_middle(case: Case) -> None:
    """Alembic moves the row while our migration runs: the row count of our UPDATE says so, and our part is undone."""
    case.revision("001", "CREATE TABLE a ()")
    case.revision("002", "CREATE TABLE b ()", "LOCK TABLE gate")
    run = case.start("upgrade", "001", "--format", "json")
    finish(run, 0, "applied", ["001"])
    with Gate(case) as gate:
        run = case.upgrade()
        case.wait_at_gate()
        expect(case.driver.run(case.folder, case.server.url(case.database), "stamp", "base"), None)
        gate.open()
        report = finish(run, 5, "not applied", [])
    words = "Online migration expected to match one row when updating '001' to '002' in 'alembic_version'; 0 found"
    assert words in report["summary"], report["summary"]
    expect((case.rows(), case.query("SELECT to_regclass('b') IS NULL")), ("", "t"))


def test_alembic_first(case: Case) -> None:
    """Alembic is in the middle of the same upgrade: ours waits behind its locks, and finds its row moved."""
    case.revision("001", "CREATE TABLE a ()")
    case.revision("002", "LOCK TABLE gate", "CREATE TABLE b ()")
    finish(case.start("upgrade", "001", "--format", "json"), 0, "applied", ["001"])
    with Gate(case) as gate:
        theirs = subprocess.Popen(
            ["/usr/bin/python3", "/usr/bin/alembic", "upgrade", "head"], cwd=case.folder,
            env=dict(case.environment, DATABASE_URL=case.server.url(case.database)), stderr=subprocess.DEVNULL,
        )
        case.wait_at_gate()
        ours = case.upgrade()
        deadline = time.monotonic() + DEADLINE_S
        while case.query("SELECT count(*) FROM pg_locks WHERE relation = 'gate'::regclass AND NOT granted") != "2":
            assert time.monotonic() < deadline
        gate.open()
        expect(theirs.wait(DEADLINE_S), 0)
        report = finish(ours, 5, "not applied", ["002"])
    expect(report["error"]["sqlstate"], "42P07")
    expect((case.rows(), case.query("SELECT to_regclass('b')")), ("002", "b"))


def main() -> int:
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    failed = 0
    print(f"1..{len(tests)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="retort-failures-") as scratch, PrivateServer() as server, \
            AlembicDriver() as driver:
        for number, (name, test) in enumerate(tests, 1):
            try:
                test(Case(sys.argv[1], Path(scratch), server, driver, name))
                print(f"ok {number} {name}", flush=True)
            except Exception:
                failed += 1
                print(f"not ok {number} {name}", flush=True)
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
