#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write an Alembic project with N revisions, for benchmarks, screenshots and large tests.

Usage: make-project.py N FOLDER [--heads H]

The same N gives the same files, byte for byte. The history has a main line; every now and then a
side branch of one to four revisions leaves it and is merged back by an empty merge revision; a few
branches carry a label, a few depend on a revision of the main line. With --heads the last H - 1
branches stay open. Ids are hexadecimal as Alembic draws them. Every upgrade and downgrade runs: a
revision touches only tables that its own ancestors made.
"""
import argparse
import hashlib
import random
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import List, Optional, Tuple

NOUNS = """account invoice shipment product customer supplier warehouse parcel voucher ticket
campaign review session device message channel contract subscription payment refund category asset
comment report schedule region tariff membership badge survey""".split()
COLUMNS = """note state external_reference priority archived_at retries locale amount colour weight
position checksum summary source tracking_code confirmed_at display_name attempts""".split()
TYPES = [
    "sa.Text()",
    "sa.String(length=32)",
    "sa.DateTime(timezone=True)",
    "sa.Integer()",
    "sa.Numeric(precision=12, scale=2)",
]
# A label spreads to everything that comes after it, so a project has few.
LABELS = ["billing", "mobile", "reports"]

INI = """[alembic]
script_location = %(here)s/migrations
prepend_sys_path = %(here)s
file_template = %%(rev)s_%%(slug)s

sqlalchemy.url = postgresql:///large_project
"""

ENV = '''import os

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy import pool

config = context.config
target_metadata = None


def database_url() -> str:
    return os.environ.get("DATABASE_URL") or config.get_main_option("sqlalchemy.url")


def run_migrations_offline() -> None:
    context.configure(url=database_url(), target_metadata=target_metadata, literal_binds=True)

    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    connectable = create_engine(database_url(), poolclass=pool.NullPool)

    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)

        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
'''

MAKO = '''"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

# revision identifiers, used by Alembic.
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
'''


@dataclass
class Table:
    """A table as one line of the history knows it."""

    name: str
    columns: List[str]


@dataclass
class Line:
    """The tip of a line of revisions, and the tables that it may touch."""

    tip: Optional[str] = None
    tables: List[Table] = field(default_factory=list)


class Writer:
    """Writes the files of one project; N alone decides every id, date and word."""

    def __init__(self, folder: Path, n_revisions: int) -> None:
        self.versions = folder / "migrations" / "versions"
        self.versions.mkdir(parents=True)
        (folder / "alembic.ini").write_text(INI)
        (folder / "migrations" / "env.py").write_text(ENV)
        (folder / "migrations" / "script.py.mako").write_text(MAKO)
        self.random = random.Random(n_revisions)
        self.n_left = n_revisions
        self.n_written = 0
        self.n_tables = 0
        self.created = datetime(2019, 3, 4, 9, 0, 0, 123456)

    def write(
        self,
        down: object,
        title: str,
        up: str,
        back: str,
        label: Optional[str] = None,
        depends_on: Optional[str] = None,
    ) -> str:
        """Write one file and return the id of its revision."""
        revision = hashlib.sha1(f"revision {self.n_written}".encode()).hexdigest()[:12]
        self.created += timedelta(minutes=self.random.randint(30, 4000))
        revises = ", ".join(down) if isinstance(down, tuple) else down or ""
        slug = "_".join(title.split())[:40]
        (self.versions / f"{revision}_{slug}.py").write_text(
            f'"""{title}\n\nRevision ID: {revision}\nRevises: {revises}\n'
            f'Create Date: {self.created}\n\n"""\n'
            "from alembic import op\nimport sqlalchemy as sa\n\n\n"
            "# revision identifiers, used by Alembic.\n"
            f"revision = {revision!r}\ndown_revision = {down!r}\n"
            f"branch_labels = {(label,) if label else None!r}\ndepends_on = {depends_on!r}\n\n\n"
            f"def upgrade() -> None:\n{up}\n\n\ndef downgrade() -> None:\n{back}\n"
        )
        self.n_written += 1
        self.n_left -= 1
        return revision

    def advance(
        self, line: Line, label: Optional[str] = None, depends_on: Optional[str] = None
    ) -> None:
        """Add one revision that changes something to the end of a line."""
        table = self.random.choice(line.tables) if line.tables else None
        if table is None or self.random.random() < 0.2:
            title, up, back = self.create_table(line)
        elif len(table.columns) > 2 and self.random.random() < 0.15:
            title, up, back = self.create_index(table)
        elif self.random.random() < 0.12:
            title, up, back = self.backfill(table)
        else:
            title, up, back = self.add_column(table)
        line.tip = self.write(line.tip, title, up, back, label, depends_on)

    def create_table(self, line: Line) -> Tuple[str, str, str]:
        self.n_tables += 1
        name = f"{self.random.choice(NOUNS)}_{self.n_tables}"
        line.tables = [*line.tables, Table(name, ["id", "created_at"])]
        up = (
            f"    op.create_table(\n        '{name}',\n"
            "        sa.Column('id', sa.Integer(), nullable=False),\n"
            "        sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),\n"
            f"        sa.PrimaryKeyConstraint('id', name='pk_{name}'),\n    )"
        )
        return f"create {name}", up, f"    op.drop_table('{name}')"

    def add_column(self, table: Table) -> Tuple[str, str, str]:
        column = f"{self.random.choice(COLUMNS)}_{self.n_written}"
        type_ = self.random.choice(TYPES)
        table.columns.append(column)
        up = f"    op.add_column('{table.name}', sa.Column('{column}', {type_}, nullable=True))"
        return (
            f"add {column} to {table.name}",
            up,
            f"    op.drop_column('{table.name}', '{column}')",
        )

    def create_index(self, table: Table) -> Tuple[str, str, str]:
        column = self.random.choice(table.columns[1:])
        index = f"ix_{table.name}_{column}_{self.n_written}"
        up = f"    op.create_index('{index}', '{table.name}', ['{column}'])"
        return (
            f"index {column} of {table.name}",
            up,
            f"    op.drop_index('{index}', table_name='{table.name}')",
        )

    def backfill(self, table: Table) -> Tuple[str, str, str]:
        sql = f"UPDATE {table.name} SET created_at = '2019-01-01' WHERE created_at IS NULL"
        up = f'    op.execute("{sql}")'
        return f"backfill {table.name}", up, "    pass"

    def fork(self, line: Line) -> Line:
        """A line that starts at the tip of `line`, with tables of its own."""
        return Line(line.tip, [Table(table.name, list(table.columns)) for table in line.tables])

    def merge(self, line: Line, side: Line) -> None:
        """Bring a side branch back with an empty revision, as `alembic merge` writes it."""
        down = (line.tip, side.tip)
        names = {table.name: table for table in line.tables}
        for table in side.tables:
            known = names.setdefault(table.name, table)
            known.columns.extend(column for column in table.columns if column not in known.columns)
        line.tables = list(names.values())
        line.tip = self.write(
            down, f"merge {line.tip[:4]} and {side.tip[:4]}", "    pass", "    pass"
        )


