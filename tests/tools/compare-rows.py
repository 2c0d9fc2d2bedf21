#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run each data migration over tables with rows, once by Alembic and once by Retort's own engine, and compare what the tables hold.

Usage: compare-rows.py [--stack FOLDER] [--retort-cli FILE] [--sample N] [--seed N] [--rows N] [--sql SQL] PROJECT [REVISION …]

An empty database goes up the history by Alembic; before a revision that reads or writes rows a copy of it is filled with made-up rows (texts that
the migration's own source quotes among them, so that its conditions find something), and that copy goes one revision up by each. Moments of
the run and drawn uuids count as equal. Exit status 1 when rows differ.
"""
import argparse
import ast
import importlib.util
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from private_server import PrivateServer  # noqa: E402

import psycopg2  # noqa: E402

_spec = importlib.util.spec_from_file_location("compare_upgrade", Path(__file__).resolve().parent / "compare-upgrade.py")
compare_upgrade = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(compare_upgrade)

COLUMNS = """
SELECT c.oid::regclass::text, a.attname, t.typname, t.typtype, a.attnotnull, a.atthasdef, a.attnum,
       array(SELECT enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY enumsortorder), information_schema._pg_char_max_length(a.atttypid, a.atttypmod)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.relname <> 'alembic_version' ORDER BY c.oid, a.attnum
"""
KEYS = """
SELECT conrelid::regclass::text, conkey, confrelid::regclass::text,
       array(SELECT attname::text FROM unnest(confkey) WITH ORDINALITY k (n, o) JOIN pg_attribute ON attrelid = confrelid AND attnum = n ORDER BY o)
FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid
"""
MOMENT = re.compile(r"'2026-\d\d-\d\d[ T]\d\d:\d\d:[\d.]+[^']*'")
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def quoted_words(path: Path) -> list:
    """Texts of the source, and what stands between quotes in its SQL."""
    words = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.update(re.findall(r"'([^'\n]{1,60})'", node.value))
            if len(node.value) <= 60 and "\n" not in node.value:
                words.add(node.value)
    return sorted(words)


class Filler:
    def __init__(self, connection, words: list, seed: int) -> None:
        self.cursor, self.words, self.random = connection.cursor(), words, random.Random(seed)
        self.is_last_round = False

    def value(self, type_: str, kind: str, labels: list, length):
        draw = self.random
        if kind == "e":
            return draw.choice(labels)
        if type_ in ("int2", "int4", "int8", "numeric", "float4", "float8", "oid"):
            return draw.choice([0, 1, 2, draw.randrange(30000)])
        if type_ == "bool":
            return draw.random() < 0.5
        if type_ == "uuid":
            return "%08x-0000-4000-8000-%012x" % (draw.getrandbits(32), draw.getrandbits(48))
        if type_ in ("date", "timestamp", "timestamptz"):
            return "20%02d-%02d-%02d 0%d:00:00" % (draw.randrange(15, 26), draw.randrange(1, 13), draw.randrange(1, 28), draw.randrange(10))
        if type_ in ("json", "jsonb"):
            return draw.choice(['{}', '[]', '{"a": 1, "key": "value"}', '{"list": ["x", null]}'])
        if type_.startswith("_"):
            return "{}"
        if type_ in ("text", "varchar", "bpchar", "citext", "name"):
            text = draw.choice(self.words) if self.words and draw.random() < 0.6 else "it's %%s :x %d" % draw.randrange(10**6)
            return text[:length] if length else text
        return None

    def fill(self, n_each: int) -> int:
        self.cursor.execute(COLUMNS)
        tables: dict = {}
        for table, *column in self.cursor.fetchall():
            tables.setdefault(table, []).append(column)
        self.cursor.execute(KEYS)
        keys: dict = {}
        for table, places, other, names in self.cursor.fetchall():
            keys.setdefault(table, []).append((places, other, names))
        n_rows = 0
        for number in range(4):  # a table gets its rows when those that it refers to have some; circles in the last round
            self.is_last_round = number == 3
            for table, columns in tables.items():
                n_rows += sum(self.add_row(table, columns, keys.get(table, [])) for _ in range(n_each))
        return n_rows

    def add_row(self, table: str, columns: list, keys: list) -> bool:
        row = {}
        for name, type_, kind, is_required, has_default, place, labels, length in columns:
            if is_required and has_default and self.random.random() < 0.7 or not is_required and self.random.random() < 0.2:
                continue
            row[place] = (name, self.value(type_, kind, labels, length))
        for places, other, names in keys:
            self.cursor.execute("SELECT %s FROM %s ORDER BY 1 OFFSET %d LIMIT 1" % (
                ", ".join('"%s"' % name for name in names), other, self.random.randrange(4)))
            found = self.cursor.fetchone()
            if found is None and not self.is_last_round:
                return False
            for i, place in enumerate(places):
                name = next(column[0] for column in columns if column[5] == place)
                row[place] = (name, found[i] if found else None)
        return self.insert(table, list(row.values()))

    def insert(self, table: str, row: list) -> bool:
        names, values = ", ".join('"%s"' % name for name, _ in row), [value for _, value in row]
        sql = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})" if row else f"INSERT INTO {table} DEFAULT VALUES"
        self.cursor.execute("SAVEPOINT row")
        try:
            self.cursor.execute(sql, values)
        except psycopg2.Error:
            self.cursor.execute("ROLLBACK TO row")
            return False
        self.cursor.execute("RELEASE row")
        return True


def read_rows(comparison, database: str, known: set) -> list:
    command = [str(comparison.server.bindir / "pg_dump"), "-h", str(comparison.server.folder), "-U", "postgres", "--data-only",
               "--column-inserts", "--exclude-table", "*.alembic_version", database]
    text = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True).stdout
    text = UUID.sub(lambda match: match[0] if match[0] in known else "<uuid>", MOMENT.sub("<moment>", text))
    return sorted(line for line in text.splitlines() if line and not line.startswith(("--", "SET", "\\", "SELECT pg_catalog.set_config")))


def copy_database(server, name: str, template: str) -> None:
    server.query("postgres", f'DROP DATABASE IF EXISTS "{name}"')
    server.query("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def compare_revision(comparison, revision: dict, path: Path, arguments) -> tuple:
    """What came of it, and the lines that differ."""
    server = comparison.server
    copy_database(server, "filled", "base")
    with psycopg2.connect(comparison.url("filled")) as connection:
        n_rows = Filler(connection, quoted_words(path), arguments.seed).fill(arguments.rows)
        if arguments.sql:
            connection.cursor().execute(arguments.sql)
    connection.close()
    for database in ("theirs", "ours"):
        copy_database(server, database, "filled")
    known = set(UUID.findall("\n".join(read_rows(comparison, "filled", _Everything()))))
    refusal = comparison.alembic("theirs", revision["id"])
    done = comparison.ask("--url", comparison.url("ours"), "upgrade", revision["id"], "--yes")
    if refusal is not None or done.returncode not in (0, 1):
        said = (refusal or "ran", (done.stderr if done.returncode not in (0, 1) else "ran").strip())
        is_same = refusal is not None and done.returncode not in (0, 1)
        return ("both fail" if is_same else "built-in does not run it" if refusal is None else "ONLY ALEMBIC FAILS"), [str(one)[:230] for one in said]
    theirs, ours = read_rows(comparison, "theirs", known), read_rows(comparison, "ours", known)
    before = read_rows(comparison, "filled", known)
    if theirs != ours:
        return "DIFFERENT", [f"- {line}" for line in theirs if line not in set(ours)][:4] + [f"+ {line}" for line in ours if line not in set(theirs)][:4]
    return ("equal" if theirs != before else "equal, nothing changed") + f" ({n_rows} rows)", []


class _Everything:
    def __contains__(self, item: object) -> bool:
        return True


def touches_rows(upgrade: dict) -> bool:
    sql = " ".join(statement["sql"] for statement in upgrade.get("statements", []))
    return upgrade["status"] == "live" or re.search(r"\b(insert\s+into|update\s+\S+\s+set|delete\s+from)\b", sql, re.I) is not None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stack", help="a folder with alembic and sqlalchemy")
    parser.add_argument("--retort-cli", default="retort-cli")
    parser.add_argument("--sample", type=int, help="that many of the revisions, drawn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=8, help="tried for each table, four times")
    parser.add_argument("--sql", help="changes the made-up rows before the run")
    parser.add_argument("project")
    parser.add_argument("revisions", nargs="*")
    arguments = parser.parse_args()

    def ask(*words):
        return json.loads(subprocess.run([arguments.retort_cli, "-C", arguments.project, "--format", "json", *words], stdout=subprocess.PIPE,
                                         check=True).stdout)["revisions"]

    order = ask("history")[::-1]
    chosen = set(arguments.revisions) or {one["id"] for one in ask("sql", "--each") if touches_rows(one["upgrade"])}
    if arguments.sample:
        chosen = set(random.Random(arguments.seed).sample(sorted(chosen), min(arguments.sample, len(chosen))))
    n_different = 0
    with tempfile.TemporaryDirectory(prefix="retort-rows-") as scratch, PrivateServer() as server:
        folder = Path(scratch)
        paths = compare_upgrade.write_project(arguments.project, order, folder)
        comparison = compare_upgrade.Comparison(arguments, server, folder)
        server.create_database("base")
        broken = comparison.find_broken(paths.values())
        for revision in order:
            path = paths[revision["id"]]
            is_broken = str(path) in broken
            if is_broken:
                compare_upgrade.empty(path, revision)
            if revision["id"] not in chosen or is_broken:
                continue
            for parent in revision["down"] + revision["depends_on"]:
                while comparison.alembic("base", parent) is not None:  # one that fails on an empty database is emptied for all
                    position = max(i for i, one in enumerate(order) if one["id"] in comparison.current("base")) + 1 if comparison.current("base") else 0
                    compare_upgrade.empty(paths[order[position]["id"]], order[position])
            said, lines = compare_revision(comparison, revision, path, arguments)
            n_different += said == "DIFFERENT"
            print(f"{revision['id']}: {said}", *lines, sep="\n  ", flush=True)
    return 1 if n_different else 0


if __name__ == "__main__":
    sys.exit(main())
