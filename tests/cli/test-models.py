#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""retort-cli models beside Alembic's own autogenerate: the practice project's models are changed in one place, and both say what is different.

The database is at the project's head. Alembic imports the models and compares their metadata with it; Retort reads them, and compares them
with the database and with what the migrations make.

Prints TAP. Usage: test-models.py RETORT-CLI PRACTICE
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from private_server import PrivateServer  # noqa: E402
from tap import run_tests  # noqa: E402

PROGRAM, PRACTICE = (os.path.abspath(argument) for argument in sys.argv[1:3])

# What autogenerate says, as (kind, table, columns).
ORIGINAL = r"""
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel
import catalogue.models

def names(columns):
    return sorted(getattr(column, "name", str(column)) for column in columns)

def tell(diff):
    if isinstance(diff, list):
        for one in diff:
            yield one[0], one[2], [one[3]]
    elif diff[0].endswith("_table"):
        yield diff[0], diff[1].name, []
    elif diff[0].endswith("_column"):
        yield diff[0], diff[2], [diff[3].name]
    elif diff[0].endswith("_fk"):
        yield diff[0], diff[1].parent.name, names(diff[1].columns)
    elif diff[0].endswith("_index"):
        yield diff[0], diff[1].table.name, names(diff[1].columns)
    elif diff[0].endswith("_constraint"):
        yield diff[0].replace("constraint", "index"), diff[1].table.name, names(diff[1].columns)

engine = create_engine(sys.argv[2])
with engine.connect() as connection:
    options = {"compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    diffs = compare_metadata(context, SQLModel.metadata)
    print(json.dumps(sorted(set((kind, table, tuple(columns)) for diff in diffs for kind, table, columns in tell(diff)))))
"""

