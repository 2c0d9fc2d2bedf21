#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Migrations that ask the database, run by the built-in engine and by Alembic: pg_dump, rows included, must be the same.

Then what may not run: a question that nobody can answer, an answer that the migration itself refuses, a statement that the
plan does not show. Prints TAP. Usage: test-live-upgrade.py RETORT-CLI
"""
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from private_server import PrivateServer  # noqa: E402
from tap import run_tests  # noqa: E402

ENVIRONMENT = '''import os

from alembic import context
from sqlalchemy import create_engine, pool

with create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=None, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
'''
HEAD = '''import datetime, json, os, uuid
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

revision = "r%d"
down_revision = %s


def upgrade():
    bind = op.get_bind()
    inspector = sa.inspect(bind)
%s

def downgrade():
    pass
'''
TABLES = '''
op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.String), sa.Column("j", sa.JSON),
                sa.Column("u", postgresql.UUID(as_uuid=True)), sa.Column("d", sa.DateTime(timezone=True)), sa.Column("day", sa.Date),
                sa.Column("a", sa.ARRAY(sa.String)), sa.Column("m", sa.Numeric), sa.Column("f", sa.Float), sa.Column("b", sa.Boolean))
op.execute("""INSERT INTO t VALUES
 (1, 'one', '{"a": [1, null, "\\u00fc"]}', 'c0ffee00-0000-0000-0000-000000000001', '2020-01-02 03:04:05.6+02', '2020-02-29', '{a,"b c",NULL}', 1.50, 1e100, true),
 (2, 'it''s', NULL, NULL, NULL, NULL, '{}', -3, 0.1, false), (3, '%s : \\\\x', '[]', NULL, 'epoch', NULL, NULL, 12345678901234567890, NULL, NULL)""")
op.create_table("u", sa.Column("id", sa.Integer, primary_key=True), sa.Column("t_id", sa.Integer, sa.ForeignKey("t.id", name="fk_t")))
op.create_index("ix_u_t_id", "u", ["t_id"])
op.create_unique_constraint("uq_u", "u", ["t_id", "id"])
op.execute("CREATE TYPE mood AS ENUM ('sad', 'glad')")
'''
# Bodies of upgrade(), one a revision.
BODIES = [
    TABLES,
    # Rows, with every kind of value, written back.
    '''
for row in bind.execute(sa.text("SELECT id, n, j, u, d, day, a, m, f, b FROM t ORDER BY id")).fetchall():
    config = dict(row.j) if row.j else {}
    config["seen"] = row.n
    bind.execute(sa.text("UPDATE t SET n = :n, j = :j, u = :u, d = :d, day = :day, a = :a, m = :m, f = :f, b = :b WHERE id = :id"),
                 {"n": row.n + "!", "j": json.dumps(config), "id": row.id, "u": row.u, "d": row.d, "day": row.day, "a": row.a,
                  "m": row.m, "f": row.f, "b": row.b})
''',
    # One value, several values, none.
    '''
if bind.execute(sa.text("SELECT count(*) FROM t")).scalar() == 3:
    op.execute("INSERT INTO t (id, n) VALUES (10, 'counted')")
if bind.execute(sa.text("SELECT 1 FROM t WHERE id = 99")).first() is None:
    op.execute("INSERT INTO t (id, n) VALUES (11, 'none')")
id, n = bind.execute(sa.text("SELECT id, n FROM t WHERE id = 10")).one()
bind.execute(sa.text("INSERT INTO t (id, n) VALUES (:id, :n)"), {"id": id + 2, "n": n.upper()})
names = [row[0] for row in bind.execute(sa.text("SELECT n FROM t WHERE id > 9 ORDER BY id"))]
bind.execute(sa.text("INSERT INTO t (id, n) VALUES (13, :n)"), {"n": ",".join(names)})
ids = bind.execute(sa.text("SELECT id FROM t ORDER BY id")).scalars().all()
bind.execute(sa.text("INSERT INTO t (id, n) VALUES (14, :n)"), {"n": str(ids)})
for row in bind.execute(sa.text("SELECT id, n FROM t WHERE id = 14")).mappings():
    bind.execute(sa.text("INSERT INTO t (id, n) VALUES (15, :n)"), {"n": "%s %r" % (sorted(row.keys()), row["n"])})
''',
    # Core statements, and how many rows they touch.
    '''
t = sa.table("t", sa.column("id", sa.Integer), sa.column("n", sa.String), sa.column("b", sa.Boolean))
for row in bind.execute(sa.select(t.c.id, t.c.n).where(t.c.id > 10).order_by(t.c.id)):
    bind.execute(t.update().where(t.c.id == row.id).values(n=row.n + "/core", b=row.id % 2 == 0))
touched = bind.execute(sa.text("UPDATE t SET b = true WHERE id < 3")).rowcount
if touched != 2:
    raise RuntimeError(touched)
new = bind.execute(sa.text("INSERT INTO t (id, n) VALUES (20, 'new') RETURNING id")).scalar()
bind.execute(sa.text("INSERT INTO u (t_id) VALUES (:id)"), {"id": new})
with Session(bind=bind) as session:
    session.execute(sa.text("INSERT INTO u (t_id) VALUES (:id)"), {"id": session.execute(sa.text("SELECT min(id) FROM t")).scalar()})
    session.commit()
''',
    # Parameters made of rows: none, one and several sets of them.
    '''
t = sa.table("t", sa.column("id", sa.Integer), sa.column("n", sa.String))
for condition in ("id < 0", "id = 1", "id < 3"):
    found = bind.execute(sa.text("SELECT id, n FROM t WHERE " + condition))
    sets = [{"id": row.id, "n": row.n} for row in found]
    bind.execute(sa.text("UPDATE t SET n = n || '.'"), sets)
    if sets:
        bind.execute(sa.text("UPDATE t SET n = :n || '/sets' WHERE id = :id"), sets)
        bind.execute(sa.text("INSERT INTO t (id, n) VALUES (:id + 300, :n)"), sets[0])
        bind.execute(t.update().where(t.c.id == sa.bindparam("key")).values(n=sa.bindparam("new")),
                     [{"key": one["id"], "new": one["n"] + "%"} for one in sets])
    bind.execute(sa.text("DELETE FROM t WHERE id > 300"))
for row in bind.execute(sa.text("SELECT id, n FROM t WHERE id < 3 ORDER BY id")).fetchall():
    bind.execute("UPDATE t SET n = n || id::text || ':x' WHERE n = '{}' AND n LIKE '%%'".format(row.n.replace("'", "''").replace("%", "%%")))
    bind.exec_driver_sql("INSERT INTO t (id, n) VALUES (%s, %s)", (row.id + 400, row.n))
''',
    # Statements that rows choose, and lists that rows make as long as they are.
    '''
t = sa.table("t", sa.column("id", sa.Integer), sa.column("n", sa.String))
for row in bind.execute(sa.text("SELECT id, n, b FROM t WHERE id < 4 ORDER BY id")).fetchall():
    if row.b:
        statement = "UPDATE t SET n = n || 'yes' WHERE id = {}".format(row.id)
    elif row.n is None:
        statement = "SELECT 1"
    if row.id == 3:
        statement = "UPDATE t SET n = 'three' WHERE id = %s" % row.id
    bind.execute(sa.text(statement))
    op.execute("COMMENT ON TABLE t IS 'odd'" if row.id % 2 else sa.text("COMMENT ON TABLE t IS 'even'"))
for least in (2, 3, 100):
    more, single = [], []
    for row in bind.execute(sa.text("SELECT id, n FROM t WHERE id >= :least AND id < 4 ORDER BY id"), {"least": least}):
        more.append({"id": row.id + 500 + least * 10, "n": row.n})
        if row.id == 3:
            single.append({"id": row.id + 700 + least * 10, "n": "fixed"})
    if more:
        bind.execute(t.insert(), more)
        op.bulk_insert(t, single)
    op.bulk_insert(t, [{"id": one["id"] + 100, "n": "again"} for one in more])
    if more:
        bind.execute(t.update().where(t.c.id == sa.bindparam("key")), [{"key": one["id"], "n": one["n"] + "%"} for one in more if one["n"]])
def choose(kind):
    if kind == "one":
        return sa.text("INSERT INTO t (id, n) VALUES (:id, 'first kind')")
    return sa.text("INSERT INTO t (id, n, b) VALUES (:id, 'other kind', true)")
for row in bind.execute(sa.text("SELECT id, n FROM t WHERE id < 3 ORDER BY id")).fetchall():
    bind.execute(choose("one" if row.id == 1 else "two"), {"id": row.id + 900})
    bind.execute(choose(row.n), {"id": row.id + 950})
many = [{"id": row[0], "n": None} for row in bind.execute(sa.text("SELECT generate_series(5000, 7000)"))]
bind.execute(sa.insert(t), many)
bind.execute(sa.text("DELETE FROM t WHERE id > 6990 AND n = :n OR id > 5010 AND n IS NULL"), {"n": "none"})
''',
    # Names with every character that stands for something in our own questions.
    '''
op.create_table("a$b@'c", sa.Column("id", sa.Integer, primary_key=True))
for number, schema in ((200, None), (202, "public")):
    if sa.inspect(bind).has_table("a$b@'c", schema=schema):
        op.execute(f"INSERT INTO t (id) VALUES ({number})")
    if [column["name"] for column in sa.inspect(bind).get_columns("a$b@'c", schema=schema)] == ["id"]:
        op.execute(f"INSERT INTO t (id) VALUES ({number + 1})")
''',
    # The inspector; what it answered once it says again.
    '''
if not inspector.has_table("v"):
    op.create_table("v", sa.Column("id", sa.Integer, primary_key=True))
if "extra" not in [column["name"] for column in inspector.get_columns("u")]:
    op.add_column("u", sa.Column("extra", sa.String, nullable=False, server_default="x"))
if "extra" in [column["name"] for column in inspector.get_columns("u")]:
    op.execute("INSERT INTO t (id) VALUES (100)")
if "extra" in {column["name"]: column for column in sa.inspect(bind).get_columns("u")}:
    op.execute("INSERT INTO t (id) VALUES (101)")
if any(index["name"] == "ix_u_t_id" and index["column_names"] == ["t_id"] and not index["unique"] for index in inspector.get_indexes("u")):
    op.drop_index("ix_u_t_id", table_name="u")
if any(key["constrained_columns"] == ["t_id"] and key["referred_table"] == "t" for key in inspector.get_foreign_keys("u")):
    op.execute("INSERT INTO t (id) VALUES (102)")
if inspector.get_unique_constraints("u")[0]["column_names"] == ["t_id", "id"]:
    op.drop_constraint("uq_u", "u")
if inspector.get_pk_constraint("u")["constrained_columns"] == ["id"]:
    op.execute("INSERT INTO t (id) VALUES (103)")
if [enum["labels"] for enum in inspector.get_enums() if enum["name"] == "mood"] == [["sad", "glad"]]:
    op.execute("ALTER TYPE mood RENAME TO feeling")
op.execute(sa.text("INSERT INTO t (id, n) VALUES (104, :n)").bindparams(n=",".join(sorted(inspector.get_table_names()))))
''',
    # Types that are made unless they are there.
    '''
postgresql.ENUM("a", "b", name="letter").create(bind)
postgresql.ENUM("a", "b", name="letter").create(bind, checkfirst=True)
postgresql.ENUM("x", name="feeling").create(bind)
postgresql.ENUM("x", name="nowhere").drop(bind)
postgresql.ENUM("a", "b", name="letter").drop(bind)
sa.Enum("c", name="letter").create(bind, checkfirst=True)
''',
    # Rows of a session that are no objects.
    '''
session = Session(bind=bind)
t = sa.table("t", sa.column("id", sa.Integer), sa.column("n", sa.String), sa.column("b", sa.Boolean))
for row in session.query(t.c.id, t.c.n).filter(t.c.id < 4).order_by(t.c.id):
    session.execute(t.update().where(t.c.id == row.id).values(n="%s/%s/%d" % (row.n, row[0], len(row))))
for id, label in session.query(t.c.id, t.c.n.label("q")).filter(t.c.id == 2).all():
    bind.execute(sa.text("INSERT INTO t (id, n) VALUES (:id, :n)"), {"id": id + 2000, "n": label})
first = session.query(t).order_by(t.c.id).first()
op.execute(sa.text("INSERT INTO t (id, n, b) VALUES (2100, :n, :b)").bindparams(n=first.n, b=first.b))
if session.query(t.c.id).filter(t.c.id == 987654).first() is None and session.query(t.c.id).filter(t.c.id == 987654).scalar() is None:
    op.execute("INSERT INTO t (id, n) VALUES (2101, 'none')")
if session.query(sa.func.count(t.c.id)).filter(t.c.id < 3).scalar() == 2:
    op.execute("INSERT INTO t (id, n) VALUES (2102, 'two')")
for row in session.query(t.c.b, sa.func.count(t.c.id).label("c")).filter(t.c.id < 4).group_by(t.c.b).order_by(t.c.b):
    bind.execute(sa.text("INSERT INTO t (id, n) VALUES (:id, :n)"), {"id": 2110 + row.c + 5 * bool(row.b), "n": str(row.c)})
''',
    # Objects of a session: each statement that is sent leaves its mark, in order.
    '''
from sqlalchemy.orm import declarative_base, sessionmaker
Base = declarative_base()
class Note(Base):
    __tablename__ = "note"
    title = sa.Column(sa.String(30))
    id = sa.Column(sa.Integer, primary_key=True)
    size = sa.Column(sa.Integer, default=5)
    is_old = sa.Column(sa.Boolean, nullable=False, server_default=sa.text("false"))
    at = sa.Column(sa.DateTime(timezone=True))
    n = sa.Column(sa.Numeric(10, 2))
class Tag(Base):
    __tablename__ = "a_tag"
    key = sa.Column(sa.String, primary_key=True)
    note_id = sa.Column(sa.Integer, sa.ForeignKey("note.id"))
Base.metadata.create_all(bind, checkfirst=False)
op.execute("CREATE TABLE mark (id serial, what text)")
op.execute("CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO mark (what) VALUES "
           "(TG_OP || TG_TABLE_NAME || coalesce(OLD::text, ''---'') || coalesce(NEW::text, ''---'')); RETURN coalesce(NEW, OLD); END'")
for table in ("note", "a_tag"):
    op.execute(f"CREATE TRIGGER mark BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION mark()")
session = Session(bind=bind)
session.add_all([Note(title="one"), Note(title="two", size=None), Note(title="it's %s", is_old=True), Note(size=3, title=None)])
session.flush()
tag = Tag(key="z")
session.add(tag)
session.add(Tag(key="a", note_id=1))
session.add(Tag(key="m", note_id=2))
session.flush()
tag.note_id = 3
session.flush()
session.delete(tag)
session.commit()
session = sessionmaker(bind=bind)()
for note in session.query(Note).order_by(Note.title.desc()):
    note.size = note.size + 1 if note.size else 77
    if note.is_old:
        note.title = "old"
    else:
        note.is_old = False
session.commit()
with Session(bind) as session:
    for note in session.query(Note).filter(Note.size == 6).all():
        session.add(Tag(key="of%d" % note.id, note_id=note.id))
        session.flush()
        note.at = datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    for tag in session.query(Tag).filter(Tag.key.like("of%")):
        if tag.note_id == 1:
            session.delete(tag)
    session.commit()
session = Session(bind=bind, expire_on_commit=False)
first = session.query(Note).filter(Note.id == 1).one()
if session.query(Note).filter_by(id=4711).one_or_none() is None:
    first.title, first.size = "one", 4711
session.commit()
tags = session.query(Tag).order_by(Tag.key).limit(2).all()
tags[0].note_id = 2
for again in session.query(Tag).filter_by(key="m"):
    again.note_id = None
session.commit()
''',
    # Tables and sequences that are made unless they are there, and what hangs on them.
'''
kinds = sa.MetaData()
kind = sa.Table("kind", kinds, sa.Column("id", sa.Integer, primary_key=True), sa.Column("k", sa.Enum("x", "y", name="kind_of"), index=True),
                comment="kinds")
sa.Table("of_kind", kinds, sa.Column("id", sa.Integer, primary_key=True), sa.Column("kind_id", sa.Integer, sa.ForeignKey("kind.id")))
sa.Table("t", kinds, sa.Column("id", sa.Integer, primary_key=True), sa.Column("more", sa.Enum("z", name="of_t")))
kinds.create_all(bind)
kinds.create_all(bind, tables=[kind])
kind.create(bind, checkfirst=True)
sa.Table("gone", sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("m", sa.Enum("sad", name="feeling"))).drop(bind, checkfirst=True)
late = sa.MetaData()
for name in ("kind", "new_one"):
    sa.Table(name, late, sa.Column("id", sa.Integer, primary_key=True), sa.Column("m", sa.Enum("l", name="late"))).create(bind, checkfirst=True)
other = sa.Table("v", late, sa.Column("id", sa.Integer))
other.drop(bind)
other.create(bind, checkfirst=True)
for name in ("counter", "t_id_seq", "counter"):
    sa.Sequence(name).create(bind)
sa.Sequence("nothing").drop(bind)
''',
    # Handlers, functions of its own, and names that the database gives.
    '''
def find(table, name):
    for key in inspector.get_foreign_keys(table):
        if key["name"] == name:
            return key
    return None

try:
    if find("u", "fk_t"):
        op.drop_constraint(find("u", "fk_t")["name"], "u", type_="foreignkey")
except Exception:
    op.execute("DROP TABLE u")
schema = bind.execute(sa.text("SELECT current_schema()")).scalar()
op.execute(f'CREATE INDEX "ix_named" ON "{schema}".u (t_id)')
op.execute(f"COMMENT ON TABLE {schema}.u IS 'in {schema}'")
op.execute("COMMENT ON TABLE " + schema + ".t IS 'added'")
for table in [schema + ".v"]:
    op.execute("ALTER TABLE %s ADD COLUMN x INTEGER" % table)
''',
]


class Runs:
    def __init__(self, program: str, folder: Path, server: PrivateServer) -> None:
        self.program, self.folder, self.server = program, folder, server
        self.versions = folder / "migrations" / "versions"
        self.versions.mkdir(parents=True)
        (folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/migrations\n")
        (folder / "migrations" / "env.py").write_text(ENVIRONMENT)
        self.n = 0

    def write(self, body: str) -> None:
        lines = "".join(f"    {line}\n" if line else "\n" for line in body.strip("\n").split("\n"))
        down = repr(f"r{self.n - 1}") if self.n else "None"
        (self.versions / f"r{self.n}.py").write_text(HEAD % (self.n, down, lines))
        self.n += 1

    def alembic(self, database: str) -> subprocess.CompletedProcess:
        environment = dict(os.environ, DATABASE_URL=self.server.url(database), PYTHONDONTWRITEBYTECODE="1")
        return subprocess.run(["/usr/bin/alembic", "upgrade", "head"], cwd=self.folder, env=environment, capture_output=True, text=True)

    def retort(self, database: str) -> subprocess.CompletedProcess:
        command = [self.program, "-C", str(self.folder), "--url", self.server.url(database), "upgrade", "head", "--yes"]
        return subprocess.run(command, capture_output=True, text=True)

    def dump(self, database: str) -> str:
        command = [str(self.server.bindir / "pg_dump"), "--inserts", self.server.url(database)]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        return "\n".join(line for line in lines if not line.startswith(("\\restrict", "\\unrestrict")))

    def check_same(self) -> None:
        theirs, ours = self.alembic("theirs"), self.retort("ours")
        assert theirs.returncode == 0, theirs.stderr
        assert ours.returncode == 0, ours.stderr
        expected, found = self.dump("theirs"), self.dump("ours")
        assert "counted" in expected and "ix_named" in expected and "added" in expected
        assert found == expected, "\n".join(line for line in found.split("\n") if line not in expected.split("\n"))

    def check_refused(self, body: str, said: str, status: int) -> None:
        """What came before is in effect, nothing of it is."""
        before = self.dump("ours")
        self.write(body)
        self.n -= 1
        done = self.retort("ours")
        print(f"# {done.stderr.strip()}".replace("\n", "\n# "))
        assert done.returncode == status, (done.returncode, done.stderr)
        assert said in done.stderr, done.stderr
        assert self.dump("ours") == before


REFUSED = [
    ('if os.environ.get("X"):\n    op.execute("DROP TABLE t")', "line 14: it depends on the environment that it runs in", 7),
    ('op.execute("DELETE FROM u")\nbind.execute(sa.text("SELECT id FROM t")).one()', "line 15: one() of several rows", 5),
    ('op.execute("DELETE FROM u")\nif bind.execute(sa.text("SELECT 1")).scalar() == 1:\n    raise RuntimeError("no")', "no", 5),
    ('name = bind.execute(sa.text("SELECT \'t; DROP TABLE u\'")).scalar()\nop.execute(f"DROP TABLE {name}")',
     "sends a statement that is not the one of its plan", 5),
]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="retort-live-") as scratch, PrivateServer() as server:
        os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = scratch + "/state"
        runs = Runs(sys.argv[1], Path(scratch) / "project", server)
        for database in ("theirs", "ours"):
            server.create_database(database)
        for body in BODIES:
            runs.write(body)
        refusals = [(said, partial(runs.check_refused, body, said, status)) for body, said, status in REFUSED]
        return run_tests([("the same as Alembic", runs.check_same), *refusals])


if __name__ == "__main__":
    sys.exit(main())
