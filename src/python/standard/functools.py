# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for functools (Library Reference, "functools")."""
from _retort import not_evaluated, rename

_nothing = []


def update_wrapper(wrapper, wrapped):
    return rename(wrapper, wrapped)


def wraps(wrapped):
    return lambda wrapper: rename(wrapper, wrapped)


def reduce(function, iterable, initial=_nothing):
    items = iter(iterable)
    if initial is _nothing:
        for result in items:
            break
        else:
            raise TypeError('reduce() of empty iterable with no initial value')
    else:
        result = initial
    for item in items:
        result = function(result, item)
    return result


class partial:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})


def lru_cache(maxsize=128, typed=False):
    if typed or not (maxsize is None or callable(maxsize) or maxsize > 0):
        return not_evaluated('this cache is not evaluated', maxsize)
    if callable(maxsize):
        return cache(maxsize)
    return cache


def cache(function):
    known = {}

    def remember(*arguments, **keywords):
        key = arguments, tuple(keywords.items())
        if key not in known:
            known[key] = function(*arguments, **keywords)
        return known[key]
    return rename(remember, function)


class cmp_to_key:
    def __init__(self, mycmp):
        self.mycmp = mycmp

    def __call__(self, obj):
        return _Key(self.mycmp, obj)


class _Key:
    def __init__(self, mycmp, obj):
        self.mycmp = mycmp
        self.obj = obj

    def __lt__(self, other):
        return self.mycmp(self.obj, other.obj) < 0
