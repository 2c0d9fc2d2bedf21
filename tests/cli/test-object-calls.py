#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What create_all(), drop_all(), create() and drop() of tables and queries of a session send: the texts that psycopg2 hands to the server, and
those that Retort shows.

Prints TAP. Usage: test-object-calls.py RETORT-CLI [STACK]
"""
import sys
import tempfile
import warnings
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
if len(sys.argv) > 2:
    sys.path.insert(0, sys.argv[2])

import sqlalchemy as sa  # noqa: E402

from driver_calls import Cursor, normalize, run_ours, run_theirs  # noqa: E402
from private_server import PrivateServer  # noqa: E402
from tap import run_tests  # noqa: E402

HEAD = """import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session, declarative_base
from sqlalchemy.schema import CreateTable
"""
BEFORE = """
bind = op.get_bind()
m = sa.MetaData()
Base = declarative_base()
Integer, Key, Column, Table = sa.Integer, sa.ForeignKey, sa.Column, sa.Table
def key(): return Column("id", Integer, primary_key=True)
"""
BOTH = """m.create_all(bind, checkfirst=FIRST)
m.drop_all(bind, checkfirst=FIRST)"""
# FIRST is False and True, and nothing.
CREATED = {
    "in the order of their keys": f"""
Table("c", m, key(), Column("b_id", Integer, Key("b.id")), Column("a_id", Integer, Key("a.id", ondelete="CASCADE")))
Table("z", m, key())
Table("b", m, key(), Column("a_id", Integer, Key("a.id", name="fk_b")), Column("b_id", Integer, Key("b.id")))
Table("a", m, key(), Column("n", sa.String(20), index=True, comment="it's"), sa.UniqueConstraint("n", name="u"), comment="of a")
{BOTH}""",
    "several columns, another type, a schema": f"""
Table("a", m, Column("x", sa.BigInteger, primary_key=True), Column("y", sa.String(5), primary_key=True), schema="public")
Table("b", m, key(), Column("x", sa.BigInteger, unique=True), Column("y", sa.String(5)), sa.ForeignKeyConstraint(["x", "y"], ["public.a.x", "public.a.y"]))
Table("d", m, key(), Column("b_id", Key("b.id"), nullable=False), Column("x", Key("b.x")))
{BOTH}""",
    "types, once": f"""
mood = sa.Enum("sad", "it's", name="mood")
Table("b", m, key(), Column("m", mood, nullable=False), Column("n", mood), Column("o", sa.Enum("q", name="other")))
Table("a", m, key(), Column("m", sa.ARRAY(mood)), Column("l", sa.Enum("x", "y", native_enum=False, name="no_type")))
op.execute("CREATE TYPE kept AS ENUM ('z')")
Table("d", m, key(), Column("m", postgresql.ENUM("z", name="kept", create_type=False)))
{BOTH}""",
    "types of a schema": f"""
Table("a", m, key(), Column("m", sa.Enum("x", name="t1", schema="public")), Column("n", sa.Enum("x", name="t2", inherit_schema=True)), schema="public")
{BOTH}""",
    "one key later": f"""
Table("a", m, key(), Column("b_id", Integer, Key("b.id", name="fk_ab")))
Table("b", m, key(), Column("a_id", Integer, Key("a.id", name="fk_ba", use_alter=True)))
{BOTH}""",
    "some of them": """
a = Table("a", m, key(), Column("m", sa.Enum("x", name="of_a")))
b = Table("b", m, key(), Column("m", sa.Enum("x", name="of_b")))
c = Table("c", m, key(), Column("a_id", Integer, Key("a.id")))
m.create_all(bind, tables=[c, a], checkfirst=FIRST)
m.drop_all(bind, tables=[c, a], checkfirst=FIRST)""",
    "of classes": """
class Child(Base):
    __tablename__ = "child"
    id = Column(Integer, primary_key=True)
    parent_id = Column(Integer, Key("parent.id"))
    kind = Column(sa.Enum("x", name="kind"), nullable=False)
other = Table("other", Base.metadata, key())
class Parent(Base):
    __tablename__ = "parent"
    __table_args__ = (sa.Index("ix_n", "n"), {"comment": "c"})
    id = Column(Integer, primary_key=True)
    n = Column(sa.Text)
Base.metadata.create_all(bind, checkfirst=FIRST)
Base.metadata.drop_all(bind, checkfirst=FIRST)""",
    "one by one": """
class Note(Base):
    __tablename__ = "note"
    id = Column(Integer, primary_key=True)
    kind = Column(sa.Enum("x", name="kind"), nullable=False)
a = Table("a", m, key(), Column("m", sa.Enum("x", name="of_a")), Column("n", sa.Enum("x", name="of_a")), Column("a_id", Key("a.id")))
Note.__table__.create(bind, checkfirst=FIRST)
a.create(bind, checkfirst=FIRST)
a.drop(bind, checkfirst=FIRST)
Note.__table__.drop(bind, checkfirst=FIRST)""",
    "types alone": """
sa.Enum("x", name="alone").create(bind, checkfirst=FIRST)
sa.Enum("x", name="alone").drop(bind, checkfirst=FIRST)
postgresql.ENUM("x", name="alone").create(bind, checkfirst=FIRST)
postgresql.ENUM("x", name="alone").drop(bind, checkfirst=FIRST)""",
    "sequences": """
