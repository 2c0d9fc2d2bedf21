#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Upgrade two empty databases of a private server, one by Alembic and one by Retort's own engine, and compare their pg_dump.

Usage: compare-upgrade.py [--stack FOLDER] [--retort-cli FILE] PROJECT

The versions are copied behind a plain env.py that commits each revision by itself; the project's files are executed. A revision
that Alembic fails on here is emptied for both. One that Retort does not understand, or that asks the database, is run by Alembic on both
databases, in its turn: a project may be driven by both. Modules that the revisions import are found by PYTHONPATH. The schema that the simulation
has at the heads is held against the catalogue, too. Exit status 1 when the dumps, or these, differ.
"""
import argparse
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from private_server import PrivateServer  # noqa: E402

INI = "[alembic]\nscript_location = %(here)s/migrations\n"
ENV = """import os

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy import pool

with create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=None, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
    if hasattr(connection, "commit"):  # the version row behind a migration that committed by itself
        connection.commit()
"""
# Alembic, one revision after the other in one process; says the first that fails.
DRIVER = """import json, logging, os, sys, warnings
warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
from alembic import command
from alembic.config import Config
out = os.fdopen(os.dup(1), "w"); os.dup2(2, 1)
target = sys.argv[1]
config = Config("alembic.ini")
try:
    command.upgrade(config, target)
    print(json.dumps({"error": None}), file=out)
except BaseException as error:
    print(json.dumps({"error": "%s: %s" % (type(error).__name__, str(error)[:300])}), file=out)
"""
# Which files Python cannot load here: Alembic would load all of them before it runs the first.
LOADER = """import importlib.util, json, os, sys, warnings
warnings.simplefilter("ignore")
out = os.fdopen(os.dup(1), "w"); os.dup2(2, 1)
for path in sys.argv[1:]:
    spec = importlib.util.spec_from_file_location("revision", path)
    try:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    except BaseException as error:
        print(json.dumps([path, "%s: %s" % (type(error).__name__, error)]), file=out)