# Where in catalogue/models, what, and what instead.
CHANGES = {
    "nothing": [],
    "a longer text": [("user.py", "full_name: str = Field(max_length=120)", "full_name: str = Field(max_length=200)")],
    "a text without an end": [("user.py", "full_name: str = Field(max_length=120)", "full_name: str")],
    "NULL allowed": [("user.py", "full_name: str = Field(max_length=120)", "full_name: Optional[str] = Field(max_length=120)")],
    "NULL not allowed": [("product.py", "sa_column=Column(Text))", "sa_column=Column(Text, nullable=False))")],
    "another default": [("user.py", 'text("true")', 'text("false")')],
    "no default": [("user.py", ', sa_column_kwargs={"server_default": text("true")}', "")],
    "a new default": [("user.py", "full_name: str = Field(max_length=120)",
                       'full_name: str = Field(max_length=120, sa_column_kwargs={"server_default": "nobody"})')],
    "a new column": [("user.py", "    is_active", "    nickname: Optional[str] = Field(max_length=50)\n    is_active")],
    "a new column with an index": [("user.py", "    is_active", "    nickname: Optional[str] = Field(index=True)\n    is_active")],
    "a column less": [("cad_file.py", 'uploaded_at: Optional[datetime] = Field(default=None, sa_column=timestamp())', "")],
    "a column with a foreign key less": [("order.py", '    customer_id: UUID = Field(sa_column=reference("users.id", ondelete="RESTRICT"))\n', ""),
                                         ("order.py", '    customer: "User" = Relationship(back_populates="orders")\n', ""),
                                         ("user.py", '    orders: List["Order"] = Relationship(back_populates="customer")\n', "")],
    "another ON DELETE": [("cad_file.py", 'reference("products.id", ondelete="CASCADE")', 'reference("products.id", ondelete="SET NULL")')],
    "no ON DELETE": [("order.py", 'ondelete="RESTRICT"', "ondelete=None")],
    "no foreign key": [("material_map.py", 'sa_column=reference("media_assets.id", ondelete="CASCADE", index=False)', ""),
                       ("material_map.py", '    media_asset: "MediaAsset" = Relationship(back_populates="material_maps")\n', ""),
                       ("media_asset.py", '    material_maps: List["MaterialMap"] = Relationship(back_populates="media_asset")\n', "")],
    "a new foreign key": [("material_map.py", "    channel: str", '    user_id: Optional[UUID] = Field(foreign_key="users.id")\n    channel: str')],
    "an index less": [("product.py", "sku: str = Field(max_length=40, index=True, unique=True)", "sku: str = Field(max_length=40)")],
    "an index that is not unique": [("product.py", "max_length=40, index=True, unique=True", "max_length=40, index=True")],
    "a new index": [("user.py", "full_name: str = Field(max_length=120)", "full_name: str = Field(max_length=120, index=True)")],
    "a new unique constraint": [("material_map.py", '        UniqueConstraint("media_asset_id"',
                                 '        UniqueConstraint("file_name", "channel", name="uq_new"),\n        UniqueConstraint("media_asset_id"')],
    "a unique constraint less": [("order_line.py", '        UniqueConstraint("order_id", "position", name="uq_order_lines_order_position"),\n', "")],
    "another kind of index": [("media_asset.py", "            unique=True,\n", "")],
    "a special index less": [("product.py", '        Index("ix_products_attributes", "attributes", postgresql_using="gin"),\n', "")],
    "other digits": [("product.py", "Numeric(10, 2)", "Numeric(12, 2)")],
    "json": [("product.py", "Column(JSONB", "Column(JSON"), ("product.py", "import JSONB", "import JSON")],
    "no time zone": [("columns.py", "DateTime(timezone=True)", "DateTime()")],
    "a smaller number": [("cad_file.py", "Column(BigInteger", "Column(Integer"), ("cad_file.py", "import BigInteger", "import Integer")],
    "a new table": [("user.py", "class User(", "class Team(SQLModel, table=True):\n    id: Optional[int] = Field(default=None, primary_key=True)\n"
                     "    name: str = Field(index=True)\n\n\nclass User(")],
    "an association table": [("user.py", "from sqlalchemy import text", "from sqlalchemy import Column, ForeignKey, Table, text"),
                             ("user.py", "class User(", 'watchers = Table("watchers", SQLModel.metadata, Column("user_id", ForeignKey("users.id"), '
                              'primary_key=True), Column("sku", ForeignKey("products.sku")))\n\n\nclass User(')],
    "a table less": [("__init__.py", "from catalogue.models.system_setting import SystemSetting\n", ""), ("__init__.py", '    "SystemSetting",\n', ""),
                     ("system_setting.py", None, None)],
    "a mixin": [("user.py", "class User(SQLModel, table=True)", "class Named(SQLModel):\n    nickname: Optional[str]\n\n\nclass User(Named, table=True)")],
}

# What a message says of, by rule; groups: columns and table, wherever they stand.
MESSAGES = [
    ("model-table-missing", r"Table '(?P<t>\w+)' of model", "add_table"),
    ("table-without-model", r"Table '(?P<t>\w+)' has no model", "remove_table"),
    ("model-column-missing", r"Column '(?P<c>\w+)' of the model is missing in table '(?P<t>\w+)'", "add_column"),
    ("column-not-in-model", r"Column '(?P<c>\w+)' of table '(?P<t>\w+)'", "remove_column"),
    ("model-type-differs", r"Column '(?P<c>\w+)' of '(?P<t>\w+)' is", "modify_type"),
    ("model-nullable-differs", r"Column '(?P<c>\w+)' of '(?P<t>\w+)' may", "modify_nullable"),
    ("model-default-differs", r"[Cc]olumn '(?P<c>\w+)' of '(?P<t>\w+)'", "modify_default"),
    ("model-foreign-key-differs", r"key on (?P<c>[\w, ]+) of '(?P<t>\w+)' to '\w+' is missing in the table", "add_fk"),
    ("model-foreign-key-differs", r"key on (?P<c>[\w, ]+) of '(?P<t>\w+)' to '\w+' is missing in the model", "remove_fk"),
    ("model-foreign-key-differs", r"key on (?P<c>[\w, ]+) of '(?P<t>\w+)' says", "add_fk remove_fk"),
    ("model-index-differs", r"index on (?P<c>[\w, ]+) of '(?P<t>\w+)' is missing in the table", "add_index"),
    ("model-index-differs", r"index '\w+' on (?P<c>[\w, ]+) of '(?P<t>\w+)' is missing in the model", "remove_index"),
    ("model-index-differs", r"The index '\w+' of '(?P<t>\w+)' is not the same.* USING \w+ \((?P<c>[\w, ]+)\)", "add_index remove_index"),
]