s = sa.Sequence("s", start=5)
s.create(bind, checkfirst=FIRST)
s.drop(bind, checkfirst=FIRST)""",
    "nothing": BOTH,
}
# Rows of a session that are no objects.
QUERIED = {
    "columns": "s.query(t.c.id, t.c.n).filter(t.c.id > 5, t.c.n == 'x').order_by(t.c.n.desc()).all()",
    "columns of a class": "s.query(B.id, B.n.label('q')).limit(3).offset(1).all()",
    "a table": "s.query(t).filter(t.c.id > 5).filter(t.c.n.is_(None)).first()",
    "a table with a schema": "s.query(T).one_or_none()",
    "functions": "s.query(T.c.n, sa.func.count(T.c.id)).group_by(T.c.n).having(sa.func.count(T.c.id) > 1).all()",
    "one value": "s.query(sa.func.max(B.id)).scalar()",
    "a join": "a = t.alias('a')\ns.query(t.c.id, a.c.n).join(a, a.c.id == t.c.id).filter(a.c.n != 'x').distinct().all()",
}
QUERIES = """
op.execute("CREATE TABLE b (id int PRIMARY KEY, n text)")
class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    n = Column(sa.String)
t = sa.table("b", sa.column("id", Integer), sa.column("n", sa.String))
T = Table("b", m, key(), Column("n", sa.String), schema="public")
s = Session(bind=bind)
"""
# Of these nobody knows what SQLAlchemy sends, or in which order.
UNKNOWN = {
    "a circle": 'Table("a", m, key(), Column("b", Integer, Key("b.id", name="x")))\nTable("b", m, key(), Column("a", Integer, Key("a.id", name="y")))\nm.create_all(bind)',
    "two keys later": 'Table("a", m, key(), Column("b", Integer, Key("b.id", name="x", use_alter=True)))\n'
                      'Table("b", m, key(), Column("a", Integer, Key("a.id", name="y", use_alter=True)))\nm.create_all(bind, checkfirst=False)',
    "the engine": 'Table("a", m, key()).create(bind.engine)',
    "another type of the MetaData": 'Table("a", m, key())\nsa.Enum("x", name="free", metadata=m)\nm.create_all(bind, checkfirst=False)',
    "a sequence of the MetaData": 'Table("a", m, key())\nsa.Sequence("free", metadata=m)\nm.create_all(bind, checkfirst=False)',
    "what is read": "m.reflect(bind)\nm.create_all(bind, checkfirst=False)",
    "a listener": 'Table("a", m, key())\nsa.event.listen(m, "before_create", sa.DDL("SELECT 1"))\nm.create_all(bind, checkfirst=False)',
    "under a condition": 'if bind.execute(sa.text("SELECT 1")).scalar() == 1:\n    Table("a", m, key())\nm.create_all(bind, checkfirst=False)',
    "rows of a class": QUERIES + "s.query(B).all()",
    "rows and more": QUERIES + "s.query(B.id, B).all()",
    "one name twice": QUERIES + "s.query(t.c.id, t.c.id).all()",
    "distinct rows in the order of more": QUERIES + "s.query(B.n).distinct().order_by(B.id).all()",
    "a key to nowhere": 'Table("a", m, key(), Column("b", Integer, Key("nowhere.id")))\nm.create_all(bind, checkfirst=False)',
}


def is_question(sql: str) -> bool:
    return sql.lstrip().lower().startswith("select") and ("pg_catalog" in sql or "pg_class" in sql)


def check_sent(theirs, ours) -> None:
    assert theirs is not None
    assert ours["status"] in ("complete", "live"), ours["gaps"]
    expected = [normalize(sql) for sql in theirs if not is_question(sql)]
    found = [normalize(statement["sql"]) for statement in ours["statements"]]
    assert found == expected, f"{found} is not {expected}"


def check_unknown(ours) -> None:
    assert ours["status"] in ("partial", "refused"), ours["status"]
    assert all(gap["line"] and gap["reason"] for gap in ours["gaps"]) and ours["gaps"]


def main() -> int:
    warnings.simplefilter("ignore")
    bodies = {f"{name}, checkfirst={first}": body.replace(", checkfirst=FIRST", first and f", checkfirst={first}")
              for name, body in CREATED.items() for first in ("False", "True", "")}
    bodies.update({f"a query of {name}": QUERIES + body for name, body in QUERIED.items()})
    with PrivateServer() as server, tempfile.TemporaryDirectory(prefix="retort-objects-") as scratch:
        server.create_database("sent")
        engine = sa.create_engine(server.url("sent"), connect_args={"cursor_factory": Cursor})
        theirs = [run_theirs(engine, HEAD + BEFORE, body) for body in bodies.values()]
        ours = run_ours(sys.argv[1], Path(scratch), HEAD, [BEFORE + body for body in [*bodies.values(), *UNKNOWN.values()]])
        engine.dispose()
    return run_tests([(name, partial(check_sent, their, our)) for name, their, our in zip(bodies, theirs, ours)]
                     + [(name, partial(check_unknown, our)) for name, our in zip(UNKNOWN, ours[len(bodies):])])


if __name__ == "__main__":
    sys.exit(main())
