#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What execute() sends with parameters beside the statement: the texts that psycopg2 hands to the server, and those that Retort shows.

A body that SQLAlchemy refuses must not be complete. Prints TAP. Usage: test-driver-calls.py RETORT-CLI [STACK]
"""
import sys
import tempfile
import warnings
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
if len(sys.argv) > 2:
    sys.path.insert(0, sys.argv[2])

import sqlalchemy as sa  # noqa: E402

from driver_calls import Cursor, normalize, run_ours, run_theirs  # noqa: E402
from private_server import PrivateServer  # noqa: E402

HEAD = """import datetime, decimal, uuid
import sqlalchemy as sa
from alembic import op
from sqlalchemy import bindparam, text
from sqlalchemy.dialects import postgresql
"""
TABLES = """
bind = op.get_bind()
t = sa.table("t", sa.column("a", sa.String), sa.column("b", sa.Integer))
T = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.String), sa.Column("b", sa.Integer),
             sa.Column("at", sa.DateTime), sa.Column("u", postgresql.UUID(as_uuid=True)), sa.Column("list", sa.ARRAY(sa.String)))
J = sa.table("doc", sa.column("id", sa.Integer), sa.column("n", sa.String), sa.column("j", postgresql.JSONB), sa.column("k", sa.JSON), sa.column("a", sa.Integer))
rows = [{"a": "it's", "b": 1}, {"a": "%s :x \\\\ %%", "b": None}]
keys = [{"k": 1, "v": 2}, {"k": 3, "v": 4}]
"""
# Statements, and what is given beside them.
STATEMENTS = [
    'text("INSERT INTO t (a, b) VALUES (:a, :b)")', 'text("UPDATE t SET b = 1")', 'text("UPDATE t SET a = :a WHERE b = :b RETURNING id")',
    'text("DELETE FROM t WHERE b = :b AND a <> :c").bindparams(c="c")', 'text("DELETE FROM t WHERE a = :a").bindparams(a="default")',
    "t.insert()", "T.insert()", 'T.insert().values(a="given")', 'T.insert().values(at=sa.func.now())', "T.insert().returning(T.c.id)",
    "sa.insert(T)", 'postgresql.insert(T).on_conflict_do_nothing(index_elements=["id"])', 'T.update().where(T.c.id == 5)',
    'T.update().where(T.c.a == bindparam("a"))', 'T.delete().where(T.c.b == bindparam("b"))', 'T.delete().where(T.c.b == bindparam("b", 7))',
    '"UPDATE t SET b = %(b)s WHERE a = %(a)s"',
]
GIVEN = ["", "{}", "[]", "rows", "rows[0]", "rows[:1]", "tuple(rows)", '[{"b": 1}, {"a": "x"}]', '[{"b": 1}, {"b": 2, "a": "x"}]',          '{"b": 1, "a": "x", "more": 2}', '{"a": "%", "b": 2**40}', '[{"id": 1, "a": "x", "b": 1}, {"id": 2, "a": "y", "b": 1}]', "[1, 2]"]
SINGLE = """
bind.execute(T.update().where(T.c.id == bindparam("k")).values(b=bindparam("v")), keys)
bind.execute(T.update().where(bindparam("k") == T.c.id).values({"b": bindparam("v", type_=sa.Integer)}), keys[0])
bind.execute(T.insert().values(b=bindparam("v")), keys)
bind.execute(sa.select(T.c.id).where(T.c.id == bindparam("k")), {"k": 1})
bind.execute(text("SELECT :a, :b, :c"), {"a": [1, 2], "b": (1, 2), "c": None})
bind.execute(text("SELECT 1 WHERE 1 IN :ids").bindparams(bindparam("ids", expanding=True)), {"ids": [1, 2]})
bind.execute(text("SELECT :at, :day, :u, :n"), {"at": datetime.datetime(2020, 1, 2), "day": datetime.date(2020, 1, 2), "u": "x", "n": decimal.Decimal("1.50")})
bind.execute(T.insert(), {"at": datetime.datetime(2020, 1, 2, 3, 4, 5), "list": ["a", "b"]})
bind.execute(T.insert().values([{"a": "x"}]))
bind.execute(T.insert().values([{"a": "x"}]).returning(T.c.id))
bind.execute(T.insert().values({"a": "x"}))
bind.execute(postgresql.insert(T).values([{"a": "x"}]).on_conflict_do_nothing())
bind.execute(postgresql.insert(T).values(a="x").on_conflict_do_update(index_elements=["id"], set_={"a": "y"}))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].astext == "x"))
bind.execute(sa.select(J.c.id).where(J.c.j[("a", "b")].astext == "x"))
bind.execute(sa.select(J.c.id).where(J.c.j[["a", "b"]].as_string() == "x"))
bind.execute(sa.select(J.c.id).where(J.c.k[["a", "b"]].as_string() == "x"))
bind.execute(sa.select(J.c.id).where(J.c.k["a"].as_string() == "x"))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_integer() == 3))
bind.execute(sa.select(J.c.id).where(J.c.k["a"].as_integer() == 3))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_boolean() == True))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_float() > 1.5))
bind.execute(sa.select(J.c.j["a"].as_string(), J.c.j["a"].as_integer().label("q")))
bind.execute(sa.select(J.c.j[0].as_string()))
bind.execute(sa.select(J.c.id).where(J.c.k["a"].as_string().is_not(None)))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].astext.cast(sa.Integer) == 3))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_string().in_(["x", "y"])))
a = J.alias("x"); bind.execute(sa.delete(a).where(a.c.id == 3))
a = J.alias(); bind.execute(sa.delete(a).where(a.c.id == J.c.id))
bind.execute(J.insert().values(j={"a": [1, "it's", None, True, 1.5]}))
bind.execute(J.update().values(j=["é"], k={}))
bind.execute(J.insert(), [{"j": {"a": 1}}, {"j": {"b": "%"}}])
bind.execute(J.insert().values(j=sa.null(), k="text"))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_integer() + 1 == 3))
bind.execute(sa.select(J.c.id).where((J.c.a * J.c.j["a"].as_integer()) == 3))
bind.execute(sa.select(-J.c.j["a"].as_integer()))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_boolean()))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_boolean().is_(True), J.c.k["x"].as_float() > 1))
bind.execute(sa.select(sa.func.lower(J.c.j["a"].as_string())).order_by(J.c.j["a"].as_string().desc()))
bind.execute(sa.select(sa.cast(J.c.j["a"].as_string(), sa.Integer)))
bind.execute(sa.select(J.c.j["a"].as_string() + "x"))
bind.execute(sa.select(J.c.j["a"].as_string().label("q")).group_by(J.c.j["a"].as_string()))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_string().like("x%"), J.c.j["a"].as_string() != None))
bind.execute(J.update().values(n=J.c.k["a"].as_string(), a=J.c.j["b"].as_integer()))
bind.execute(J.update().values(n=J.c.j["a"].astext).where(J.c.k["a"]["b"].astext == "x"))
bind.execute(sa.select(J.c.k["a"]["b"].as_string(), J.c.k["a"][0]))
bind.execute(sa.select(J.c.id).where(J.c.j == {"a": 1}))
bind.execute(sa.select(J.c.id).where(J.c.j.contains({"a": [1]})))
bind.execute(sa.select(J.c.id).where(J.c.j.contained_by({"a": [1]})))
bind.execute(J.update().values(j=J.c.j + {"a": 1}))
bind.execute(J.update().values(j=J.c.j.concat({"a": 1})))
bind.execute(J.update().values(j=sa.func.jsonb_set(J.c.j, "{a}", "1")))
bind.execute(J.insert().values(j={1: "a", None: 2, True: 3}, k=[1, (2, 3)]))
bind.execute(J.insert().values(j="text", k=5))
bind.execute(J.insert().values(j=True, k=1.5))
bind.execute(J.insert().values(j=sa.null()))
bind.execute(J.insert(), {"j": {"a": "b\\\\c%"}, "k": ["x"]})
bind.execute(sa.text("INSERT INTO doc (j) VALUES (:j)").bindparams(sa.bindparam("j", {"a": 1}, type_=postgresql.JSONB)))
bind.execute(sa.text("INSERT INTO doc (j) VALUES (:j)").bindparams(sa.bindparam("j", type_=sa.JSON)), {"j": {"a": 1}})
bind.execute(sa.insert(J).values([{"j": {"a": 1}}, {"j": {"b": 2}}]))
bind.execute(sa.select(J.c.id).where(J.c.j["a"] == {"x": 1}))
bind.execute(sa.select(J.c.id).where(J.c.j.in_([{"x": 1}])))
bind.execute(sa.select(sa.literal({"a": 1}, postgresql.JSONB)))
bind.execute(sa.select(sa.cast({"a": 1}, postgresql.JSONB)))
bind.execute(sa.select(sa.type_coerce({"a": 1}, postgresql.JSONB)))
a = J.alias("x"); bind.execute(sa.delete(a).where(sa.exists().where(a.c.id == J.c.id)).returning(a.c.id))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_integer().between(1, 2)))
bind.execute(sa.select(J.c.id).where(sa.func.coalesce(J.c.j["a"].as_integer(), 1) == 2))
bind.execute(sa.select(sa.case((J.c.j["a"].as_integer() == 1, J.c.j["b"].as_string()), else_="x")))
bind.execute(sa.select(J.c.id).where(sa.or_(J.c.j["a"].as_boolean(), J.c.j["b"].as_integer() == J.c.a)))
bind.execute(sa.select(J.c.j["a"].as_integer() - 1, 2 * J.c.j["a"].as_integer(), J.c.j["a"].as_string() + J.c.n))
bind.execute(sa.select(sa.distinct(J.c.j["a"].as_string())))
bind.execute(sa.select(J.c.j["a"].as_string()).distinct().order_by(J.c.j["a"].as_string()))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_string() == J.c.k["b"].as_string(), J.c.j["a"].as_integer() != J.c.a))
bind.execute(sa.select(J.c.id).where((J.c.j["a"].as_boolean()) & (J.c.id > 3)))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_string().not_in(["a"])))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_boolean() == sa.true()))
bind.execute(sa.select(J.c.id).where(J.c.j["a"].as_boolean().is_not(True)))
bind.execute(J.insert().values(j=None))
bind.execute(sa.select(J.c.j["a"]["b"].astext))
bind.execute(J.insert().values(j={"a": float("inf")}))
bind.execute(J.insert().values(j={"a": decimal.Decimal("1.5")}))
bind.execute(T.insert(), [{"b": i} for i in range(2002)])
bind.execute(T.insert(), [{"a": "x", "b": 1.0}, {"b": 2, "a": "y"}])
bind.execute("UPDATE t SET b = 1 WHERE a::text = 'x' OR a = ':p'")
bind.execute("UPDATE t SET b = 1 WHERE a LIKE 'x%'")
bind.execute("UPDATE t SET b = 1 WHERE a LIKE 'x%%'")
bind.execute("UPDATE t SET a = '\\\\:p'")
bind.exec_driver_sql("UPDATE t SET b = 1 WHERE a LIKE 'x%%'")
bind.exec_driver_sql("UPDATE t SET b = 1 WHERE a LIKE 'x%'")
bind.exec_driver_sql("UPDATE t SET b = %(b)s", {"b": 1})
bind.exec_driver_sql("UPDATE t SET b = %s, a = %s", (1, "it's"))
bind.exec_driver_sql("UPDATE t SET b = %s", [(1,), (2,)])
bind.exec_driver_sql("UPDATE t SET b = %s", (1, 2))
bind.exec_driver_sql("UPDATE t SET b = %s, a = %s", (1,))
bind.exec_driver_sql("UPDATE t SET b = %(b)s", {"a": 1})
op.execute(t.insert())
op.execute(T.insert())
op.execute("UPDATE t SET b = 1 WHERE a LIKE 'x%' OR a = '%%'")
op.execute(text("UPDATE t SET b = 1 WHERE a LIKE 'x%' OR a = '%%'"))
""".strip().split("\n")


def check(body: str, theirs, ours) -> str:
    """What is wrong; empty: nothing."""
    if sa.__version__ < "2" and "on_conflict" in body and len(ours["statements"]) > 1:
        return ""  # 1.4 sends the rows together
    if theirs is None and sa.__version__ >= "2" and body.startswith('bind.execute("'):
        return ""  # as 1.4 sends it
    if theirs is None:
        return "SQLAlchemy refuses it" if ours["status"] == "complete" else ""
    if ours["status"] not in ("complete", "live"):
        return ""
    found = [normalize(statement["sql"]) for statement in ours["statements"]]
    expected = [normalize(sql) for sql in theirs]
    return "" if found == expected else f"{str(found)[:200]} is not {str(expected)[:200]}"


# What a project requires, and whether SQLAlchemy 2.0 certainly is among it.
REQUIREMENTS = [
    ({"requirements.txt": "flask-sqlalchemy==3.1.1\nsqlalchemy==2.0.52 \\\n    --hash=sha256:0\n"}, True),
    ({"requirements.txt": "SQLAlchemy>=2.0.0,<3\n"}, True),
    ({"requirements.txt": "SQLAlchemy[asyncio]~=2.0\n"}, True),
    ({"uv.lock": '[[package]]\nname = "sqlalchemy"\nversion = "2.0.41"\n'}, True),
    ({"pyproject.toml": '[project]\ndependencies = ["sqlalchemy>=2.0"]\n'}, True),
    ({"requirements.txt": "SQLAlchemy==1.4.46\nsqlalchemy-utils==2.0\n"}, False),
    ({"requirements.txt": "flask-sqlalchemy==3.1.1\nsqlalchemy>=1.4\n"}, False),
    ({"requirements.txt": "sqlalchemy\nalembic==2.0\n"}, False),
    ({}, False),
]


def check_requirements(program: str, scratch: Path) -> list:
    """The projects that take a str for what it is not."""
    bodies = ['op.get_bind().execute("SELECT 1")', 'op.get_bind().exec_driver_sql("SELECT 1")\nop.execute("SELECT 1")']
    wrong = []
    for number, (requirements, is_refused) in enumerate(REQUIREMENTS):
        found = run_ours(program, scratch / str(number), HEAD, bodies, requirements)
        if [one["status"] for one in found] != ["refused" if is_refused else "complete", "complete"]:
            wrong.append((requirements, found[0]["status"]))
    return wrong


def main() -> int:
    warnings.simplefilter("ignore")
    bodies = [f"bind.execute({statement}, {given})".replace(", )", ")") for statement in STATEMENTS for given in GIVEN] + SINGLE
    print("1..3")
    with PrivateServer() as server, tempfile.TemporaryDirectory(prefix="retort-driver-") as scratch:
        server.create_database("sent")
        engine = sa.create_engine(server.url("sent"), connect_args={"cursor_factory": Cursor})
        with engine.begin() as connection:
            connection.execute(sa.text('CREATE TABLE t (id serial PRIMARY KEY, a text, b bigint, at timestamp, u uuid, list text[])'))
            connection.execute(sa.text("CREATE TABLE doc (id serial PRIMARY KEY, n text, j jsonb, k json, a int)"))
        ours = run_ours(sys.argv[1], Path(scratch) / "all", HEAD, [TABLES + body for body in bodies])
        misread = check_requirements(sys.argv[1], Path(scratch) / "requirements")
        theirs = [run_theirs(engine, HEAD + TABLES, body) for body in bodies]
        engine.dispose()
    wrong = [(body, said) for body, said in zip(bodies, map(check, bodies, theirs, ours)) if said]
    gaps = [(body, our["gaps"]) for body, their, our in zip(bodies, theirs, ours) if their is not None and our["status"] != "complete"]
    for body, said in wrong[:20] + gaps[:20]:
        print(f"# {body}: {said}")
    n_sent = sum(their is not None for their in theirs)
    print(f"# {len(bodies)} bodies, {n_sent} run, {n_sent - len(gaps)} of them complete")
    print("not ok 1 what is complete is what is sent" if wrong else "ok 1 what is complete is what is sent")
    print("ok 2 most are complete" if len(gaps) * 10 <= n_sent else "not ok 2 most are complete")
    print(f"# {misread}" if misread else "# none misread")
    print("not ok 3 a str is refused by 2.0 alone" if misread else "ok 3 a str is refused by 2.0 alone")
    return 1 if wrong or misread else 0


if __name__ == "__main__":
    sys.exit(main())
