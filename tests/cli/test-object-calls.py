#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What create_all(), drop_all(), create() and drop() of tables and queries of a session send: the texts that psycopg2 hands to the server, and
those that Retort shows.

Prints TAP. Usage: test-object-calls.py RETORT-CLI [STACK]
"""
import re
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
# Objects of a session. The last of them 1.4 sends otherwise: what 2.0.52 sent is beside them.
OBJECTS = QUERIES + """
op.execute("CREATE TABLE p (name text, id serial PRIMARY KEY, n int, f boolean, j json, t timestamp)")
op.execute("CREATE TABLE q (id text PRIMARY KEY, x numeric)")
op.execute("CREATE TABLE r (id serial PRIMARY KEY, p_id int)")
op.execute("CREATE TABLE a (id serial PRIMARY KEY, p_id int, o text DEFAULT 'o')")
class P(Base):
    __tablename__ = "p"
    name = Column(sa.String(20))
    id = Column(Integer, primary_key=True)
    n = Column(Integer, default=5)
    f = Column(sa.Boolean)
    j = Column(sa.JSON)
    t = Column(sa.DateTime)
class Q(Base):
    __tablename__ = "q"
    id = Column(sa.String, primary_key=True)
    x = Column(sa.Numeric)
class A(Base):
    __tablename__ = "a"
    o = Column(sa.Text, server_default="o")
    id = Column(Integer, primary_key=True)
    p_id = Column(Integer, Key("p.id"))