def tell(finding):
    for rule, pattern, kinds in MESSAGES:
        match = re.search(pattern, finding["message"])
        if finding["rule"] == rule and match:
            columns = sorted((match.groupdict().get("c") or "").split(", "))
            return {(kind, match["t"], tuple(c for c in columns if c)) for kind in kinds.split()}
    return {(finding["rule"], finding["message"], ())}


def without_followers(told):
    """What hangs on a table or column that is new or gone is said with it by one, and apart by the other."""
    tables = {table for kind, table, _ in told if kind.endswith("_table")}
    columns = {(table, column) for kind, table, names in told if kind.endswith("_column") for column in names}
    return {
        (kind, table, names) for kind, table, names in told
        if kind.endswith(("_table", "_column")) or not (table in tables or any((table, name) in columns for name in names))
    }


class Models:
    """A copy of the practice project whose database is at its head."""

    def __init__(self, scratch, server):
        self.scratch = scratch
        self.url = f"postgresql:///practice?host={server.folder}&user=postgres"
        subprocess.run(["createdb", "-h", server.folder, "-U", "postgres", "practice"], check=True)
        environment = {**os.environ, "DATABASE_URL": self.url.replace("postgresql:", "postgresql+psycopg2:")}
        subprocess.run(["/usr/bin/python3", "-m", "alembic", "upgrade", "head"], cwd=self.copy([]), env=environment, check=True,
                       capture_output=True)

    def copy(self, changes):
        folder = Path(self.scratch) / "project"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(PRACTICE, folder, ignore=shutil.ignore_patterns("__pycache__"))
        for name, old, new in changes:
            path = folder / "catalogue" / "models" / name
            if old is None:
                path.unlink()
                continue
            text = path.read_text(encoding="utf-8")
            assert old in text, (name, old)
            path.write_text(text.replace(old, new), encoding="utf-8")
        return folder

    def ask_original(self, folder):
        done = subprocess.run(["/usr/bin/python3", "-c", ORIGINAL, folder, self.url.replace("postgresql:", "postgresql+psycopg2:")],
                              capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return without_followers({(kind, table, tuple(columns)) for kind, table, columns in json.loads(done.stdout)})

    def ask_retort(self, folder, *arguments):
        done = subprocess.run([PROGRAM, *arguments, "models", "--format", "json"], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), (done.returncode, done.stderr)
        document = json.loads(done.stdout)
        assert document["not_read"] == [], document["not_read"]
        # These have no counterpart in autogenerate.
        others = ("data-field-missing", "data-field-not-optional", "models-changed", "relationship-one-sided", "text-key-instead-of-uuid")
        told = [tell(finding) for finding in document["findings"] if finding["rule"] not in others]
        # Autogenerate passes over a length that only one side has; here that is a remark.
        remarks = [tell(finding) for finding in document["findings"]
                   if finding["rule"] == "model-type-differs" and finding["severity"] == "info"]
        told = [one for one in told if one not in remarks]
        return without_followers(set().union(*told) if told else set())

    def compare(self, changes):
        folder = self.copy(changes)
        expected = self.ask_original(folder)
        for arguments in ((), ("--url", self.url)):
            told = self.ask_retort(folder, *arguments)
            assert told == expected, f"{arguments}: only Retort: {told - expected}; only Alembic: {expected - told}"


def pick():
    """All with RETORT_TEST_ALL in the environment, else every third."""
    return dict(list(CHANGES.items())[:: 1 if "RETORT_TEST_ALL" in os.environ else 3])


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="retort-models-") as scratch, PrivateServer() as server:
        os.environ["XDG_STATE_HOME"] = os.path.join(scratch, "state")
        os.environ["XDG_CONFIG_HOME"] = os.path.join(scratch, "config")
        models = Models(scratch, server)
        return run_tests((name, partial(models.compare, changes)) for name, changes in pick().items())


sys.exit(main())
