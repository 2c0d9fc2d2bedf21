# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for operator (Library Reference, "operator")."""
from _retort import not_evaluated


def itemgetter(item, *items):
    if not items:
        return lambda thing: thing[item]
    return lambda thing: tuple([thing[one] for one in (item, *items)])


def attrgetter(name, *names):
    def get(thing, path):
        for part in path.split('.'):
            thing = getattr(thing, part)
        return thing
    if not names:
        return lambda thing: get(thing, name)
    return lambda thing: tuple([get(thing, one) for one in (name, *names)])


def methodcaller(name, /, *arguments, **keywords):
    return lambda thing: getattr(thing, name)(*arguments, **keywords)


def add(a, b):
    return a + b


def sub(a, b):
    return a - b


def mul(a, b):
    return a * b


def truediv(a, b):
    return a / b


def floordiv(a, b):
    return a // b


def mod(a, b):
    return a % b


def neg(a):
    return -a


def concat(a, b):
    return a + b


def contains(a, b):
    return b in a


def eq(a, b):
    return a == b


def ne(a, b):
    return a != b


def lt(a, b):
    return a < b


def le(a, b):
    return a <= b


def gt(a, b):
    return a > b


def ge(a, b):
    return a >= b


def and_(a, b):
    return a & b


def or_(a, b):
    return a | b


def xor(a, b):
    return a ^ b


def not_(a):
    return not a


def is_(a, b):
    return a is b


def getitem(a, b):
    return a[b]


def setitem(a, b, c):
    a[b] = c


def countOf(a, b):
    return sum(1 for item in a if item == b)


def index(a):
    if not isinstance(a, int):
        return not_evaluated('index() of this is not evaluated', a)
    return int(a)
