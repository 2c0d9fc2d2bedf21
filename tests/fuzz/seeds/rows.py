# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import datetime, timedelta
import json, re, uuid
from enum import Enum
from dataclasses import dataclass
from alembic import op
import sqlalchemy as sa

revision = "2"
down_revision = ("1", "0")


class Kind(str, Enum):
    A = "a"
    B = "b"


@dataclass
class Row:
    id: str
    kind: Kind = Kind.A


def rows():
    for i, kind in enumerate(Kind):
        yield Row(str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{i:03d}")), kind)


def upgrade():
    start = datetime(2020, 2, 29) + timedelta(days=1)
    table = sa.table("t", sa.column("id"), sa.column("kind"))
    for row in rows():
        match row:
            case Row(kind=Kind.B):
                op.execute("DELETE FROM t WHERE id = '{}'".format(row.id))
            case _:
                op.execute(table.insert().values(id=row.id, kind=row.kind.value))
    try:
        op.execute("UPDATE t SET x = %s WHERE d > '%s'" % (json.dumps({"a": [1, None, True]}), start.isoformat()))
    except KeyError as error:
        raise ValueError(str(error)) from error
    finally:
        print("done")
