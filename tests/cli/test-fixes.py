#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each mechanical remedy that retort-cli check offers: applied, the finding is gone, no new one appears, and Alembic runs the file.

A first revision makes what is there; the second has the finding. Its edits are applied to the file, which is checked again and then run
by Debian's Alembic: up, down, up; of each rule the first case, with RETORT_TEST_ALL in the environment every one. Prints TAP. Usage: test-fixes.py RETORT-CLI
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
ENVIRONMENT = """import os

from alembic import context
from sqlalchemy import create_engine, pool

with create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=None, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"""
FIRST = '''"""what is there"""
from alembic import op

revision = "1"
down_revision = None


def upgrade():
    op.execute("""CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL, other_id bigint, state text NOT NULL, total integer NOT NULL);
CREATE INDEX ix_other ON orders (other_id);
INSERT INTO users VALUES (1);
INSERT INTO orders VALUES (1, 1, 1, 'new', 3);""")


def downgrade():
    op.execute("DROP TABLE orders; DROP TABLE users")
'''
SECOND = '''"""what is wrong"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2"
down_revision = "1"


def upgrade()%s:
%s
'''

# The rule, the body of the upgrade, that of the downgrade (None: there is none), and what the mended file must hold.
CASES = [
    ("add-column-not-null-no-default", 'op.add_column("orders", sa.Column("note", sa.String(20), nullable=False))',
     'op.drop_column("orders", "note")', 'nullable=False, server_default=""'),
    ("add-column-not-null-no-default", 'op.add_column(\n    "orders",\n    sa.Column("n", sa.Integer(), nullable=False),\n)',
     'op.drop_column("orders", "n")', 'server_default="0"'),
    ("add-column-not-null-no-default", "op.add_column('orders', sa.Column('n', sa.Integer(), nullable=False))",
     "op.drop_column('orders', 'n')", "nullable=False, server_default='0')"),
    ("add-column-not-null-no-default", 'op.add_column("orders", sa.Column("done", sa.Boolean, nullable=False))',
     'op.drop_column("orders", "done")', 'server_default="false"'),
    ("add-column-not-null-no-default", 'op.add_column("orders", sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False))',
     'op.drop_column("orders", "data")', 'server_default="{}"'),
    ("foreign-key-without-on-delete", 'op.create_foreign_key("fk_user", "orders", "users", ["user_id"], ["id"])',
     'op.drop_constraint("fk_user", "orders", type_="foreignkey")', 'ondelete="RESTRICT"'),
    ("foreign-key-without-on-delete",
     'op.create_table(\n    "lines",\n    sa.Column("id", sa.BigInteger(), primary_key=True),\n    sa.Column("order_id", sa.BigInteger(), nullable=False, index=True),\n'
     '    sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id", ondelete="CASCADE"), index=True),\n'
     '    sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order"),\n)',
     'op.drop_table("lines")', 'name="fk_order", ondelete="RESTRICT"'),
    ("foreign-key-without-on-delete", 'op.create_foreign_key(\n    "fk_user",\n    "orders",\n    "users",\n    ["user_id"],\n    ["id"],\n)',
     'op.drop_constraint("fk_user", "orders", type_="foreignkey")', '        ["id"],\n        ondelete="RESTRICT",\n    )'),
    ("foreign-key-without-on-delete",
     'op.create_table(\n    "lines",\n    sa.Column("id", sa.BigInteger(), primary_key=True),\n'
     '    sa.Column("order_id", sa.BigInteger(), sa.ForeignKey("orders.id"), index=True),\n'
     '    sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id", ondelete="CASCADE"), index=True),\n)',
     'op.drop_table("lines")', 'sa.ForeignKey("orders.id", ondelete="RESTRICT")'),
    ("foreign-key-without-on-delete", 'op.execute("ALTER TABLE orders ADD CONSTRAINT fk_user FOREIGN KEY (user_id) REFERENCES users (id)")',
     'op.execute("ALTER TABLE orders DROP CONSTRAINT fk_user")', "REFERENCES users (id) ON DELETE RESTRICT"),
    ("add-fk-without-not-valid", 'op.create_foreign_key("fk_user", "orders", "users", ["user_id"], ["id"], ondelete="CASCADE")',
     'op.drop_constraint("fk_user", "orders", type_="foreignkey")', "NOT VALID"),
    ("add-check-without-not-valid", 'op.create_check_constraint("ck_total", "orders", "total > 0")',
     'op.drop_constraint("ck_total", "orders", type_="check")', 'op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_total")'),
    ("create-index-non-concurrently", 'op.create_index("ix_state", "orders", ["state"])',
     'op.drop_index("ix_state", table_name="orders")', "autocommit_block():\n        op.create_index"),
    ("create-index-non-concurrently", 'op.create_index(\n    op.f("ix_state"),\n    "orders",\n    ["state"],\n    postgresql_where=sa.text("total > 0"),\n)',
     'op.drop_index("ix_state", table_name="orders")', 'postgresql_where=sa.text("total > 0"),\n            postgresql_concurrently=True,\n        )'),
    ("create-index-non-concurrently", 'op.execute("CREATE INDEX ix_state ON orders (state)")', 'op.execute("DROP INDEX ix_state")',
     '"CREATE INDEX CONCURRENTLY ix_state'),
    ("drop-index-non-concurrently", 'op.drop_index("ix_other", table_name="orders")', 'op.create_index("ix_other", "orders", ["other_id"])',
     "DROP INDEX CONCURRENTLY IF EXISTS ix_other"),
    ("drop-index-non-concurrently", 'op.execute("DROP INDEX ix_other")', 'op.create_index("ix_other", "orders", ["other_id"])',
     "DROP INDEX CONCURRENTLY IF EXISTS ix_other"),
    ("missing-guard", 'op.execute("ALTER TABLE orders ADD COLUMN note text, ADD COLUMN more text")',
     'op.execute("ALTER TABLE orders DROP COLUMN IF EXISTS note, DROP COLUMN IF EXISTS more")',
     "ADD COLUMN IF NOT EXISTS note text, ADD COLUMN IF NOT EXISTS more"),
    ("missing-guard", 'op.execute(sa.text("CREATE TABLE notes (id bigint PRIMARY KEY)"))', 'op.execute("DROP TABLE IF EXISTS notes")',
     "CREATE TABLE IF NOT EXISTS notes"),
    ("missing-guard", 'op.add_column("orders", sa.Column("u", sa.Text()))', 'op.execute("ALTER TABLE orders DROP COLUMN IF EXISTS u")',
     'op.execute("ALTER TABLE orders ADD COLUMN IF NOT EXISTS u TEXT")'),
    ("missing-guard", 'op.create_table("notes", sa.Column("id", sa.BigInteger(), primary_key=True))', 'op.execute("DROP TABLE IF EXISTS notes")',
     "CREATE TABLE IF NOT EXISTS notes (\n"),
    ("missing-guard", 'op.create_check_constraint("ck_total", "orders", "total > 0")', 'op.execute("ALTER TABLE orders DROP CONSTRAINT IF EXISTS ck_total")',
     "conname = 'ck_total' AND conrelid = 'orders'::regclass) THEN ALTER TABLE orders ADD CONSTRAINT ck_total CHECK (total > 0); END IF; END $$"),
    ("missing-guard", 'op.drop_index("ix_other", table_name="orders")', 'op.execute("CREATE INDEX IF NOT EXISTS ix_other ON orders (other_id)")',
     'op.execute("DROP INDEX IF EXISTS ix_other")'),
    ("enum-value-without-if-not-exists", None, None, "ADD VALUE IF NOT EXISTS"),
    ("missing-downgrade",
     'op.create_table("notes", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("kind", sa.Enum("a", "b", name="kind")))\n'
     'op.create_index("ix_kind", "notes", ["kind"])\nop.add_column("orders", sa.Column("note", sa.Text()))\n'
     'op.create_unique_constraint("uq_note", "orders", ["note"])\nop.alter_column("orders", "other_id", nullable=False)\n'
     'op.alter_column("orders", "state", new_column_name="status")', None, 'op.execute("DROP TYPE kind")'),
    ("missing-downgrade", 'with op.get_context().autocommit_block():\n    op.create_index("ix_state", "orders", ["state"], postgresql_concurrently=True)',
     None, 'op.drop_index("ix_state", table_name="orders", postgresql_concurrently=True)'),
    ("empty-downgrade", 'op.add_column("orders", sa.Column("note", sa.Text()))', "pass", 'op.drop_column("orders", "note")'),
    ("empty-downgrade", 'op.rename_table("orders", "purchases")', '"""Back."""\npass', 'op.rename_table("purchases", "orders")'),
]

