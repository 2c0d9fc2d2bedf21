#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that end badly, seen from outside: what retort-cli says became of them is what the database holds.

Prints TAP. Usage: test-run-failures.py RETORT-CLI
"""
import contextlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Callable, Iterator

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from cutting_proxy import AFTER, CuttingProxy  # noqa: E402
from run_case import AT_COMMIT, DEADLINE_S, Case, Gate, expect, finish, refuse, run_cases  # noqa: E402


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


def test_cancel_before(case: Case) -> None:
    """Before anything is sent: while the project's own lock is awaited, and before the server has said a word."""
    environment = case.folder / "migrations" / "env.py"
    environment.write_text(
        environment.read_text().replace("import create_engine, pool", "import create_engine, pool, text").replace(
            "    with context.begin", '    connection.execute(text("SELECT pg_advisory_lock(4711)"))\n    with context.begin')
    )
    case.revision("001", "CREATE TABLE a ()")
    with holding_lock(case, "SELECT pg_advisory_lock(4711)"):
        run = case.upgrade()
        case.wait_until("SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        run.send_signal(signal.SIGINT)
        refuse(run, 5, "cancelled")
    expect(case.rows(), "no table")
    with tempfile.TemporaryDirectory(prefix="retort-silent-", dir="/tmp") as folder, socket.socket(socket.AF_UNIX) as silent:
        silent.bind(os.path.join(folder, ".s.PGSQL.5432"))
        silent.listen()
        run = case.upgrade(url=f"postgresql:///x?host={folder}&user=postgres")
        client, _ = silent.accept()
        with client:
            run.send_signal(signal.SIGINT)
            refuse(run, 5, "cancelled")


def test_cancel_after(case: Case) -> None:
    """The last statement is in effect when the cancel arrives: it is not called cancelled."""
    case.configure(", transaction_per_migration=True")
    case.revision("001", "CREATE TABLE a ()")
    case.revision("002", "CREATE TABLE b ()")
    with CuttingProxy(str(case.server.folder), "COMMIT", AFTER, nth=2, on_cut=lambda: run.send_signal(signal.SIGINT)) as proxy:
        run = case.upgrade(url=f"postgresql:///{case.database}?host={proxy.folder}&user=postgres")
        report = finish(run, 0, "applied", ["002"])
    expect((report["cancelled"], case.rows()), (False, "002"))


def test_not_let_in(case: Case) -> None:
    """A password that is refused, a role and a database that are not there, a server that is away."""
    case.revision("001", "CREATE TABLE a ()")
    case.server.query("postgres", "CREATE ROLE careful LOGIN PASSWORD 'right'")
    rules = case.server.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("local all careful scram-sha-256\n" + before)
    case.server.query("postgres", "SELECT pg_reload_conf()")
    usual = case.server.url(case.database)
    for url, words in (
        (usual.replace("user=postgres", "user=careful") + "&password=wrong", "password authentication failed"),
        (usual.replace("user=postgres", "user=careful"), "password"),
        (usual.replace("user=postgres", "user=nobody_here"), "nobody_here"),
        (usual.replace(case.database, "nowhere"), "nowhere"),
        ("postgresql:///x?host=/nonexistent", "/nonexistent"),
    ):
        for command in (("upgrade", "head"), ("stamp", "001"), ("current",), ("plan",)):
            refuse(case.start(*command, url=url), 4, words)
    rules.write_text(before)
    case.server.query("postgres", "SELECT pg_reload_conf()")
    expect(case.rows(), "no table")


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


def limit_files(size: int) -> Callable[[], None]:
    """No file of the program may grow beyond that."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_disk_full(case: Case) -> None:
    """No file of Retort can grow: the journal is lost, told, and the run is what it would have been."""

    case.revision("001", "CREATE TABLE a ()")
    report = finish(case.upgrade(preexec_fn=limit_files(0)), 0, "applied", ["001"])
    assert "keeps no journal: cannot write" in report["remarks"], report["remarks"]
    expect(case.rows(), "001")
    expect(os.listdir(case.folder / "state" / "retort" / "runs"), [])

    case.revision("002", *(f"CREATE TABLE b{n} (a_long_name_for_a_column int)" for n in range(20)))
    report = finish(case.upgrade(preexec_fn=limit_files(900)), 0, "applied", ["002"])
    expect(report["remarks"].count("the journal of this run is lost"), 1)
    _, told = case.start("status").communicate()
    assert "the database is at 002" in told, told


def test_disk_full_beside_the_project(case: Case) -> None:
    """retort.json and the practice project: told, and what was there is there."""
    environment = case.folder / "migrations" / "env.py"
    environment.write_text(environment.read_text() + "\nunknown_function_of_somebody(connection)\n")
    settings = case.folder / "retort.json"
    settings.write_text('{ "name": "mine" }\n')
    told, _ = case.start("accept", "--format", "json").communicate(timeout=DEADLINE_S)
    refuse(case.start("accept", json.loads(told)["hash"], preexec_fn=limit_files(0)), 3, "cannot write")
    expect((settings.read_text(), sorted(os.listdir(case.folder))), ('{ "name": "mine" }\n', ["alembic.ini", "migrations", "retort.json"]))
    practice = case.folder / "practice"
    run = case.start("practice", str(practice), preexec_fn=limit_files(0))
    _, remarks = run.communicate(timeout=DEADLINE_S)
    expect(run.returncode, 3)
    assert "cannot" in remarks, remarks


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


@contextlib.contextmanager
def holding_lock(case: Case, lock: str) -> Iterator[None]:
    """Somebody else holds an advisory lock."""
    holder = subprocess.Popen(
        ["psql", "-qAtX", case.server.url(case.database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    holder.stdin.write(f"{lock}; \\echo held\n")
    holder.stdin.flush()
    while holder.stdout.readline() != "held\n":
        pass
    yield
    holder.communicate("\\q\n")
    case.wait_until("SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory'")


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
        with holding_lock(case, lock.replace("_xact", "")):
            refuse(case.upgrade("--lock-timeout", "100"), 5, "the lock that the project itself takes before a run is not free")
            expect(case.rows(), "no table")
        finish(case.upgrade(), 0, "applied", ["001"])
        expect(case.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), "0")
        case.query("DROP TABLE a, alembic_version")


def test_killed_restore(case: Case) -> None:
    """kill -9 while a snapshot is read into a new database, where a CHECK sleeps: ours is as it was, and the next tidies up."""
    case.revision("001", "CREATE FUNCTION at_home() RETURNS boolean LANGUAGE sql AS "
                  "$$ SELECT current_database() = 'test_killed_restore' OR pg_sleep(60) IS NULL $$",
                  "CREATE TABLE a (id int CHECK (at_home()))", "INSERT INTO a VALUES (1)")
    finish(case.upgrade(), 0, "applied", ["001"])
    expect(case.start("snapshot", "one").wait(DEADLINE_S), 0)
    restore = case.start("restore", "one", "--yes")
    case.wait_until("SELECT count(*) = 1 FROM pg_stat_activity WHERE datname LIKE 'test_killed_restore_restoring_%' AND query LIKE 'COPY%'")
    restore.kill()
    restore.wait(DEADLINE_S)
    expect(case.query("SELECT id FROM a"), "1")
    expect(case.query("SELECT count(*) FROM pg_database WHERE datname LIKE 'test_killed_restore_%'"), "1")
    expect(case.start("snapshot", "two").wait(DEADLINE_S), 0)
    expect(case.query("SELECT count(*) FROM pg_database WHERE datname LIKE 'test_killed_restore_%'"), "0")


def test_limits_of_the_project(case: Case) -> None:
    """env.py sets limits for its session: a run has them too, and what the run itself is told stands before them."""
    environment = case.folder / "migrations" / "env.py"
    calls = "".join(f'    connection.execute(text("{sql}"))\n' for sql in ("SET lock_timeout = 1234", "SET statement_timeout TO '7s'"))
    environment.write_text(
        environment.read_text().replace("import create_engine, pool", "import create_engine, pool, text").replace(
            "    context.configure", calls + "    connection.commit()\n    context.configure", 1)
    )
    seen = "SELECT current_setting('lock_timeout') || ' ' || current_setting('statement_timeout') AS seen"
    case.revision("001", f"CREATE TABLE a AS {seen}")
    case.revision("002", f"INSERT INTO a {seen}")
    finish(case.start("upgrade", "001", "--format", "json"), 0, "applied", ["001"])
    expect(case.query("SELECT seen FROM a"), "1234ms 7s")
    finish(case.upgrade("--lock-timeout", "100"), 0, "applied", ["002"])
    expect(case.query("SELECT max(seen) FROM a"), "1234ms 7s")
    expect(case.query("SELECT min(seen) FROM a"), "100ms 7s")


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
        case.wait_until("SELECT count(*) = 2 FROM pg_locks WHERE relation = 'gate'::regclass AND NOT granted")
        gate.open()
        expect(theirs.wait(DEADLINE_S), 0)
        report = finish(ours, 5, "not applied", ["002"])
    expect(report["error"]["sqlstate"], "42P07")
    expect((case.rows(), case.query("SELECT to_regclass('b')")), ("002", "b"))


if __name__ == "__main__":
    sys.exit(run_cases(globals(), sys.argv[1]))
