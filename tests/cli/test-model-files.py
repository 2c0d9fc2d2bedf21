#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What retort-cli models reads and finds in made-up projects: SQLAlchemy 2.0's annotations, mixins, relationships, imports, Pydantic.

Debian's SQLAlchemy is 1.4, so that what Mapped[…] stands for is taken from SQLAlchemy 2.0's documentation, "Declarative Table
Configuration". Prints TAP. Usage: test-model-files.py RETORT-CLI
"""
import json
import os
import subprocess
import sys
import textwrap

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))

from tap import in_folders, run_tests  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
REVISION = '''"""first"""
from alembic import op

revision = "1"
down_revision = None


def upgrade():
    op.execute("""%s""")


def downgrade():
    pass
'''
BASE = '''
import datetime
import enum
import uuid
from decimal import Decimal
from typing import Annotated, List, Optional

from sqlalchemy import Column, Enum, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship


class Base(DeclarativeBase):
    pass
'''


class Project:
    def __init__(self, folder, models, sql, touched=None, **others):
        files = {"app/models.py": BASE + textwrap.dedent(models), "app/__init__.py": "", "alembic.ini":
                 "[alembic]\nscript_location = db\nprepend_sys_path = .\n", "db/versions/1.py": REVISION % sql,
                 "db/env.py": "import app.models\ntarget_metadata = app.models.Base.metadata\n"}
        files.update({name.replace("__", "/").replace("_init", "__init__") + ".py": textwrap.dedent(text) for name, text in others.items()})
        for name, text in files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            moment = 1_700_000_000 + (touched or {}).get(name, 0)
            if touched:
                os.utime(path, (moment, moment))
        done = subprocess.run([PROGRAM, "models", "--format", "json"], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), (done.returncode, done.stderr)
        self.document = json.loads(done.stdout)

    def messages(self, rule=None):
        return [finding["message"] for finding in self.document["findings"] if rule in (None, finding["rule"])
                and finding["rule"] != "models-changed"]

    def gaps(self):
        return [gap["reason"] for gap in self.document["not_read"]]


def test_enum(folder):
    """Values that only one side has; their order is nobody's business."""
    for values, told in (("'a', 'b'", 0), ("'b', 'a'", 0), ("'a'", 1), ("'a', 'b', 'c'", 1)):
        project = Project(folder, f'''
            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)
                kind: Mapped[str] = mapped_column(Enum({values}, name="kind"))
        ''', "CREATE TYPE kind AS ENUM ('a', 'b'); CREATE TABLE orders (id serial PRIMARY KEY, kind kind NOT NULL)")
        assert len(project.messages("model-enum-differs")) == told, (values, project.document)


LAYERS = {
    "app__schemas___init": "",
    "app__schemas__user": '''
        from typing import Optional
        from pydantic import BaseModel, ConfigDict, EmailStr
        class UserBase(BaseModel):
            email: EmailStr
            full_name: str | None = None
        class UserCreate(UserBase):
            password: str
        class UserUpdate(BaseModel):
            email: Optional[EmailStr] = None
        class UserRead(UserBase):
            model_config = ConfigDict(from_attributes=True)
            id: int
            lower: str
        ''',
    "app__schemas__order": '''
        from typing import Annotated, Union
        from pydantic import BaseModel, Field
        class OrderOut(BaseModel):
            id: int
            note: str
            total: Union[int, None]
            class Config:
                orm_mode = True
        class OrderDetail(BaseModel):
            id: int
            note: Annotated[str | None, Field(max_length=5)] = None
            total: int | None
        class OrderCreate(BaseModel):
            note: str
        ''',
}