def branch(writer: Writer, main: Line, n_branches: int) -> Line:
    """A side branch of one to four revisions; some have a label, some depend on the main line."""
    side = writer.fork(main)
    label = (
        LABELS[n_branches // 12]
        if n_branches % 12 == 0 and n_branches // 12 < len(LABELS)
        else None
    )
    depends_on = None
    if n_branches % 9 == 4:
        writer.advance(main)
        depends_on = main.tip
    writer.advance(side, label=label, depends_on=depends_on)
    for _ in range(writer.random.randint(0, 3)):
        writer.advance(side)
    return side


def grow(writer: Writer, n_heads: int) -> None:
    """Write branches and merges while there is room, then open heads, then a straight end."""
    main = Line()
    sides: List[Line] = []
    n_branches = 0

    writer.advance(main)
    while writer.n_left > len(sides) + 6 + n_heads:
        if len(sides) < 3 and writer.random.random() < 0.08:
            sides.append(branch(writer, main, n_branches))
            n_branches += 1
        elif sides and writer.random.random() < 0.2:
            writer.merge(main, sides.pop(writer.random.randrange(len(sides))))
        else:
            writer.advance(main)

    for side in sides:
        writer.merge(main, side)
    for _ in range(n_heads - 1):
        writer.advance(writer.fork(main))
    while writer.n_left > 0:
        writer.advance(main)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("revisions", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--heads", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.heads < 1 or arguments.revisions <= arguments.heads:
        parser.error("too few revisions for that many heads")
    if arguments.folder.exists() and any(arguments.folder.iterdir()):
        parser.error(f"{arguments.folder} is not empty")
    grow(Writer(arguments.folder, arguments.revisions), arguments.heads)
    return 0


if __name__ == "__main__":
    sys.exit(main())
