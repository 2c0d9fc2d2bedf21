#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server receives: the same statements in the same transactions from Retort and from Alembic.

The server logs every statement. Left out are questions (SELECT, SHOW), settings of the session, and transactions in which
nothing else was sent: the two ask different things. A migration that ends the transaction itself stands at the end of its run:
Alembic sends what follows in the same run without any transaction, Retort begins a new one.

Prints TAP. Usage: test-statements.py RETORT-CLI
"""
import os
import re
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from alembic_driver import AlembicDriver  # noqa: E402
from private_server import PrivateServer  # noqa: E402
from tap import run_tests  # noqa: E402

ENVIRONMENT = """import os

from alembic import context
from sqlalchemy import create_engine, pool

connectable = create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool)
with connectable.connect() as connection:
    context.configure(connection=connection, target_metadata=None%s)
    with context.begin_transaction():
        context.run_migrations()
"""
A = "op.create_table('a', sa.Column('id', sa.Integer(), primary_key=True))"
B = "op.execute('CREATE TABLE b ()')"
INDEX = (
    "op.execute('CREATE TABLE c (id int)')\n    with op.get_context().autocommit_block():\n"
    "        op.execute('CREATE INDEX CONCURRENTLY i ON c (id)')\n"
    "        op.execute('CREATE INDEX CONCURRENTLY j ON c (id)')\n    op.execute('COMMENT ON TABLE c IS $$x$$')"
)
COMMIT = "op.execute('COMMIT')\n    op.execute('CREATE INDEX CONCURRENTLY i ON a (id)')"
PER_MIGRATION = ", transaction_per_migration=True"
PLAIN = {"r1": (None, A), "r2": ("r1", B), "r3": ("r2", "op.add_column('a', sa.Column('n', sa.Text()))")}
FORK = {"r1": (None, A), "r2": ("r1", B), "r3": ("r1", "pass"), "r4": (("r2", "r3"), "pass")}
# Name: (options of configure(), revisions {id: (down, upgrade)}, commands one after the other)
CASES = {
    "one": ("", PLAIN, ["upgrade r2", "upgrade head", "downgrade -1", "downgrade base", "upgrade head"]),
    "per_migration": (PER_MIGRATION, PLAIN, ["stamp base", "upgrade head", "downgrade -2", "upgrade +1"]),
    "merge": ("", FORK, ["upgrade r2", "upgrade r3", "upgrade head", "downgrade r1", "upgrade heads", "downgrade base"]),
    "schema": (
        ", version_table='My_ver', version_table_schema='Vs'", PLAIN, ["upgrade r1", "upgrade head", "downgrade base"]
    ),
    "no_key": (", version_table_pk=False", PLAIN, ["upgrade head", "downgrade r1", "stamp r2", "stamp --purge r1"]),
    "autocommit_block": (
        "", {"r1": (None, A), "r2": ("r1", INDEX), "r3": ("r2", B)}, ["upgrade head"]
    ),
    "autocommit_block_per_migration": (
        PER_MIGRATION, {"r1": (None, A), "r2": ("r1", INDEX), "r3": ("r2", B)}, ["stamp base", "upgrade head"]
    ),
    "stamp": ("", FORK, ["stamp r1", "stamp heads", "stamp r2 r3 --purge", "stamp r4", "stamp base"]),
    "stamp_per_migration": (PER_MIGRATION, FORK, ["stamp base", "stamp r2 r3", "stamp --purge r2 r3", "stamp r4"]),
    "statement_error": ("", {"r1": (None, A), "r2": ("r1", "op.execute('SELECT 1 / 0')")}, ["upgrade head"]),
    "statement_error_per_migration": (
        PER_MIGRATION, {"r1": (None, A), "r2": ("r1", B + "\n    op.execute('DROP TABLE nothing')")}, ["stamp base", "upgrade head"]
    ),
    "own_commit": (
        "", {"r1": (None, A), "r2": ("r1", COMMIT), "r3": ("r2", B)}, ["upgrade r1", "upgrade r2", "upgrade head"]
    ),
}
BODY = {"op.add_column('a'": "op.drop_column('a', 'n')", "op.execute('CREATE TABLE b": "op.execute('DROP TABLE b')", A: "op.drop_table('a')"}
STATEMENT = re.compile(r"^(?P<who>[^|\n]*)\|LOG:  (?:statement|execute [^:]*): (?P<sql>.*(?:\n\t.*)*)", re.M)
QUESTION = re.compile(r"^\s*(?:/\*.*?\*/\s*)*(?:SELECT|SHOW|SET|RESET|WITH)\b", re.I | re.S)


def write_project(folder: Path, options: str, revisions: dict) -> None:
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/migrations\n")
    (folder / "migrations" / "env.py").write_text(ENVIRONMENT % options)
    for id, (down, upgrade) in revisions.items():
        downgrade = next((back for start, back in BODY.items() if upgrade.startswith(start)), "pass")
        (versions / f"{id}.py").write_text(
            f'"""{id}"""\nimport sqlalchemy as sa\nfrom alembic import op\n\nrevision = {id!r}\ndown_revision = {down!r}\n\n\n'
            f"def upgrade():\n    {upgrade}\n\n\ndef downgrade():\n    {downgrade}\n"
        )


def read_log(server: PrivateServer, offset: int, database: str) -> list:
    text = (server.folder / "log").read_bytes()[offset:].decode()
    said = [match["sql"] for match in STATEMENT.finditer(text) if match["who"] == database]
    said = [" ".join(sql.split()).rstrip("; ") for sql in said if not QUESTION.match(sql)]
    return drop_empty(["BEGIN" if sql.startswith("BEGIN") else sql for sql in said])


def drop_empty(said: list) -> list:
    """Without transactions in which nothing was sent, and without the end of none: a migration that committed by itself
    leaves SQLAlchemy believing that there is one."""
    kept, is_open = [], False
    for sql in said:
        is_end = sql in ("COMMIT", "ROLLBACK")
        if is_end and kept and kept[-1] == "BEGIN":
            kept.pop()
        elif not is_end or is_open:
            kept.append(sql)
        is_open = sql == "BEGIN" or (is_open and not is_end)
    return kept


def run_case(program: str, server: PrivateServer, driver: AlembicDriver, folder: Path, case: tuple) -> None:
    options, revisions, commands = case
    write_project(folder, options, revisions)
    for database in ("theirs", "ours"):
        server.query("postgres", f'DROP DATABASE IF EXISTS "{database}"')
        server.create_database(database)
        server.query(database, 'CREATE SCHEMA "Vs"')
    for line in commands:
        command, *words = line.split()
        arguments = [word for word in words if word != "--purge"]
        purge = {"purge": True} if "--purge" in words else {}
        offset = (server.folder / "log").stat().st_size
        refusal = driver.run(folder, server.url("theirs"), command, *arguments, **purge)
        done = subprocess.run(
            [program, "-C", str(folder), "--url", server.url("ours"), command, *words], capture_output=True, text=True
        )
        assert (done.returncode == 0) == (refusal is None), f"{line}: {refusal}, ours: {done.stderr}"
        theirs, ours = read_log(server, offset, "theirs"), read_log(server, offset, "ours")
        assert theirs == ours, f"{line}\ntheirs:\n  " + "\n  ".join(theirs) + "\nours:\n  " + "\n  ".join(ours)
        assert theirs or refusal, f"{line} sent nothing"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="retort-statements-") as scratch, PrivateServer() as server, \
            AlembicDriver() as driver:
        os.environ["XDG_STATE_HOME"] = scratch
        server.query("postgres", "ALTER SYSTEM SET log_statement = 'all'")
        server.query("postgres", "ALTER SYSTEM SET log_line_prefix = '%d|'")
        server.query("postgres", "SELECT pg_reload_conf()")
        return run_tests((name, partial(run_case, sys.argv[1], server, driver, Path(scratch) / name, case)) for name, case in CASES.items())


if __name__ == "__main__":
    sys.exit(main())
