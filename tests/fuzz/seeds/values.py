# SPDX-License-Identifier: GPL-3.0-or-later
from decimal import Decimal
import collections, functools, itertools, math, textwrap

x = [a * 2 for a in range(10) if a % 2] + [*map(int, "123")]
y = {k: v for k, v in zip("abc", itertools.count(1))}
z = {1, 2.5, "c"} | {None}


class Base:
    names = ()

    def __init__(self, value, *rest, key=None, **more):
        self.value, self.rest = value, rest

    @property
    def double(self):
        return self.value * 2

    def __eq__(self, other):
        return self.value == other.value


class Child(Base):
    def show(self):
        return f"{super().double!r:>10}" + "%-5s|%05d" % ("a", 3) + "{0:,} {x[0]}".format(1234, x=[1])


def total(*values):
    count = 0

    def add(n):
        nonlocal count
        count += n
        return count

    for value in values:
        if (n := add(value)) > 3:
            break
    else:
        return None
    return n


result = (x, y, Child(3).show(), total(1, 2, 3), x[1:-1:2], b"ab"[0], not x, 1 < 2 < 3, lambda a, b=1: a, Decimal("1.10") + 1,
          sorted(y, key=lambda k: -y[k]), textwrap.dedent("  a"), math.pi // 1, "a,b".split(","), round(2.5), 10 ** 20, 0x1F)