def test_layers(folder):
    """Schemas in a folder beside the models: what shows a row has to take what the row may hold, what makes one need not."""
    models = '''
        from sqlalchemy import Computed
        class User(Base):
            __tablename__ = "users"
            id: Mapped[int] = mapped_column(primary_key=True)
            email: Mapped[str]
            full_name: Mapped[Optional[str]]
            lower: Mapped[str] = mapped_column(String, Computed("lower(email)", persisted=True))
        class Order(Base):
            __tablename__ = "orders"
            id: Mapped[int] = mapped_column(primary_key=True)
            note: Mapped[Optional[str]]
            total: Mapped[Optional[int]]
    '''
    for function, told in (("lower", []), ("upper", ["Column 'lower' of 'users' is computed as lower(email::text) in the model and as "
                                                     "upper(email::text) in the table"])):
        project = Project(folder, models, "CREATE TABLE users (id serial PRIMARY KEY, email varchar NOT NULL, full_name varchar,"
                          f" lower varchar NOT NULL GENERATED ALWAYS AS ({function}(email)) STORED);"
                          "CREATE TABLE orders (id serial PRIMARY KEY, note varchar, total integer)", **LAYERS)
        assert project.messages("model-default-differs") == told, project.document
        assert project.messages("data-field-not-optional") == ["Field 'note' of 'OrderOut' does not allow None, but column 'note' of 'orders' may be NULL"]
        assert len(project.messages()) == 1 + len(told), project.messages()


def test_annotations(folder):
    project = Project(folder, '''
        key = Annotated[int, mapped_column(primary_key=True)]
        name = Annotated[str, mapped_column(String(30), server_default="x")]

        class State(enum.Enum):
            open = "o"
            closed = "c"

        class Order(Base):
            __tablename__ = "orders"

            id: Mapped[key]
            label: Mapped[Optional[name]]
            token: Mapped[uuid.UUID]
            price: Mapped["Decimal"]
            at: Mapped[datetime.datetime | None]
            day: Mapped["Optional[datetime.date]"]
            state: Mapped[State]
            note: Mapped[str] = mapped_column(Text, nullable=True)
            renamed: Mapped[bool] = mapped_column("other")
            data: Mapped[bytes]
            size: Mapped[float]
            old = mapped_column(Integer)
    ''', '''
        CREATE TYPE state AS ENUM ('open', 'closed');
        CREATE TABLE orders (id serial PRIMARY KEY, label varchar(30) DEFAULT 'x', token uuid NOT NULL, price numeric NOT NULL,
            at timestamp, day date, state state NOT NULL, note text, other boolean NOT NULL, data bytea NOT NULL,
            size double precision NOT NULL, old integer)
    ''')
    assert project.gaps() == [], project.gaps()
    assert project.document["checked"] == ["orders"]
    assert project.messages() == [], project.messages()


def test_type_map(folder):
    project = Project(folder, '''
        class Kind(enum.Enum):
            a = "first"
            b = "second"

        class Own(DeclarativeBase):
            type_annotation_map = {
                str: Text(),
                enum.Enum: Enum(enum.Enum, values_callable=lambda x: [e.value for e in x], native_enum=True),
            }

        class Thing(Own):
            __tablename__ = "things"

            id: Mapped[int] = mapped_column(primary_key=True)
            title: Mapped[str]
            kind: Mapped[Kind]
    ''', "CREATE TYPE kind AS ENUM ('first', 'second'); CREATE TABLE things (id serial PRIMARY KEY, title text NOT NULL, kind kind NOT NULL)",
                      db__env="import app.models\ntarget_metadata = app.models.Own.metadata\n")
    assert project.messages() == [] and project.gaps() == [], (project.messages(), project.gaps())


def test_bases_and_mixins(folder):
    project = Project(folder, '''
        class Stamped:
            made_at: Mapped[datetime.datetime] = mapped_column(server_default=func.now())

            @declared_attr
            def owner_id(cls):
                return Column(ForeignKey("users.id"))

        class Keyed(Base):
            __abstract__ = True

            id: Mapped[int] = mapped_column(primary_key=True)

            @declared_attr.directive
            def __tablename__(cls) -> str:
                return cls.__name__.lower() + "s"

        class User(Keyed):
            kind = Column(String(10))

        class Admin(User):
            __tablename__ = None
            level = Column(Integer)

        class Post(Stamped, Keyed):
            text: Mapped[str]

        class Person(Keyed):
            __tablename__ = "people"

        class Teacher(Person):
            __tablename__ = "teachers"

            id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)

        likes = Table("likes", Base.metadata, Column("post_id", ForeignKey("posts.id"), primary_key=True),
                      Column("user_id", ForeignKey("users.id"), primary_key=True))
        Index("ix_text", Post.text, unique=True)
    ''', '''
        CREATE TABLE users (id serial PRIMARY KEY, kind varchar(10), level integer);
        CREATE TABLE posts (id serial PRIMARY KEY, text varchar NOT NULL, made_at timestamp NOT NULL DEFAULT now(), owner_id integer REFERENCES users (id));
        CREATE UNIQUE INDEX ix_text ON posts (text);
        CREATE TABLE people (id serial PRIMARY KEY);
        CREATE TABLE teachers (id integer PRIMARY KEY REFERENCES people (id));
        CREATE TABLE likes (post_id integer REFERENCES posts (id), user_id integer REFERENCES users (id), PRIMARY KEY (post_id, user_id))
    ''')
    assert project.gaps() == [], project.gaps()
    assert project.document["checked"] == ["likes", "people", "posts", "teachers", "users"], project.document["checked"]
    assert project.messages() == [], project.messages()


