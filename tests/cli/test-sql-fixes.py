#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mechanical remedies in folders of SQL files: applied, the finding is gone, no new one appears; where the tool's transaction does not allow
one, none is offered. What is mended is run by Retort, which keeps the tool's bookkeeping, on a server.

Prints TAP. Usage: test-sql-fixes.py RETORT-CLI
"""
import json
import os
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from private_server import PrivateServer  # noqa: E402
from tap import in_folder, run_tests  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
MAKE = "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state text);\n"
JOURNAL = {"version": "7", "dialect": "postgresql", "entries": [
    {"idx": 0, "version": "7", "when": 1700000000000, "tag": "0000_start", "breakpoints": True},
    {"idx": 1, "version": "7", "when": 1700000001000, "tag": "0001_next", "breakpoints": True}]}


def dbmate(up, down):
    return {"db/migrations/20260101000001_start.sql": f"-- migrate:up\n{MAKE}\n-- migrate:down\nDROP TABLE orders, users;\n",
            "db/migrations/20260101000002_next.sql": f"-- migrate:up\n{up}\n\n-- migrate:down\n{down}\n"}


def goose(up, down, mark=""):
    return {"migrations/00001_start.sql": f"-- +goose Up\n{MAKE}\n-- +goose Down\nDROP TABLE orders, users;\n",
            "migrations/00002_next.sql": f"{mark}-- +goose Up\n{up}\n\n-- +goose Down\n{down}\n"}


def golang(up, down):
    return {"migrations/1_start.up.sql": MAKE, "migrations/1_start.down.sql": "DROP TABLE orders; DROP TABLE users;\n",
            "migrations/2_next.up.sql": up + "\n", "migrations/2_next.down.sql": down + "\n"}


def drizzle(up, _down):
    return {"drizzle.config.ts": 'export default { dialect: "postgresql", out: "./drizzle", schema: "./schema.ts" };\n',
            "drizzle/meta/_journal.json": json.dumps(JOURNAL), "drizzle/0000_start.sql": MAKE.replace(";\n", ";\n--> statement-breakpoint\n", 1),
            "drizzle/0001_next.sql": up + "\n"}


INDEX = "CREATE INDEX orders_state ON orders (state);"
DROP = "DROP INDEX orders_state;"
KEY = "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;"
NO_KEY = "ALTER TABLE orders DROP CONSTRAINT orders_user;"

# The rule, the folder, what the mended file must hold (None: nothing is offered), and whether Retort runs it.
CASES = [
    ("create-index-non-concurrently", dbmate(INDEX, DROP), "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY orders_state", True),
    ("create-index-non-concurrently", dbmate(INDEX + "\nALTER TABLE users ADD COLUMN note text;", DROP), None, False),
    ("create-index-non-concurrently", goose(INDEX, DROP), "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY orders_state", True),
    ("create-index-non-concurrently", goose(INDEX, DROP + "\nSELECT 1;"), None, False),
    ("create-index-non-concurrently", golang(INDEX, DROP), "CREATE INDEX CONCURRENTLY orders_state", True),
    ("create-index-non-concurrently", golang(INDEX + "\nSELECT 1;", DROP), None, False),
    ("create-index-non-concurrently", drizzle(INDEX, ""), None, False),
    ("add-fk-without-not-valid", goose(KEY, NO_KEY, "-- +goose NO TRANSACTION\n"), "NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT orders_user;", True),
    ("add-fk-without-not-valid", dbmate(KEY, NO_KEY), None, False),
    ("missing-guard", drizzle("ALTER TABLE orders ADD COLUMN note text;", ""), "ADD COLUMN IF NOT EXISTS note", True),
    ("missing-guard", dbmate("CREATE TABLE notes (id bigint PRIMARY KEY);", "DROP TABLE notes;"), "CREATE TABLE IF NOT EXISTS notes", True),
]


def check(folder):
    done = subprocess.run([PROGRAM, "check", "--format", "json"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [finding for finding in json.loads(done.stdout)["findings"] if "next" in finding["file"] and finding["direction"] == "upgrade"]


def mend(fix, path):
    text = path.read_bytes()
    for edit in sorted(fix, key=lambda one: one["start_byte"], reverse=True):
        text = text[:edit["start_byte"]] + edit["replacement"].encode() + text[edit["end_byte"]:]
    path.write_bytes(text)
    return text.decode()


def run(folder, url):
    for line in (["upgrade", "--yes"], ["downgrade", "-1", "--yes"], ["upgrade", "--yes"]):
        if line[0] == "downgrade" and (folder / "drizzle").exists():
            return
        done = subprocess.run([PROGRAM, "--url", url, *line], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (line, done.stdout[-1500:], done.stderr[-1500:])


def try_case(folder, server, number, rule, files, expected, is_run):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "retort.json").write_text(json.dumps({"rules": {rule: "warning"}}))
    before = check(folder)
    found = [finding for finding in before if finding["rule"] == rule]
    assert found, before
    if expected is None:
        assert not any(finding["fix"] for finding in found), found
        return
    assert found[0]["fix"], found
    text = mend(found[0]["fix"], Path(found[0]["file"]))
    assert expected in text, text
    after = check(folder)
    assert rule not in {finding["rule"] for finding in after}, (text, after)
    new = {finding["rule"] for finding in after} - {finding["rule"] for finding in before}
    assert not new, (text, [finding for finding in after if finding["rule"] in new])
    if is_run:
        run(folder, server.create_database(f"sql_fix_{number}"))


def main() -> int:
    with PrivateServer() as server:
        return run_tests((case[0], in_folder(try_case, server, number, *case)) for number, case in enumerate(CASES, 1))


sys.exit(main())