# There is no way back for certain, or the call is not plain: nothing is offered.
WITHOUT = [
    ("missing-downgrade", 'op.drop_column("orders", "state")', None),
    ("missing-downgrade", 'op.execute("UPDATE orders SET total = 1")', None),
    ("missing-downgrade", 'op.execute("CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY)")', None),
    ("create-index-non-concurrently", 'for name in ["state"]: op.create_index("ix_" + name, "orders", [name])', 'op.drop_index("ix_state")'),
    # An autocommit block would commit what stands before it, on which a second try fails; or make what stands behind fail on it.
    ("create-index-non-concurrently", 'op.add_column("orders", sa.Column("note", sa.Text()))\nop.create_index("ix_note", "orders", ["total"])', "pass"),
    ("create-index-non-concurrently", 'op.create_index("ix_total", "orders", ["total"])\nop.add_column("orders", sa.Column("note", sa.Text()))', "pass"),
    ("add-fk-without-not-valid", 'op.add_column("orders", sa.Column("note", sa.Text()))\n'
     'op.create_foreign_key("fk_user", "orders", "users", ["user_id"], ["id"], ondelete="CASCADE")', "pass"),
    ("empty-downgrade", 'op.execute("CREATE INDEX IF NOT EXISTS ix_total ON orders (total)")', "pass"),
    ("add-column-not-null-no-default", 'op.add_column("orders", sa.Column("u", postgresql.UUID(), nullable=False))', 'op.drop_column("orders", "u")'),
    ("missing-guard", 'for name in "ab": op.add_column("orders", sa.Column(name, sa.Text()))', 'op.drop_column("orders", "a")'),
]

