#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One project driven by Retort and by Alembic in turns: up, down, stamp and merge, drawn at random.

Beside it a second database is driven by Alembic alone. After each step both version tables hold the same rows, and one fails
where the other does; at the end pg_dump says the same of both. The seed is printed; RETORT_TEST_SEED repeats a run.

Prints TAP. Usage: test-interchange.py RETORT-CLI PRACTICE-FOLDER
"""
import os
import random
import re
import shutil
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

N_STEPS = 24
DRAWN = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d"
)
ENVIRONMENT = '''import os

from alembic import context
from sqlalchemy import create_engine, pool

config = context.config


def run_migrations_online():
    connectable = create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=None%s)
        with context.begin_transaction():
            context.run_migrations()


run_migrations_online()
'''
REVISION = '''"""{title}"""
import sqlalchemy as sa
from alembic import op

revision = {id!r}
down_revision = {down!r}
branch_labels = {labels!r}
depends_on = {depends_on!r}


def upgrade():
    op.create_table("t_{id}", sa.Column("id", sa.Integer(), primary_key=True))
{up}

def downgrade():
{back}    op.drop_table("t_{id}")
'''


class MadeProject:
    """Several bases, forks, merges, dependencies and labels. A table refers to those of what its revision follows."""

    def __init__(self, folder: Path, rng: random.Random, options: str) -> None:
        self.folder = folder
        self.versions = folder / "migrations" / "versions"
        self.versions.mkdir(parents=True)
        (folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/migrations\n")
        (folder / "migrations" / "env.py").write_text(ENVIRONMENT % options)
        (folder / "migrations" / "script.py.mako").write_text(
            "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n"
            "branch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"
        )
        self.ids, self.labels = [], []
        heads = []
        for number in range(14):
            down = []
            if number not in (0, 4):
                down = [rng.choice(heads)] if rng.random() < 0.7 else [rng.choice(self.ids)]
                if len(heads) > 1 and rng.random() < 0.25:
                    down = rng.sample(heads, 2)
            others = [id for id in self.ids if id not in down]
            depends_on = [rng.choice(others)] if others and rng.random() < 0.25 else []
            self.write(number, f"r{number:03}{rng.randrange(4096):03x}", down, depends_on)
            heads = [id for id in heads if id not in down] + [self.ids[-1]]

    def write(self, number: int, id: str, down: list, depends_on: list) -> None:
        label = f"line{number}" if number in (0, 4, 9) else None
        up = back = ""
        for other in down + depends_on:
            up += f'    op.add_column("t_{id}", sa.Column("{other}", sa.Integer(), sa.ForeignKey("t_{other}.id")))\n'
            back += f'    op.drop_column("t_{id}", "{other}")\n'
        if down:
            up += f'    op.execute("INSERT INTO t_{id} (id) SELECT coalesce(max(id), 0) + 1 FROM t_{down[0]}")\n'
        text = REVISION.format(
            title=f"Number {number}", id=id, up=up, back=back, labels=label, depends_on=depends_on or None,
            down=tuple(down) if len(down) > 1 else (down[0] if down else None),
        )
        (self.versions / f"{id}.py").write_text(text)
        self.ids.append(id)
        if label:
            self.labels.append(label)


class Afternoon:
    """The two databases, and who drives."""

    def __init__(self, program: str, folder: Path, server: PrivateServer, driver: AlembicDriver, name: str) -> None:
        self.program, self.folder, self.server, self.driver = program, folder, server, driver
        self.mixed, self.alone = name + "_mixed", name + "_alone"
        for database in (self.mixed, self.alone):
            server.create_database(database)
            assert self.alembic(database, "stamp", "base") is None

    def alembic(self, database: str, command: str, *arguments: str, **options: object) -> object:
        return self.driver.run(self.folder, self.server.url(database), command, *arguments, **options)

    def retort(self, command: str, *arguments: str, purge: bool = False) -> object:
        done = subprocess.run(
            [self.program, "-C", str(self.folder), "--url", self.server.url(self.mixed), command,
             *(["--purge"] if purge else []), *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )
        return None if done.returncode == 0 else f"{done.returncode}: {done.stderr}"

    def rows(self, database: str) -> list:
        return self.server.query(database, "SELECT version_num FROM alembic_version ORDER BY 1").split()

    def step(self, by_retort: bool, command: str, *arguments: str, **options: object) -> None:
        before = self.rows(self.mixed)
        expected = self.alembic(self.alone, command, *arguments, **options)
        if by_retort:
            found = self.retort(command, *arguments, **options)
        else:
            found = self.alembic(self.mixed, command, *arguments, **options)
        told = f"{'retort' if by_retort else 'alembic'} {command} {' '.join(arguments)} {options or ''}"
        print(f"# {told}{' (fails)' if expected else ''}: {' '.join(self.rows(self.alone))}", flush=True)
        assert (found is None) == (expected is None), f"{told}: {found}, beside it: {expected}"
        if by_retort and expected and expected.startswith(("KeyError", "AssertionError")):
            # Alembic does not see that it will fail over the rows, and leaves what it committed until then: Retort
            # refuses before anything is sent.
            assert self.rows(self.mixed) == before, f"{told}: {self.rows(self.mixed)}"
            self.server.query("postgres", f'DROP DATABASE "{self.alone}"')
            self.server.query("postgres", f'CREATE DATABASE "{self.alone}" TEMPLATE "{self.mixed}"')
        assert self.rows(self.mixed) == self.rows(self.alone), f"{told}: {self.rows(self.mixed)}"

    def dump(self, database: str) -> list:
        done = subprocess.run(
            [self.server.bindir / "pg_dump", "--exclude-table-data=alembic_version", self.server.url(database)],
            capture_output=True, text=True, check=True,
        )
        return [
            DRAWN.sub("DRAWN", line) for line in done.stdout.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))
        ]


def draw_step(rng: random.Random, ids: list, labels: list, rows: list) -> tuple:
    """Not "-1" from several rows: it goes down from the one that the server happens to name first."""
    anything = ids + [label + "@head" for label in labels]
    if rng.random() < 0.55:
        up = ["heads", *anything, rng.choice(ids) + "+1"] + (["+1", "+2"] if len(rows) < 2 else [])
        up += [label + "@+1" for label in labels]
        return "upgrade", rng.choice(up)
    down = ["base", *ids, *(row + "@-1" for row in rows)] + (["-1", "-2"] if len(rows) == 1 else [])
    return "downgrade", rng.choice(down)


def drive(afternoon: Afternoon, rng: random.Random, ids: list, labels: list, may_merge: bool) -> None:
    for number in range(N_STEPS):
        rows = afternoon.rows(afternoon.alone)
        by_retort = rng.random() < 0.5
        if rng.random() < 0.15:
            # Away and back, so that the rows fit the tables again.
            away = rng.sample(ids, rng.choice([1, 1, 2]))
            afternoon.step(by_retort, "stamp", *away, purge=rng.random() < 0.3)
            afternoon.step(not by_retort, "stamp", *(rows or ["base"]), purge=True)
        elif may_merge and number in (8, 16):
            merged = afternoon.driver.run(
                afternoon.folder, "", "merge", "heads", message=f"merge {number}", rev_id=f"merge{number}"
            )
            if merged is None:
                ids.append(f"merge{number}")
                afternoon.step(by_retort, "upgrade", "heads")
        else:
            afternoon.step(by_retort, *draw_step(rng, ids, labels, rows))
    afternoon.step(True, "upgrade", "heads")
    mixed, alone = afternoon.dump(afternoon.mixed), afternoon.dump(afternoon.alone)
    assert mixed == alone, "\n".join(sorted(set(mixed) ^ set(alone)))


def check(name: str, options: str, seed: int, scratch: str, *tools) -> None:
    rng, folder = random.Random(seed), Path(scratch) / name
    if options is None:
        shutil.copytree(sys.argv[2], folder, ignore=shutil.ignore_patterns("__pycache__"))
        ids, labels = [f"{n:03}" for n in range(1, 16)] + ["012b", "012c"], []
    else:
        made = MadeProject(folder, rng, options)
        ids, labels = made.ids, made.labels
    drive(Afternoon(sys.argv[1], folder, *tools, name), rng, ids, labels, options is not None)


def main() -> int:
    seed = int(os.environ.get("RETORT_TEST_SEED", random.SystemRandom().randrange(1 << 31)))
    cases = [("practice", None), ("made", ""), ("per_migration", ", transaction_per_migration=True")]
    print(f"# seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="retort-interchange-") as scratch, PrivateServer() as server, \
            AlembicDriver() as driver:
        os.environ["XDG_STATE_HOME"] = os.path.join(scratch, "state")
        os.environ["XDG_CONFIG_HOME"] = os.path.join(scratch, "config")
        return run_tests((name, partial(check, name, options, seed + number, scratch, server, driver))
                         for number, (name, options) in enumerate(cases, 1))


if __name__ == "__main__":
    sys.exit(main())