"""


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stack", help="a folder with alembic and sqlalchemy")
    parser.add_argument("--retort-cli", default="retort-cli")
    parser.add_argument("project")
    return parser.parse_args()


class Comparison:
    def __init__(self, arguments, server, folder):
        self.program = str(Path(arguments.retort_cli).resolve())
        self.server = server
        self.folder = folder
        self.environment = dict(os.environ, LC_ALL="C.UTF-8")
        path = [arguments.stack] if arguments.stack else []
        self.environment["PYTHONPATH"] = os.pathsep.join(path + [os.environ.get("PYTHONPATH", "")])

    def url(self, database):
        return f"postgresql://postgres@/{database}?host={self.server.folder}"

    def ask(self, *arguments):
        done = subprocess.run([self.program, "-C", str(self.folder), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        return done

    def alembic(self, database, target):
        environment = dict(self.environment, DATABASE_URL=self.url(database))
        done = subprocess.run(["/usr/bin/python3", "-c", DRIVER, target], cwd=self.folder, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return json.loads(done.stdout.splitlines()[-1])["error"]

    def find_broken(self, paths):
        """Paths of files that cannot be loaded, with the reason."""
        done = subprocess.run(["/usr/bin/python3", "-c", LOADER, *map(str, paths)], cwd=self.folder, env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return dict(map(json.loads, done.stdout.splitlines()))

    def retort(self, database, target):
        done = self.ask("--url", self.url(database), "upgrade", target, "--yes")
        return None if done.returncode in (0, 1) else done.stderr.strip() or done.stdout.strip()

    def current(self, database):
        done = subprocess.run(["psql", "-h", str(self.server.folder), "-U", "postgres", "-Atc",
                               "SELECT version_num FROM alembic_version", database],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return done.stdout.split()

    def diff(self, database):
        """What simulation and catalogue differ in, and what of them cannot be compared."""
        done = self.ask("--url", self.url(database), "--format", "json", "diff", "heads", "database")
        if done.returncode not in (0, 1):
            raise SystemExit(f"cannot compare with the simulation: {done.stderr}")
        told = json.loads(done.stdout)
        return told["differences"], told["not_comparable"]

    def dump(self, database):
        command = [str(self.server.bindir / "pg_dump"), "-h", str(self.server.folder), "-U", "postgres", "--schema-only", database]
        lines = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
        return [line for line in lines if not line.startswith(("\\restrict", "\\unrestrict"))]


def write_project(source, revisions, folder):
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text(INI)
    (folder / "migrations" / "env.py").write_text(ENV)
    for package in Path(source).glob("*/__init__.py"):
        shutil.copytree(package.parent, folder / package.parent.name, ignore=shutil.ignore_patterns("node_modules", "static", "*.png"))
    paths = {}
    for revision in revisions:
        path = Path(source) / revision["file"]
        paths[revision["id"]] = versions / path.name
        (versions / path.name).write_text(path.read_text())
    return paths


def empty(path, revision):
    down = tuple(revision["down"]) if len(revision["down"]) > 1 else (revision["down"] or [None])[0]
    path.write_text("revision = %r\ndown_revision = %r\ndepends_on = %r\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"
                    % (revision["id"], down, tuple(revision["depends_on"]) or None))


def upgrade_by_alembic(comparison, order, paths):
    """Returns how many revisions had to be emptied."""
    broken = comparison.find_broken(paths.values())
    for revision in order:
        if str(paths[revision["id"]]) in broken:
            print(f"  emptied {revision['id']}: {broken[str(paths[revision['id']])]}")
            empty(paths[revision["id"]], revision)
    n_emptied = len(broken)
    position = 0
    while position < len(order):
        error = comparison.alembic("theirs", "heads")
        if error is None:
            return n_emptied
        done = set(comparison.current("theirs"))
        position = max([i + 1 for i, revision in enumerate(order) if revision["id"] in done], default=0)
        if position >= len(order):
            return n_emptied
        print(f"  emptied {order[position]['id']}: {error}")
        empty(paths[order[position]["id"]], order[position])
        n_emptied += 1
    return n_emptied


def upgrade_by_retort(comparison, order):
    """Returns the revisions that Alembic had to run."""
    by_alembic = []
    ids = [revision["id"] for revision in order]
    while True:
        error = comparison.retort("ours", "heads")
        if error is None:
            return by_alembic
        refused = re.search(r"the built-in engine does not run this: revision '([^']+)'", error)
        stopped = re.search(r"stopped at ([^ :]+):", error)
        if refused is None and stopped is None:
            raise SystemExit(f"retort does not get on: {error}")
        print("  retort " + (refused or stopped).string[:300].replace("\n", " "))
        revision = (refused or stopped).group(1)
        if refused is not None and ids.index(revision) > 0:
            comparison.retort("ours", ids[ids.index(revision) - 1])
        run_by_alembic(comparison, revision, by_alembic)


def run_by_alembic(comparison, revision, by_alembic):
    error = comparison.alembic("ours", revision)
    by_alembic.append(revision)
    if error is not None:
        raise SystemExit(f"alembic fails on {revision}: {error}")


def main():
    arguments = read_arguments()
    history = json.loads(subprocess.run([arguments.retort_cli, "-C", arguments.project, "--format", "json", "history"],
                                        stdout=subprocess.PIPE, check=True).stdout)
    order = history["revisions"][::-1]
    with tempfile.TemporaryDirectory(prefix="retort-upgrade-") as scratch, PrivateServer() as server:
        folder = Path(scratch)
        paths = write_project(arguments.project, order, folder)
        comparison = Comparison(arguments, server, folder)
        for database in ("theirs", "ours"):
            subprocess.run(["createdb", "-h", str(server.folder), "-U", "postgres", database], check=True)
        n_emptied = upgrade_by_alembic(comparison, order, paths)
        by_alembic = upgrade_by_retort(comparison, order)
        theirs, ours = comparison.dump("theirs"), comparison.dump("ours")
        rows = comparison.current("theirs"), comparison.current("ours")
        differences, not_comparable = comparison.diff("ours")
    difference = list(difflib.unified_diff(theirs, ours, "alembic", "retort", lineterm="", n=2))
    print("\n".join(difference[:60]))
    print(f"{len(order)} revisions, {n_emptied} emptied, {len(by_alembic)} run by Alembic on both; {len(theirs)} lines of pg_dump, "
          f"{'equal' if not difference else 'DIFFERENT'}; at {rows[0]} and {rows[1]}")
    print(f"simulation and catalogue: {len(differences)} differences, {len(not_comparable)} that cannot be compared", *differences, *not_comparable,
          sep="\n  ")
    return 1 if difference or rows[0] != rows[1] or differences else 0


if __name__ == "__main__":
    sys.exit(main())