# How the file is written, and what stays so in what is added.
WRITTEN = {
    "CRLF": (lambda text: text.replace("\n", "\r\n"), lambda text: "\n" not in text.replace("\r\n", "")),
    "tabs": (lambda text: text.replace("    ", "\t"), lambda text: "\n " not in text and "\t " not in text),
    "two spaces": (lambda text: text.replace("    ", "  "), lambda text: "\n    op.drop_column" not in text),
    "no end": (lambda text: text.rstrip("\n"), lambda text: True),
}

# Where the project's requirements say that Alembic knows an argument, the call gets it; Debian's does not, so that it is not run.
NEWER = [
    ("alembic==1.16.4\n", 'op.add_column("orders", sa.Column("u", sa.Text()))', 'sa.Column("u", sa.Text()), if_not_exists=True)'),
    ("alembic>=1.13.3\n", 'op.create_table("notes", sa.Column("id", sa.BigInteger(), primary_key=True))', "primary_key=True), if_not_exists=True)"),
    ("alembic>=1.13.3\n", 'op.add_column("orders", sa.Column("u", sa.Text()))', 'op.execute("ALTER TABLE orders ADD COLUMN IF NOT EXISTS u TEXT")'),
    ("sqlalchemy==2.0\nalembic[tz] ~= 1.16\n", 'op.drop_constraint("orders_pkey", "orders")', 'op.drop_constraint("orders_pkey", "orders", if_exists=True)'),
]


def indented(text):
    return "".join(f"    {line}\n" for line in text.splitlines())


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