def test_differences_have_places(folder):
    project = Project(folder, '''
        class User(Base):
            __tablename__ = "users"
            __table_args__ = (UniqueConstraint("a", "b", name="uq_ab"), {"schema": "app"})

            id = Column(Integer, primary_key=True)
            a = Column(String(5))
            b = Column(Integer, nullable=False)
    ''', "CREATE SCHEMA app; CREATE TABLE app.users (id serial PRIMARY KEY, a text, c integer)")
    lines = {(finding["rule"], finding["line"] - len(BASE.splitlines())) for finding in project.document["findings"]}
    assert lines == {("model-type-differs", 7), ("model-column-missing", 8), ("column-not-in-model", 2), ("model-index-differs", 4)}, lines
    assert project.document["checked"] == ["app.users"]


def test_not_read(folder):
    project = Project(folder, '''
        from somewhere import Mixin, make_type

        class User(Mixin, Base):
            __tablename__ = "users"

            id = Column(Integer, primary_key=True)
            odd = Column(make_type())
    ''', "CREATE TABLE users (id serial PRIMARY KEY, odd integer, other integer); CREATE INDEX ix ON users (odd)")
    assert project.messages() == [], project.messages()
    assert any("somewhere.Mixin" in gap for gap in project.gaps()) and any("'odd'" in gap for gap in project.gaps()), project.gaps()


def test_relationships(folder):
    tables = "CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE b (id serial PRIMARY KEY, a_id integer REFERENCES a (id))"
    classes = '''
        class A(Base):
            __tablename__ = "a"

            id: Mapped[int] = mapped_column(primary_key=True)
            %s

        class B(Base):
            __tablename__ = "b"

            id: Mapped[int] = mapped_column(primary_key=True)
            a_id: Mapped[int | None] = mapped_column(ForeignKey("a.id"))
            %s
    '''
    cases = [
        ('bs: Mapped[List["B"]] = relationship(back_populates="a")', 'a: Mapped["A"] = relationship(back_populates="bs")', None),
        ('bs = relationship("B", back_populates="a")', "pass", "does not exist"),
        ('bs = relationship("B", back_populates="a")', 'a = relationship("A")', "does not name"),
        ('bs = relationship("B")', 'a = relationship("A")', "do not name each other"),
        ('bs = relationship("B", backref="a")', "pass", None),
        ('bs = relationship("B", viewonly=True)', 'a = relationship("A")', None),
        ("pass", 'a = relationship(lambda: A)', None),
    ]
    for number, (first, second, expected) in enumerate(cases):
        path = os.path.join(folder, str(number))
        told = Project(path, classes % (first, second), tables).messages("relationship-one-sided")
        assert bool(told) == bool(expected) and all(expected in message for message in told), (first, second, told)


def test_imports(folder):
    model = '''
        from app.models import Base
        from sqlalchemy import Column, Integer

        class %s(Base):
            __tablename__ = "%s"

            id = Column(Integer, primary_key=True)
    '''
    tables = "; ".join(f"CREATE TABLE {name} (id serial PRIMARY KEY)" for name in ("a", "b", "c"))
    project = Project(folder, "", tables, app__more___init="from app.more.a import A\n", app__more__a=model % ("A", "a"),
                      app__more__b=model % ("B", "b"), app__other=model % ("C", "c"),
                      db__env="import app.models\nimport app.more\ntarget_metadata = app.models.Base.metadata\n")
    told = project.messages("model-not-imported")
    assert len(told) == 2 and "'B' is not imported in the __init__.py of 'more'" in told[0] and "imports 'C'" in told[1], told


