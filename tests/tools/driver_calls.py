# SPDX-License-Identifier: GPL-3.0-or-later
"""What SQLAlchemy hands to psycopg2 for a migration's body, and what retort-cli shows for it."""
import json
import re
import subprocess
from pathlib import Path

import psycopg2.extensions
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext


class Cursor(psycopg2.extensions.cursor):
    sent: list = []
    n_rows = None

    def execute(self, query, values=None):
        super().execute(query, values)
        self.n_rows = None
        Cursor.sent.append(self.query.decode())

    def executemany(self, query, sets):
        n_rows = 0
        for values in sets:
            self.execute(query, values)
            n_rows += super().rowcount
        self.n_rows = n_rows

    @property
    def rowcount(self):
        """Of all rows, as psycopg2 counts them."""
        return super().rowcount if self.n_rows is None else self.n_rows


def run_theirs(engine, head: str, body: str):
    """The texts; None when SQLAlchemy refuses."""
    with engine.connect() as connection:
        transaction = connection.begin()
        Cursor.sent.clear()
        scope = {}
        try:
            with Operations.context(MigrationContext.configure(connection)):
                exec(head + body, scope)
            return list(Cursor.sent)
        except Exception:
            return None
        finally:
            transaction.rollback()


def run_ours(program: str, folder: Path, head: str, bodies: list, requirements: dict = {}) -> list:
    """The migrations of a new project whose revisions have these bodies; what it requires: texts of files by name."""
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = migrations\n")
    (folder / "migrations" / "env.py").write_text("")
    for name, text in requirements.items():
        (folder / name).write_text(text)
    for number, body in enumerate(bodies):
        down = repr(f"r{number - 1}") if number else "None"
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        (versions / f"r{number}.py").write_text(f"{head}\nrevision = 'r{number}'\ndown_revision = {down}\n\n\ndef upgrade():\n{lines}")
    done = subprocess.run([program, "-C", str(folder), "--format", "json", "sql", "--each"], capture_output=True, text=True, check=True)
    by_id = {revision["id"]: revision["upgrade"] for revision in json.loads(done.stdout)["revisions"]}
    return [by_id[f"r{number}"] for number in range(len(bodies))]


def normalize(sql: str) -> str:
    """1.4 writes rows without a blank between them; what the driver casts and Retort does not is the same value."""
    sql = re.sub(r"('\d{4}-[^']*'|\])::\w+(\[\])?", r"\1", " ".join(sql.split()))
    sql = re.sub(r"('\d{4}-\d\d-\d\d)T", r"\1 ", sql)
    sql = re.sub(r"'::JSONB?\b", "'", sql)  # which 1.4 does not write
    return re.sub(r"\s*,\s*", ",", sql).rstrip(";")
