#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The line to the server is cut at a chosen message: what retort-cli says became of the run is what the database holds.

Prints TAP. Usage: test-cut-lines.py RETORT-CLI
"""
import subprocess
import sys
import threading
from pathlib import Path
from typing import Optional

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from cutting_proxy import AFTER, BEFORE, DURING, CuttingProxy  # noqa: E402
from run_case import AT_COMMIT, DEADLINE_S, Case, Gate, expect, finish, run_cases  # noqa: E402

PER_MIGRATION = ", transaction_per_migration=True"


def start(case: Case, proxy: CuttingProxy) -> subprocess.Popen:
    return case.upgrade(url=f"postgresql:///{case.database}?host={proxy.folder}&user=postgres")


def cut_run(case: Case, text: str, when: str, status: int, outcome: str, rows: list, nth: int = 1) -> dict:
    """One run whose line is cut at the nth message that holds the text; the table says what the report says."""
    with CuttingProxy(str(case.server.folder), text, when, nth=nth) as proxy:
        report = finish(start(case, proxy), status, outcome, rows)
        assert proxy.has_cut.is_set()
    expect(case.rows() if case.rows() != "no table" else "", " ".join(rows))
    return report


def exists(case: Case, table: str) -> bool:
    return case.query(f"SELECT to_regclass('{table}') IS NOT NULL") == "t"


def test_in_the_first_statement(case: Case) -> None:
    case.revision("001", "CREATE TABLE a ()")
    for when in (BEFORE, DURING, AFTER):
        cut_run(case, "CREATE TABLE a", when, 5, "not applied", [])
        expect((case.rows(), exists(case, "a")), ("no table", False))


def test_in_a_later_transaction(case: Case) -> None:
    case.configure(PER_MIGRATION)
    case.revision("001", "CREATE TABLE a ()")
    case.revision("002", "CREATE TABLE b ()", "CREATE TABLE c ()")
    report = cut_run(case, "CREATE TABLE c", AFTER, 6, "partly applied", ["001"])
    expect([s["in_effect"] for s in report["statements"]], [True, True, True, False])
    expect((exists(case, "a"), exists(case, "b"), exists(case, "c")), (True, False, False))


def test_at_the_version_row(case: Case) -> None:
    case.revision("001", "CREATE TABLE a ()")
    for when in (BEFORE, DURING, AFTER):
        cut_run(case, "INSERT INTO alembic_version", when, 5, "not applied", [])
        expect(exists(case, "a"), False)


def test_before_commit(case: Case) -> None:
    case.revision("001", "CREATE TABLE a ()")
    cut_run(case, "COMMIT", BEFORE, 5, "not applied", [])
    expect(exists(case, "a"), False)


def test_after_commit(case: Case) -> None:
    case.revision("001", "CREATE TABLE a ()")
    cut_run(case, "COMMIT", AFTER, 0, "applied", ["001"])
    expect(exists(case, "a"), True)


def test_second_commit(case: Case) -> None:
    case.configure(PER_MIGRATION)
    case.revision("001", "CREATE TABLE a ()")
    case.revision("002", "CREATE TABLE b ()")
    cut_run(case, "COMMIT", BEFORE, 6, "partly applied", ["001"], nth=2)
    expect((exists(case, "a"), exists(case, "b")), (True, False))
    cut_run(case, "COMMIT", AFTER, 0, "applied", ["002"])
    expect(exists(case, "b"), True)


def at_commit(case: Case, action: str, opens: bool) -> tuple:
    """Cut while the server is held inside COMMIT. What became of it, once the gate is open and the server is done."""
    case.server.run_script(case.database, AT_COMMIT % action)
    case.revision("001", "INSERT INTO t VALUES (1)")
    with Gate(case) as gate:
        on_cut: Optional[threading.Timer] = threading.Timer(1, gate.open) if opens else None
        with CuttingProxy(str(case.server.folder), "COMMIT", DURING, on_cut=on_cut.start if on_cut else None) as proxy:
            run = start(case, proxy)
            pid = case.wait_at_gate()
            told, remarks = run.communicate(timeout=DEADLINE_S)
    case.wait_gone(pid)
    return run.returncode, told, remarks


def test_during_commit_that_succeeds(case: Case) -> None:
    """The server goes on without us: what it says afterwards counts."""
    status, told, _ = at_commit(case, "LOCK TABLE gate", opens=True)
    expect((status, '"applied"' in told), (0, True))
    expect((case.rows(), case.query("SELECT count(*) FROM t")), ("001", "1"))


def test_during_commit_that_fails(case: Case) -> None:
    status, told, _ = at_commit(case, "LOCK TABLE gate; RAISE EXCEPTION $x$too late$x$", opens=True)
    expect((status, '"not applied"' in told), (5, True))
    expect((case.rows(), case.query("SELECT count(*) FROM t")), ("no table", "0"))


def test_during_commit_without_end(case: Case) -> None:
    """Nobody can say yet; the next command does."""
    status, told, remarks = at_commit(case, "LOCK TABLE gate", opens=False)
    expect((status, '"unknown"' in told), (6, True))
    assert "it is not known whether it took effect" in told + remarks, (told, remarks)
    expect((case.rows(), case.query("SELECT count(*) FROM t")), ("001", "1"))
    told, _ = case.start("current").communicate(timeout=DEADLINE_S)
    assert "001" in told, told


def test_outside_transactions(case: Case) -> None:
    """A statement without a transaction whose answer is lost: nothing but the catalogue could tell."""
    body = "    with op.get_context().autocommit_block():\n        op.execute('CREATE INDEX CONCURRENTLY i ON a (id)')\n"
    case.revision("001", "CREATE TABLE a (id int)")
    case.revision("002", text='"""002"""\nfrom alembic import op\n\nrevision = "002"\ndown_revision = "001"\n\n\ndef upgrade():\n'
                  + body + "\n\ndef downgrade():\n    pass\n")
    for when, there in ((BEFORE, False), (AFTER, True)):
        cut_run(case, "CREATE INDEX CONCURRENTLY i ON", when, 6, "unknown", ["001"])
        expect(exists(case, "i"), there)


def test_unreachable_afterwards(case: Case) -> None:
    case.revision("001", "CREATE TABLE a ()")
    with CuttingProxy(str(case.server.folder), "COMMIT", AFTER, refuses_afterwards=True) as proxy:
        run = start(case, proxy)
        told, remarks = run.communicate(timeout=DEADLINE_S)
    expect((run.returncode, '"unknown"' in told), (6, True))
    assert "could not be read" in told + remarks, (told, remarks)
    expect((case.rows(), exists(case, "a")), ("001", True))


def test_while_rolling_back(case: Case) -> None:
    case.revision("001", "CREATE TABLE a ()", "SELECT 1 / 0")
    for when in (BEFORE, DURING, AFTER):
        report = cut_run(case, "ROLLBACK", when, 5, "not applied", [])
        expect(report["error"]["sqlstate"], "22012")
        expect(exists(case, "a"), False)


def test_while_stamping(case: Case) -> None:
    case.revision("001", "CREATE TABLE a ()")
    for when, status, rows in ((BEFORE, 5, "no table"), (AFTER, 0, "001")):
        with CuttingProxy(str(case.server.folder), "COMMIT", when) as proxy:
            url = f"postgresql:///{case.database}?host={proxy.folder}&user=postgres"
            run = case.start("stamp", "001", url=url)
            _, remarks = run.communicate(timeout=DEADLINE_S)
        expect((run.returncode, case.rows()), (status, rows))


if __name__ == "__main__":
    sys.exit(run_cases(globals(), sys.argv[1]))
