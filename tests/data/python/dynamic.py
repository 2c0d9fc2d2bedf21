# SPDX-License-Identifier: GPL-3.0-or-later
import os, textwrap
from contextlib import (
    contextmanager,
    suppress as ignore,
)
from alembic import op

TABLES = {"users": ["id", "name"], "orders": [], **{"lines": ["sku"]}}
counter = total = 0
first, *rest = [1, 2, 3]
(a), [b, (c, d)] = 1, (2, (3, 4))


class Status:
    ACTIVE = "active"; GONE = "gone"

    def label(self, *, upper=False):
        return self.ACTIVE.upper() if upper else self.ACTIVE

    @staticmethod
    def all(): return [Status.ACTIVE, Status.GONE]


@contextmanager
def step(name, /, *args, key=None, **options):
    global counter
    counter += 1
    try:
        yield name, args
    except (KeyError, ValueError) as error:
        raise RuntimeError(f"{name!r}: {error:>10}") from error
    except Exception:
        raise
    else:
        pass
    finally:
        del options["x"], args[0]


def outer(x: int, y: list[int] = [], *z: str) -> dict[str, int]:
    found = None

    def inner():
        nonlocal found
        found = x
        return lambda q, *r, s=1, **t: (q, r, s, t)

    while x > 0 and not found or y:
        x -= 1
        if x == 5:
            continue
        elif x is not None and x not in y:
            break
        else:
            y[x:], y[::2], y[1:2, ...] = z, z, z
    else:
        return {k: v for k, v in TABLES.items() if k if v}
    for i, (j, k) in enumerate(zip(y, z)):
        print(i, j, k, sep="\t", end="")
        assert i < 5, "message"
    return {**locals(), "n": (n := len(y)), "m": -n ** 2 @ ~x}


def upgrade():
    for table, columns in TABLES.items():
        op.execute(f"ALTER TABLE {table} ADD {', '.join(columns):<{5 + 3}} {{}} {counter=}")
        op.execute("%s %d %%" % (table, len(columns)) + "{} {0}".format(table))
    names = [x for y in TABLES.values() for x in y if x] + list(z * 2 for z in range(3))
    unique = {x.lower() for x in names}; pairs = sorted(unique, key=lambda v: v, reverse=True)
    with step("a") as (name, args), ignore(Exception):
        op.execute(textwrap.dedent(b"x".decode() or """y"""))
    if os.environ.get("X") == "1": return
    op.execute(names[0] if names else 1.5e-3 + 10_000 + .5 + 1j, *names, key=3, **TABLES)


def downgrade():
    """Nothing."""