def test_pydantic(folder):
    project = Project(folder, '''
        class User(Base):
            __tablename__ = "users"

            id: Mapped[int] = mapped_column(primary_key=True)
            email: Mapped[str]
            note: Mapped[str | None]
            city: Mapped[str]
            password_hash: Mapped[str]
    ''', "CREATE TABLE users (id serial PRIMARY KEY, email varchar NOT NULL, note varchar, city varchar NOT NULL, password_hash varchar NOT NULL)", app__schemas='''
        from typing import Any, ClassVar, Optional
        from pydantic import BaseModel

        class UserBase(BaseModel):
            email: str
            note: str

        class UserRead(UserBase):
            model_config = {"from_attributes": True}

            id: int
            limit: ClassVar[int] = 3

        class UserOut(UserBase):
            id: int
            note: Optional[str] = None
            city: Any

        class UserDetail(BaseModel):
            """Filled by hand: what it leaves out is left out on purpose."""

            id: int
            email: str
            note: str

        class UserCreate(BaseModel):
            note: str
    ''')
    assert project.messages("data-field-not-optional") == ["Field 'note' of 'UserRead' does not allow None, but column 'note' of 'users' may be NULL"]
    assert project.messages("data-field-missing") == ["'UserRead' has no field for column 'city' of 'users'"]


def test_defaults_and_enums(folder):
    """What the model does by itself, and what is long enough, is no difference."""
    project = Project(folder, '''
        class Kind(enum.Enum):
            SMALL = "small"
            LARGE = "large"

        class Box(Base):
            __tablename__ = "boxes"

            id: Mapped[int] = mapped_column(primary_key=True)
            free: Mapped[str] = mapped_column(Enum(Kind, native_enum=False))
            longer: Mapped[str] = mapped_column(Enum(Kind, native_enum=False))
            plain: Mapped[str] = mapped_column(Enum(Kind, native_enum=False))
            short: Mapped[str] = mapped_column(Enum(Kind, native_enum=False))
            name: Mapped[str] = mapped_column(String(20))
            mine: Mapped[bool] = mapped_column(default=True)
            nobodys: Mapped[bool]
    ''', "CREATE TABLE boxes (id serial PRIMARY KEY, free varchar NOT NULL, longer varchar(40) NOT NULL, plain text NOT NULL, short varchar(3) NOT NULL, "
        "name varchar NOT NULL, mine boolean DEFAULT true NOT NULL, nobodys boolean DEFAULT true NOT NULL)")
    assert project.messages("model-type-differs") == [
        "Column 'short' of 'boxes' is character varying(5) in the model and character varying(3) in the table"], project.messages("model-type-differs")
    assert project.messages("model-default-differs") == ["Column 'nobodys' of 'boxes' has a default in the table and none in the model: true"]


def test_fastapi_users(folder):
    """The classes of fastapi-users-db-sqlalchemy have columns of their own, at the line of the class that derives from them."""
    project = Project(folder, '''
        from fastapi_users_db_sqlalchemy import SQLAlchemyBaseOAuthAccountTableUUID, SQLAlchemyBaseUserTable, SQLAlchemyBaseUserTableUUID

        class OAuthAccount(SQLAlchemyBaseOAuthAccountTableUUID, Base):
            pass

        class User(SQLAlchemyBaseUserTableUUID, Base):
            note: Mapped[str | None]

        class Guest(SQLAlchemyBaseUserTable[int], Base):
            __tablename__ = "guest"

            id: Mapped[int] = mapped_column(primary_key=True)
    ''', """CREATE TABLE "user" (id uuid PRIMARY KEY, email varchar(320) NOT NULL, hashed_password varchar(1024) NOT NULL, is_active boolean NOT NULL,
        is_superuser boolean NOT NULL, is_verified boolean, note varchar);
        CREATE UNIQUE INDEX ix_user_email ON "user" (email);
        CREATE TABLE guest (id serial PRIMARY KEY, email varchar(320) NOT NULL, hashed_password varchar(1024) NOT NULL, is_active boolean NOT NULL,
        is_superuser boolean NOT NULL, is_verified boolean NOT NULL);
        CREATE UNIQUE INDEX ix_guest_email ON guest (email);
        CREATE TABLE oauth_account (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES "user" ON DELETE CASCADE, oauth_name varchar(100) NOT NULL,
        access_token varchar(1024) NOT NULL, expires_at integer, refresh_token varchar(1024), account_id varchar(320) NOT NULL,
        account_email varchar(320) NOT NULL);
        CREATE INDEX ix_oauth_account_oauth_name ON oauth_account (oauth_name); CREATE INDEX ix_oauth_account_account_id ON oauth_account (account_id);""")
    assert project.document["not_read"] == [], project.document
    assert sorted(project.document["checked"]) == ["guest", "oauth_account", "user"], project.document
    told = [finding for finding in project.document["findings"] if finding["severity"] != "info"]
    assert [finding["message"] for finding in told] == ["Column 'is_verified' of 'user' may be NULL in the table and not in the model"], told
    assert told[0]["file"].endswith(".py") and "_retort" not in told[0]["file"], told


