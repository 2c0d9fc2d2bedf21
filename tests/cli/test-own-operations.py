#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations that a project adds to `op` (Alembic's documentation, "Operation Plugins" and "Replaceable Objects"): the statements of
each revision beside those that Alembic prints, and what must not be guessed.

Prints TAP. Usage: test-own-operations.py RETORT-CLI
"""
import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))

from tap import in_folders, run_tests  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
ENV = """
from alembic import context

context.configure(url="postgresql://", literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
"""
HEAD = "from alembic import op\nimport sqlalchemy as sa\nrevision = '%s'\ndown_revision = %r\n"
SEQUENCE = '''
from alembic.operations import MigrateOperation, Operations


@Operations.register_operation("create_sequence")
class CreateSequence(MigrateOperation):
    def __init__(self, sequence_name, schema=None):
        self.sequence_name = sequence_name
        self.schema = schema

    @classmethod
    def create_sequence(cls, operations, sequence_name, **kw):
        return operations.invoke(CreateSequence(sequence_name, **kw))


@Operations.implementation_for(CreateSequence)
def create_sequence(operations, operation):
    name = operation.sequence_name if operation.schema is None else f"{operation.schema}.{operation.sequence_name}"
    operations.execute("CREATE SEQUENCE %s" % name)
'''
VIEWS = '''
from typing import Generic, TypeVar
from alembic.autogenerate import comparators, renderers
from alembic.operations import MigrateOperation, Operations

T = TypeVar("T")


class Thing:
    def __init__(self, name, sqltext):
        self.name = name
        self.sqltext = sqltext


class Reversible(MigrateOperation, Generic[T]):
    def __init__(self, target: T):
        self.target = target

    @classmethod
    def invoke_for_target(cls, operations, target):
        return operations.invoke(cls(target))

    def reverse(self):
        raise NotImplementedError()

    @classmethod
    def _from_version(cls, operations, ident):
        version, name = ident.split(".")
        return getattr(operations.get_context().script.get_revision(version).module, name)

    @classmethod
    def replace(cls, operations, target, replaces=None, replace_with=None):
        if replaces:
            old, new = cls(cls._from_version(operations, replaces)).reverse(), cls(target)
        elif replace_with:
            old, new = cls(target).reverse(), cls(cls._from_version(operations, replace_with))
        else:
            raise TypeError("replaces or replace_with is required")
        operations.invoke(old)
        operations.invoke(new)


@Operations.register_operation("create_view", "invoke_for_target")
@Operations.register_operation("replace_view", "replace")
class CreateView(Reversible):
    def reverse(self):
        return DropView(self.target)


@Operations.register_operation("drop_view", "invoke_for_target")
class DropView(Reversible):
    def reverse(self):
        return CreateView(self.target)


@Operations.register_operation("create_late_view", "invoke_for_target")
class CreateLateView(CreateView):
    pass


@Operations.implementation_for(CreateView)
def create_view(operations, operation):
    operations.execute("CREATE VIEW %s AS %s" % (operation.target.name, operation.target.sqltext))


@Operations.implementation_for(DropView)
def drop_view(operations, operation):
    operations.execute("DROP VIEW %s" % operation.target.name)


@renderers.dispatch_for(CreateView)
def render(autogen_context, operation):
    return "op.create_view(%r)" % operation.target.name


@comparators.dispatch_for("schema")
def compare(autogen_context, upgrade_ops, schemas):
    upgrade_ops.ops.append(CreateView(None))
'''
TABLE = '''
from shop.operations import Thing
customers = Thing("customer_view", "SELECT name, n FROM customer WHERE n > 0")
def upgrade():
    op.create_table("customer", sa.Column("name", sa.String(20)), sa.Column("n", sa.Integer))
    op.create_view(customers)
    op.create_late_view(Thing("late", "SELECT 1 AS one"))
def downgrade():
    op.drop_view(customers)
    op.drop_table("customer")
'''
REPLACED = '''
from shop.operations import Thing
customers = Thing("customer_view", "SELECT name FROM customer")
def upgrade():
    op.replace_view(customers, replaces="a1b2c3d4.customers")
def downgrade():
    op.replace_view(customers, replace_with="a1b2c3d4.customers")
'''
NUMBERS = '''
def upgrade():
    op.create_sequence("numbers")
    op.create_sequence(sequence_name="numbers", schema="public")
def downgrade():
    op.execute("DROP SEQUENCE numbers")
'''


def make_project(folder, bodies, **files):
    """Revisions with these bodies, one upon the other, and files by name ("/" is "__")."""
    texts = {"migrations/env.py": ENV, "shop/__init__.py": "",
             "alembic.ini": "[alembic]\nscript_location = %(here)s/migrations\nprepend_sys_path = .\n"}
    before = None
    for name, body in bodies.items():
        texts[f"migrations/versions/{name}.py"] = HEAD % (name, before) + body
        before = name
    texts.update({name.replace("__", "/") + ".py": text for name, text in files.items()})
    for name, text in texts.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


def ask_retort(folder):
    answer = subprocess.run([PROGRAM, "-C", str(folder), "--format", "json", "sql", "--each"], stdout=subprocess.PIPE, check=True)
    return {revision["id"]: revision for revision in json.loads(answer.stdout)["revisions"]}


def ask_alembic(folder, command, span):
    answer = subprocess.run([sys.executable, "-m", "alembic", command, span, "--sql"], cwd=folder, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, check=True)
    own = [part.strip() for part in re.split(r"(?m)^-- Running .*$|;$", answer.stdout)]
    return [part for part in own if part and "alembic_version" not in part and part not in ("BEGIN", "COMMIT")]


def statements(part):
    assert part["status"] == "complete", part
    return [statement.strip().rstrip(";") for statement in re.split(r"(?m);$", part["sql"]) if statement.strip()]


def hold_against_alembic(folder, ids):
    told = ask_retort(folder)
    for before, name in zip(["base", *ids], ids):
        up, down = ask_alembic(folder, "upgrade", f"{before}:{name}"), ask_alembic(folder, "downgrade", f"{name}:{before}")
        assert up and statements(told[name]["upgrade"]) == up, (told[name]["upgrade"], up)
        assert down and statements(told[name]["downgrade"]) == down, (told[name]["downgrade"], down)


def reasons(part):
    assert part["status"] == "partial", part
    return " ".join(gap["reason"] for gap in part["gaps"])


def test_imported_by_the_migration(folder):
    make_project(folder, {"a1b2c3d4": TABLE, "e5f6a7b8": REPLACED}, shop__operations=VIEWS)
    hold_against_alembic(folder, ["a1b2c3d4", "e5f6a7b8"])


def test_imported_by_env(folder):
    make_project(folder, {"a1b2c3d4": NUMBERS}, shop__sequences=SEQUENCE, migrations__env="import shop.sequences\n" + ENV)
    hold_against_alembic(folder, ["a1b2c3d4"])


def test_written_in_env(folder):
    make_project(folder, {"a1b2c3d4": NUMBERS}, migrations__env=SEQUENCE + ENV)
    hold_against_alembic(folder, ["a1b2c3d4"])


def test_registered_by_nobody(folder):
    make_project(folder, {"a1b2c3d4": NUMBERS})
    assert "create_sequence" in reasons(ask_retort(folder)["a1b2c3d4"]["upgrade"])


def test_registered_twice(folder):
    make_project(folder, {"a1b2c3d4": NUMBERS}, shop__a=SEQUENCE, shop__b=SEQUENCE.replace("CREATE SEQUENCE", "CREATE TEMP SEQUENCE"),
                 migrations__env="import shop.b, shop.a\n" + ENV)
    assert "create_sequence" in reasons(ask_retort(folder)["a1b2c3d4"]["upgrade"])


def test_without_an_implementation(folder):
    text = SEQUENCE[:SEQUENCE.index("@Operations.implementation_for")]
    make_project(folder, {"a1b2c3d4": NUMBERS}, shop__sequences=text, migrations__env="import shop.sequences\n" + ENV)
    assert ask_retort(folder)["a1b2c3d4"]["upgrade"]["status"] not in ("complete", "live")


def test_version_that_is_not_there(folder):
    make_project(folder, {"a1b2c3d4": TABLE, "e5f6a7b8": REPLACED.replace('"a1b2c3d4.customers"', '"0000.customers"')}, shop__operations=VIEWS)
    assert "0000" in reasons(ask_retort(folder)["e5f6a7b8"]["upgrade"])


def test_more_of_alembic_than_is_followed(folder):
    text = "from alembic.autogenerate import produce_migrations\nfrom alembic.operations import ops\nadd = ops.AddColumnOp\n" + SEQUENCE
    body = NUMBERS.replace("def upgrade():", "from shop.sequences import CreateSequence, add, produce_migrations\ndef upgrade():")
    make_project(folder, {"a1b2c3d4": body}, shop__sequences=text)
    hold_against_alembic(folder, ["a1b2c3d4"])


def test_changed_by_what_is_not_known(folder):
    changed = VIEWS + "\nimport nowhere\nnowhere.patch(CreateView)\n"
    make_project(folder, {"a1b2c3d4": TABLE}, shop__operations=changed)
    assert reasons(ask_retort(folder)["a1b2c3d4"]["upgrade"])


if __name__ == "__main__":
    sys.exit(run_tests(in_folders(dict(globals()))))
