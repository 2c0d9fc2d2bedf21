#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each pattern's file runs up, down and up under Debian's Alembic, leaves nothing behind, and no check objects.

Names and values are plain in one round and hostile in the other: blanks, quotes, colons, percent signs, another schema.

Prints TAP. Usage: test-patterns.py RETORT-CLI PRACTICE-FOLDER
"""
import json
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from alembic_driver import AlembicDriver  # noqa: E402
from private_server import PrivateServer  # noqa: E402

ODD_TABLES = '''"""odd tables"""
import sqlalchemy as sa
from alembic import op

revision = "016"
down_revision = "015"


def upgrade():
    op.execute('CREATE SCHEMA "Sales"')
    op.execute("""CREATE TABLE "Sales"."Odd Table" (id uuid PRIMARY KEY, "the ""key"" x" text, "order" text, "Cam el" varchar(80), ref uuid)""")
    op.execute("""INSERT INTO "Sales"."Odd Table" SELECT gen_random_uuid(), 'a:b', 'o', NULL, NULL""")
    op.execute("""CREATE TYPE "Sales"."Mood 2" AS ENUM ('sad')""")


def downgrade():
    op.execute('DROP TABLE "Sales"."Odd Table"')
    op.execute('DROP TYPE "Sales"."Mood 2"')
    op.execute('DROP SCHEMA "Sales"')
'''

# Pattern, its fields, a query after the upgrade and its answer; the downgrade leaves the schema as it was, but for what is said.
PLAIN = [
    ("optional-column", {"table": "orders", "column": "note"}, None),
    ("column-with-default", {"table": "orders", "column": "is_gift"}, ("SELECT bool_or(is_gift) FROM orders", "f")),
    ("column-with-default", {"table": "orders", "column": "tags", "type": "text[]", "default": "'{}'"}, None),
    ("column-with-default", {"table": "orders", "column": "at", "type": "timestamp with time zone", "default": "now()"}, None),
    ("column-with-default", {"table": "orders", "column": "price", "type": "numeric(12,2)", "default": "0"}, None),
    ("jsonb-column", {"table": "orders", "column": "extras"}, ("SELECT DISTINCT extras FROM orders", "{}")),
    ("jsonb-column", {"table": "orders", "column": "extras", "default": """'{"a": "x:y", "b": 1}'::jsonb"""},
     ("SELECT DISTINCT extras->>'a' FROM orders", "x:y")),
    ("uuid-foreign-key", {"table": "media_assets", "column": "order_id", "target": "orders"},
     ("SELECT confdeltype, convalidated FROM pg_constraint WHERE conname = 'fk_media_assets_order_id'", "c|t")),
    ("foreign-key", {"table": "media_assets", "column": "product_id", "target": "products"}, None),
    ("foreign-key", {"table": "order_lines", "column": "order_id", "target": "orders", "on_delete": "set null", "name": "fk_2", "index": "ix_2"}, None),
    ("partial-unique-index", {"table": "orders", "columns": "customer_id, status", "where": "status = 'o:pen%'"},
     ("SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = 'uq_orders_customer_id_status'::regclass",
      "((status)::text = 'o:pen%'::text)")),
    ("enum-value", {"type": "mediaassettype", "value": "it's a \\ :new \"one\" %s"},
     ("SELECT max(enumlabel) FROM pg_enum WHERE enumlabel LIKE 'it%'", "it's a \\ :new \"one\" %s")),
    ("settings-key-rename", {"table": "system_settings", "old": "shop.name", "new": "shop:title %(x)s"}, None),
    ("backfill", {"table": "products", "column": "description", "value": "'none: \"x\" %d'"},
     ("SELECT count(*) FROM products WHERE description IS NULL", "0")),
    ("not-null-column", {"table": "products", "column": "description", "value": "''"},
     ("SELECT attnotnull FROM pg_attribute WHERE attrelid = 'products'::regclass AND attname = 'description'", "t")),
    ("concurrent-index", {"table": "orders", "columns": "status,placed_at"}, None),
    ("column-rename", {"table": "products", "old": "description", "column": "summary"},
     ("UPDATE products SET description = 'by the old name'; UPDATE products SET summary = summary || '!';"
      "SELECT DISTINCT description, summary FROM products", "UPDATE 6\nUPDATE 6\nby the old name!|by the old name!")),
]
ODD = [
    ("optional-column", {"table": "Sales.Odd Table", "column": 'we"ird: na%me', "type": "varchar(80)"}, None),
    ("column-with-default", {"table": "Sales.Odd Table", "column": "select", "type": "text", "default": "'a:b %s \"c\" \\d'"},
     ('SELECT "select" FROM "Sales"."Odd Table"', "a:b %s \"c\" \\d")),
    ("jsonb-column", {"table": "Sales.Odd Table", "column": "Extra s"}, None),
    ("uuid-foreign-key", {"table": "Sales.Odd Table", "column": "User", "target": "orders", "on_delete": "CASCADE"}, None),
    ("foreign-key", {"table": "Sales.Odd Table", "column": "ref", "target": "orders"}, None),
    ("partial-unique-index", {"table": "Sales.Odd Table", "columns": "Cam el, order", "where": '"Cam el" <> \'x:y\''}, None),
    ("concurrent-index", {"table": "Sales.Odd Table", "columns": 'the "key" x'}, None),
    ("enum-value", {"type": "Sales.Mood 2", "value": "so : so"}, None),
    ("settings-key-rename", {"table": "Sales.Odd Table", "column": 'the "key" x', "old": "a:b", "new": "c:d 'e'"},
     ('SELECT "the ""key"" x" FROM "Sales"."Odd Table"', "c:d 'e'")),
    ("backfill", {"table": "Sales.Odd Table", "column": "Cam el", "value": '"order"'}, ('SELECT "Cam el" FROM "Sales"."Odd Table"', "o")),
    ("not-null-column", {"table": "Sales.Odd Table", "column": "Cam el", "value": "'x'"}, None),
    ("column-rename", {"table": "Sales.Odd Table", "old": "Cam el", "column": "camel"}, None),
]
KEEPS = {"enum-value"}  # the downgrade leaves the value
REFUSED = [
    ({}, "table"),
    ({"table": "orders", "column": "x", "type": "made_up"}, "made_up"),
    ({"table": "no_such_table", "column": "x"}, "no_such_table"),
    ({"table": "orders", "column": "x", "colour": "red"}, "colour"),
]


class Walk:
    def __init__(self, program: str, practice: Path, server: PrivateServer, driver: AlembicDriver) -> None:
        self.program, self.practice, self.server, self.driver = program, practice, server, driver

    def prepare(self, folder: Path, extra: str | None) -> None:
        self.folder, self.database = folder, folder.name.replace("-", "_")
        shutil.copytree(self.practice, folder)
        if extra:
            (folder / "migrations" / "versions" / "016_odd.py").write_text(extra)
        self.url = self.server.create_database(self.database)
        self.alembic("upgrade", "head")
        self.before = self.server.dump_schema(self.database)

    def alembic(self, command: str, target: str) -> None:
        error = self.driver.run(self.folder, self.url, command, target)
        assert error is None, f"alembic {command} {target}: {error}"

    def retort(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run([self.program, "-C", str(self.folder), *arguments], capture_output=True, text=True)

    def walk(self, pattern: str, fields: dict, query: tuple | None, is_repeated: bool) -> None:
        before = self.before
        done = self.retort("revision", "--pattern", pattern, *(f"{key}={value}" for key, value in fields.items()))
        assert done.returncode == 0, f"{pattern} {fields}: {done.stderr}"
        path = Path(done.stdout.strip())
        try:
            found = json.loads(self.retort("check", "head", "--format", "json").stdout)["findings"]
            bad = [(one["rule"], one["message"]) for one in found if one["severity"] != "info" and one["revision"]]
            assert not bad, f"{pattern} {fields}: {bad}\n{path.read_text()}"
            self.alembic("upgrade", "head")
            if query:
                answer = self.server.query(self.database, query[0])
                assert answer == query[1], f"{pattern} {fields}: {answer!r} instead of {query[1]!r}"
            self.alembic("downgrade", "-1")
            after = self.server.dump_schema(self.database)
            self.before = after
            assert after == before or pattern in KEEPS, f"{pattern} {fields}: the downgrade leaves\n{after}\ninstead of\n{before}"
            if is_repeated:
                self.alembic("upgrade", "head")
                self.alembic("downgrade", "-1")
        finally:
            path.unlink()

    def complain_of_refusals(self) -> None:
        for fields, word in REFUSED:
            done = self.retort("revision", "--pattern", "optional-column", *(f"{key}={value}" for key, value in fields.items()))
            assert done.returncode != 0 and word in done.stderr, f"{fields}: {done}"


def main() -> int:
    rounds = [("plain", PLAIN, None), ("odd", ODD, ODD_TABLES)]
    print(f"1..{len(rounds) + 2}")
    failed = 0
    base = Path(tempfile.mkdtemp(prefix="retort-patterns-"))
    with PrivateServer() as server, AlembicDriver() as driver:
        walk = Walk(sys.argv[1], Path(sys.argv[2]), server, driver)
        for number, (name, cases, extra) in enumerate(rounds, 1):
            complaints = []
            walk.prepare(base / name, extra)
            for pattern, fields, query in cases:
                try:
                    walk.walk(pattern, fields, query, extra is None)
                except AssertionError:
                    complaints.append(traceback.format_exc())
            print("".join(f"# {line}\n" for one in complaints for line in one.splitlines()), end="")
            print(f"{'not ' if complaints else ''}ok {number} {name}", flush=True)
            failed += bool(complaints)
        listed = {line for line in walk.retort("revision", "--list-patterns").stdout.splitlines() if line[:1].strip()}
        print(f"{'' if listed == {case[0] for case in PLAIN} else 'not '}ok {len(rounds) + 1} each pattern is walked")
        failed += listed != {case[0] for case in PLAIN}
        try:
            walk.complain_of_refusals()
            print(f"ok {len(rounds) + 2} refusals")
        except AssertionError as error:
            print(f"# {error}\nnot ok {len(rounds) + 2} refusals")
            failed += 1
    shutil.rmtree(base)
    return failed > 0


sys.exit(main())