def test_suppression(folder):
    project = Project(folder, '''
        class User(Base):
            __tablename__ = "users"

            id = Column(Integer, primary_key=True)
            a = Column(Integer)  # retort: ignore[model-column-missing] comes later
    ''', "CREATE TABLE users (id serial PRIMARY KEY)")
    told = [finding for finding in project.document["findings"] if finding["rule"] == "model-column-missing"]
    assert told == [] , told


FLASK = '''
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Keyed(db.Model):
    __abstract__ = True
    id = db.Column(db.Integer, primary_key=True)


class User(Keyed):
    login = db.Column(db.String(20), nullable=False)


class HTTPLog2Entry(Keyed):
    user_id = db.Column(db.ForeignKey(User.id))


class Guest(User):
    host = db.Column(db.Text)


db.Index("ix_login", User.login)
'''


def test_flask(folder):
    """Tables without a name of their own (flask_sqlalchemy/model.py, camel_to_snake_case(); the names are those that it gives)."""
    project = Project(folder, "", """
        CREATE TABLE "user" (id serial PRIMARY KEY, login varchar(20) NOT NULL, host text);
        CREATE INDEX ix_login ON "user" (login);
        CREATE TABLE http_log2_entry (id serial PRIMARY KEY, user_id integer REFERENCES "user" (id))
    """, app__models=FLASK, db__env="from app.models import db\ntarget_metadata = db.metadata\n")
    assert project.gaps() == [], project.gaps()
    assert project.document["checked"] == ["http_log2_entry", "user"], project.document["checked"]
    assert project.messages() == [], project.messages()


def test_other_classes(folder):
    """What SQLAlchemy 2.0.52's create_all() makes of the same classes."""
    project = Project(folder, '''
        from typing import Any, Literal
        from sqlalchemy import BigInteger, Identity, Numeric
        from sqlalchemy.orm import deferred

        money = Annotated[Decimal, 12]
        big = Annotated[int, mapped_column(BigInteger, primary_key=True)]
        Mode = Literal["off", "on", "standby"]

        class Own(DeclarativeBase):
            type_annotation_map = {money: Numeric(12, 2)}

        class Owned:
            @declared_attr
            def team_id(cls) -> Mapped[int]:
                from sqlalchemy import ForeignKey as Key
                where = "public.teams"
                return mapped_column(Key(where + ".id", ondelete="CASCADE"), index=True)

        class Team(Own):
            __tablename__ = "teams"
            __table_args__ = {"schema": "public"}

            id: Mapped[big]
            price: Mapped[money]
            mode: Mapped[Mode | None]
            kind: Mapped[Literal["a", "bb"]]
            note: Mapped[str] = deferred(mapped_column(Text))
            number = mapped_column("no", Integer, unique=True)

        class Player(Owned, Own):
            __tablename__ = "players"

            id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
            number: Mapped[int] = mapped_column(ForeignKey(Team.number))
            other: Mapped[int] = mapped_column(BigInteger, ForeignKey(Team.id, deferrable=True))
    ''', '''
        CREATE TABLE teams (id bigserial PRIMARY KEY, price numeric(12,2) NOT NULL, mode varchar(7), kind varchar(2) NOT NULL, note text,
            no integer UNIQUE);
        CREATE TABLE players (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, number integer NOT NULL REFERENCES teams (no),
            other bigint NOT NULL REFERENCES teams (id), team_id bigint NOT NULL REFERENCES teams (id) ON DELETE CASCADE);
        CREATE INDEX ix_players_team_id ON players (team_id DESC)
    ''', db__env="import app.models\ntarget_metadata = app.models.Own.metadata\n")
    assert project.gaps() == [], project.gaps()
    assert project.messages() == [
        "The index 'ix_players_team_id' of 'players' is not the same in the model and in the table: "
        "CREATE INDEX ix_players_team_id ON players USING btree (team_id DESC)",
        "Column 'id' of 'players' is GENERATED ALWAYS AS IDENTITY in the model and GENERATED BY DEFAULT in the table",
        "The foreign key on other of 'players' is DEFERRABLE INITIALLY IMMEDIATE in the model and NOT DEFERRABLE in the table",
    ], project.messages()