"""
SENT = {
    "one": "s.add(P(name='x'))\ns.commit()",
    "several kinds": "s.add(P(name='x'))\ns.add(P(name='y', n=3, f=False, t=None))\ns.flush()",
    "keys of their own": "s.add_all([Q(id='x'), Q(id='a', x=1), Q(id='b')])\ns.flush()",
    "their classes": "s.add(Q(id='x'))\ns.add(P(name='z'))\ns.add(B(id=3, n='it%s'))\ns.commit()",
    "of a class with a relationship": "from sqlalchemy.orm import relationship\nclass R(Base):\n    __tablename__ = 'r'\n    id = Column(Integer, primary_key=True)\n"
                                      "    p_id = Column(Integer, Key('p.id'))\n    p = relationship('P')\ns.add(R())\ns.commit()\ns.add(R(p_id=3))\ns.flush()",
    "numbers given": "s.add(P(id=5, name='x'))\ns.add(P(id=4, name='x', n=4))\ns.flush()",
    "what is set before": "p = P()\np.name = 'q'\np.n = None\ns.add(p)\np.f = True\ns.add(p)\ns.commit()\ns.commit()",
    "what is set behind": "q = Q(id='x')\ns.add(q)\ns.flush()\nq.x = None\ns.flush()\nq.x = 5\ns.flush()\nq.x = 5\ns.flush()\ns.delete(q)\ns.commit()",
    "a query behind them": "s.add(P(name='x'))\ns.query(Q).all()\ns.add(P(name='y'))\ns.query(Q.id).first()",
    "without autoflush": "s = Session(bind=bind, autoflush=False)\ns.add(P(name='x'))\ns.query(Q).all()\ns.flush()",
    "never sent": "s.add(P(name='x'))",
    "a block": "with Session(bind) as s2:\n    s2.add(Q(id='1'))\n    s2.commit()",
    "reading": "s.query(P).filter(P.n > 3, P.name == 'x').order_by(P.id.desc()).first()\ns.query(P).filter_by(n=3).one_or_none()\nnames = [p.name for p in s.query(Q).limit(3) if p.x]",
}
SENT_BY_2 = {
    "several": ("s.add_all([P(name='x'), P(name='y'), P(name='z', n=None)])\ns.flush()",
                ["INSERT INTO p (name, n, f, t) SELECT p0::VARCHAR, p1::INTEGER, p2::BOOLEAN, p3::TIMESTAMP WITHOUT TIME ZONE FROM (VALUES "
                 "('x', 5, NULL, NULL, 0), ('y', 5, NULL, NULL, 1), ('z', 5, NULL, NULL, 2)) AS imp_sen(p0, p1, p2, p3, sen_counter) "
                 "ORDER BY sen_counter RETURNING p.id, p.id AS id__1"]),
    "an alias": ("x = t.alias('x')\nbind.execute(sa.update(x).values(n=x.c.n + 'q').where(x.c.id == t.c.id))\nbind.execute(sa.update(t.alias()).values(n='q'))",
                 ["UPDATE b AS x SET n=(x.n || 'q') FROM b WHERE x.id = b.id", "UPDATE b AS b_1 SET n='q'"]),
    "an element of JSON": ("k = sa.table('p', sa.column('j', sa.JSON))\nbind.execute(sa.select(k.c.j['a']['b'].as_string()).where(~k.c.j['c'].as_boolean()))",
                           ["SELECT CAST((p.j -> 'a') ->> 'b' AS VARCHAR) AS anon_1 FROM p WHERE NOT (CAST(p.j ->> 'c' AS BOOLEAN))"]),
    "the server's default": ("s.add(A(p_id=None))\ns.flush()", ["INSERT INTO a (p_id) VALUES (NULL) RETURNING a.o, a.id"]),
}
# What a run sends is among what is shown: values, and which columns, are decided while running.
SHOWN = {
    "one column": "for p in s.query(B).order_by(B.id):\n    p.n = 'x'\ns.commit()",
    "two columns": "for p in s.query(P):\n    p.n = 7\n    if p.name == 'b':\n        p.name = 'q'\ns.commit()",
    "those of a value": "p = s.query(P).filter(P.n == 1).one()\np.n += 1\np.f = p.n == 2\ns.flush()\ns.delete(p)\ns.commit()",
    "before a query": "for p in s.query(P).all():\n    p.f = False\n    if not s.query(Q).filter(Q.id == p.name).first():\n        s.add(Q(id=p.name, x=p.n))\n        s.flush()",
}
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
    "objects read anew": OBJECTS + "for p in s.query(P):\n    p.n = 3\n    s.commit()",
    "an object behind a commit": OBJECTS + "q = Q(id='1')\ns.add(q)\ns.commit()\nprint(q.id)",
    "objects whose number is not known": OBJECTS + "for p in s.query(P):\n    s.add(Q(id=p.name))\ns.commit()",
    "an object that may be new": OBJECTS + "q = s.query(Q).first()\nif not q:\n    q = Q(id='1')\n    s.add(q)\nq.x = 3\ns.commit()",
    "objects kept elsewhere": OBJECTS + "m = {}\nfor p in s.query(P):\n    m[p.id] = p\nm[1].name = 'q'\ns.commit()",
    "one of two objects": OBJECTS + "p = s.query(P).filter(P.id == 1).first() or s.query(P).first()\np.name = 'q'\ns.commit()",
    "sorted objects": OBJECTS + "for p in sorted(s.query(P).all(), key=lambda p: p.id):\n    p.name = 'q'\ns.commit()",
    "an attribute that is no column": OBJECTS + "for p in s.query(P):\n    p.more = 1\ns.commit()",
    "a statement in between": OBJECTS + "s.add(Q(id='1'))\ns.execute(sa.select(sa.func.count()))\ns.commit()",
    "a value of SQL": OBJECTS + "s.add(Q(id='1', x=sa.func.random()))\ns.commit()",
    "a key that changes": OBJECTS + "s.query(Q).first().id = 'q'\ns.commit()",
    "more columns than are shown": OBJECTS + "for p in s.query(P):\n    p.name, p.n, p.f, p.t = 'a', 1, True, None\n    if p.j:\n        p.name = 'b'\ns.commit()",
    "a relationship": OBJECTS + "from sqlalchemy.orm import relationship\nclass R(Base):\n    __tablename__ = 'r'\n    id = Column(Integer, primary_key=True)\n"
                                "    b_id = Column(Integer, Key('b.id'))\n    b = relationship('B')\nfor r in s.query(R):\n    r.b.n = 'x'\ns.commit()",
    "an order of relationships": OBJECTS + "from sqlalchemy.orm import relationship\nclass R(Base):\n    __tablename__ = 'r'\n    id = Column(Integer, primary_key=True)\n"
                                           "    b_id = Column(Integer, Key('b.id'))\n    b = relationship('B')\ns.add_all([R(id=1), B(id=2)])\ns.commit()",
    "objects that refer to each other": OBJECTS + "from sqlalchemy.orm import relationship\nclass R(Base):\n    __tablename__ = 'r'\n    id = Column(Integer, primary_key=True)\n"
                                                  "    r_id = Column(Integer, Key('r.id'))\n    r = relationship('R')\ns.add_all([R(id=1), R(id=2)])\ns.commit()",
    "an __init__": OBJECTS + "class I(Base):\n    __tablename__ = 'i'\n    id = Column(Integer, primary_key=True)\n    def __init__(self, n):\n        self.id = n + 1\n"
                             "s.add(I(3))\ns.commit()",
    "a default that is called": OBJECTS + "class D(Base):\n    __tablename__ = 'd'\n    id = Column(Integer, primary_key=True)\n    n = Column(Integer, default=lambda: 3)\n"
                                          "s.add(D())\ns.commit()",
    "an onupdate": OBJECTS + "class U(Base):\n    __tablename__ = 'u'\n    id = Column(Integer, primary_key=True)\n    n = Column(Integer, onupdate=3)\n    m = Column(Integer)\n"
                             "for u in s.query(U):\n    u.m = 3\ns.commit()",
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


def check_shown(theirs, ours) -> None:
    """Each statement, with its values left out, is one that is shown."""
    assert theirs is not None
    assert ours["status"] == "live", (ours["status"], ours["gaps"])
    shown = {without_values(statement["sql"]) for statement in ours["statements"]}
    sent = {without_values(sql) for sql in theirs}
    assert sent <= shown, sent - shown


def without_values(sql: str) -> str:
    return re.sub(r"'[^']*'|\$?\b\d+\b|\b(true|false|NULL)\b", "?", normalize(sql))


def check_recorded(theirs, ours, expected) -> None:
    assert ours["status"] == "complete", ours["gaps"]
    assert [normalize(statement["sql"]) for statement in ours["statements"]][-len(expected):] == [normalize(sql) for sql in expected]
    if sa.__version__ >= "2":
        check_sent(theirs, ours)


def check_unknown(ours) -> None:
    assert ours["status"] in ("partial", "refused"), ours["status"]
    assert all(gap["line"] and gap["reason"] for gap in ours["gaps"]) and ours["gaps"]


def main() -> int:
    warnings.simplefilter("ignore")
    bodies = {f"{name}, checkfirst={first}": body.replace(", checkfirst=FIRST", first and f", checkfirst={first}")
              for name, body in CREATED.items() for first in ("False", "True", "")}
    bodies.update({f"a query of {name}": QUERIES + body for name, body in QUERIED.items()})
    bodies.update({f"objects, {name}": OBJECTS + body for name, body in SENT.items()})
    others = {name: (OBJECTS + body, partial(check_recorded, expected=expected)) for name, (body, expected) in SENT_BY_2.items()}
    filling = "bind.execute(sa.text(\"INSERT INTO p (name, n) VALUES ('a', 1), ('b', 2)\"))\nbind.execute(sa.text(\"INSERT INTO b VALUES (1, 'a'), (2, 'b')\"))\n"
    others.update({name: (OBJECTS + filling + body, check_shown) for name, body in SHOWN.items()})
    with PrivateServer() as server, tempfile.TemporaryDirectory(prefix="retort-objects-") as scratch:
        server.create_database("sent")
        engine = sa.create_engine(server.url("sent"), connect_args={"cursor_factory": Cursor})
        cases = {name: (body, check_sent) for name, body in bodies.items()} | others
        theirs = [run_theirs(engine, HEAD + BEFORE, body) for body, _ in cases.values()]
        ours = run_ours(sys.argv[1], Path(scratch), HEAD, [BEFORE + body for body in [*(body for body, _ in cases.values()), *UNKNOWN.values()]])
        engine.dispose()
    return run_tests([(name, partial(check, their, our)) for (name, (_, check)), their, our in zip(cases.items(), theirs, ours)]
                     + [(name, partial(check_unknown, our)) for name, our in zip(UNKNOWN, ours[len(cases):])])


if __name__ == "__main__":
    sys.exit(main())