class Project:
    def __init__(self, folder, up, down, rule):
        self.folder = Path(folder)
        self.path = self.folder / "db" / "versions" / "2_wrong.py"
        write(self.folder / "alembic.ini", "[alembic]\nscript_location = db\n")
        write(self.folder / "db" / "env.py", ENVIRONMENT)
        write(self.folder / "db" / "versions" / "1_there.py", FIRST)
        write(self.folder / "retort.json", json.dumps({"rules": {rule: "warning"}}))
        text = SECOND % (" -> None" if down is None else "", indented(up))
        write(self.path, text.rstrip("\n") + "\n" + (f"\n\ndef downgrade():\n{indented(down)}" if down is not None else ""))

    def check(self):
        done = subprocess.run([PROGRAM, "check", "2", "--format", "json"], cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)["findings"]

    def apply(self, fix):
        text = self.path.read_bytes()
        for edit in sorted(fix, key=lambda one: one["start_byte"], reverse=True):
            text = text[:edit["start_byte"]] + edit["replacement"].encode() + text[edit["end_byte"]:]
        self.path.write_bytes(text)
        return text.decode()

    def run_original(self, url):
        environment = {**os.environ, "DATABASE_URL": url.replace("postgresql:", "postgresql+psycopg2:")}
        code = "from alembic.config import main\nfor line in ('upgrade head', 'downgrade -1', 'upgrade head'): main(line.split())"
        done = subprocess.run(["/usr/bin/python3", "-c", code], cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (done.stderr[-1500:], self.path.read_text(encoding="utf-8"))


def try_fix(folder, server, number, is_run, rule, up, down, expected):
    if rule.startswith("enum"):
        up = "op.execute(\"CREATE TYPE colour AS ENUM ('red')\")\nop.execute(\"ALTER TYPE colour ADD VALUE 'blue'\")"
        down = 'op.execute("DROP TYPE colour")'
    project = Project(folder, up, down, rule)
    before = project.check()
    fixes = [finding["fix"] for finding in before if finding["rule"] == rule]
    assert len(fixes) > 0 and fixes[0], (rule, before)
    text = project.apply(fixes[0])
    assert expected in text, text
    after = project.check()
    assert rule not in [finding["rule"] for finding in after], (text, after)
    new = {finding["rule"] for finding in after} - {finding["rule"] for finding in before}
    assert not new, (text, [finding for finding in after if finding["rule"] in new])
    if is_run:
        project.run_original(server.create_database(f"fix_{number}"))


def try_newer(folder, requirements, up, expected):
    project = Project(folder, up, "pass", "missing-guard")
    write(project.folder / "requirements.txt", requirements)
    fixes = [finding["fix"] for finding in project.check() if finding["rule"] == "missing-guard"]
    assert len(fixes) == 1 and fixes[0], fixes
    text = project.apply(fixes[0])
    assert expected in text, text
    assert "missing-guard" not in [finding["rule"] for finding in project.check()], text


def try_written(folder, change, is_kept):
    for rule, up, down, _expected in CASES:
        if rule in ("create-index-non-concurrently", "add-check-without-not-valid", "missing-downgrade", "empty-downgrade") and '"""' not in (down or ""):
            project = Project(folder, up, down, rule)
            project.path.write_bytes(change(project.path.read_text(encoding="utf-8")).encode())
            fixes = [finding["fix"] for finding in project.check() if finding["rule"] == rule]
            assert fixes and fixes[0], (rule, up)
            text = project.apply(fixes[0])
            compile(text, "2_wrong.py", "exec")
            assert is_kept(text), text
            assert rule not in [finding["rule"] for finding in project.check()], text


def try_without(folder, rule, up, down):
    found = [finding for finding in Project(folder, up, down, rule).check() if finding["rule"] == rule]
    assert found and not any(finding["fix"] for finding in found), found


def list_tests(server):
    """The name of each, and what is to be called with a folder."""
    for number, case in enumerate(CASES, 1):
        is_first = case[0] not in {earlier[0] for earlier in CASES[:number - 1]}
        runs = is_first or "RETORT_TEST_ALL" in os.environ
        yield case[0], lambda folder, number=number, runs=runs, case=case: try_fix(folder, server, number, runs, *case)
    for case in WITHOUT:
        yield case[0], lambda folder, case=case: try_without(folder, *case)
    for case in NEWER:
        yield "newer Alembic", lambda folder, case=case: try_newer(folder, *case)
    for name, case in WRITTEN.items():
        yield name, lambda folder, case=case: try_written(folder, *case)


def main() -> int:
    with PrivateServer() as server:
        return run_tests((name, in_folder(test)) for name, test in list_tests(server))


sys.exit(main())