def test_decorated_base(folder):
    project = Project(folder, '''
        from sqlalchemy.ext.declarative import as_declarative

        def make_mapper(*arguments):
            return arguments

        @as_declarative()
        class Root:
            @declared_attr
            def __tablename__(cls) -> str:
                if cls.__name__ == "Person":
                    return "people"
                return cls.__name__.lower()

        class Person(Root):
            id = Column(Integer, primary_key=True)

        class Dog(Root):
            id = Column(Integer, primary_key=True)
            __mapper_cls__ = make_mapper
    ''', "CREATE TABLE people (id serial PRIMARY KEY); CREATE TABLE dog (id serial PRIMARY KEY, version integer NOT NULL)",
                      db__env="import app.models\ntarget_metadata = app.models.Root.metadata\n")
    assert project.document["checked"] == ["dog", "people"], project.document
    assert project.messages() == [] and project.gaps() == ["what the mapper of 'Dog' adds is not known"], (project.messages(), project.gaps())


def test_sqlmodel_calls(folder):
    project = Project(folder, '''
        from pydantic import constr
        from sqlmodel import Field, SQLModel

        class Hero(SQLModel, table=True):
            id: Optional[int] = Field(default=None, primary_key=True)
            nick: constr(max_length=10) = Field(nullable=True)
    ''', "CREATE TABLE hero (id serial PRIMARY KEY, nick varchar)",
                      db__env="import app.models\nfrom sqlmodel import SQLModel\ntarget_metadata = SQLModel.metadata\n")
    assert project.messages() == [] and len(project.gaps()) == 1, (project.messages(), project.gaps())


def git(folder, *arguments):
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments], cwd=folder, check=True, capture_output=True)


def test_changed(folder):
    models = "\nclass User(Base):\n    __tablename__ = 'users'\n\n    id = Column(Integer, primary_key=True)\n"
    sql = "CREATE TABLE users (id serial PRIMARY KEY)"

    def changed():
        project = Project(folder, models, sql)
        return [finding["message"] for finding in project.document["findings"] if finding["rule"] == "models-changed"]

    Project(folder, models, sql)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    assert changed() == []
    models += "    # a remark\n"
    assert changed() == ["1 file of models changed since 'first'"], changed()
    git(folder, "commit", "-q", "-a", "-m", "second")
    assert len(changed()) == 1
    sql += "; SELECT 1"
    Project(folder, models, sql)
    git(folder, "commit", "-q", "-a", "-m", "third")
    assert changed() == []


def test_changed_by_time(folder):
    """Without git: files that were copied one after the other accuse nobody."""
    models = "\nclass User(Base):\n    __tablename__ = 'users'\n\n    id = Column(Integer, primary_key=True)\n"

    def changed(seconds):
        project = Project(folder, models, "CREATE TABLE users (id serial PRIMARY KEY)", touched={"app/models.py": seconds})
        return [finding["message"] for finding in project.document["findings"] if finding["rule"] == "models-changed"]

    assert [changed(seconds) for seconds in (-3600, 0, 30)] == [[], [], []]
    assert changed(3600) == ["1 file of models changed since 'first'"], changed(3600)


def main() -> int:
    return run_tests(in_folders(globals()))


sys.exit(main())
