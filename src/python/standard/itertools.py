# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for those parts of itertools that module-itertools.c has not (Library Reference, "itertools")."""


def accumulate(iterable, func=None, *, initial=None):
    total = initial
    has_total = initial is not None
    if has_total:
        yield total
    for item in iterable:
        if not has_total:
            total = item
            has_total = True
        elif func is None:
            total = total + item
        else:
            total = func(total, item)
        yield total


def compress(data, selectors):
    for item, is_wanted in zip(data, selectors):
        if is_wanted:
            yield item


def cycle(iterable):
    saved = []
    for item in iterable:
        yield item
        saved.append(item)
    while saved:
        for item in saved:
            yield item


def dropwhile(predicate, iterable):
    items = iter(iterable)
    for item in items:
        if not predicate(item):
            yield item
            break
    for item in items:
        yield item


def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            break
        yield item


def filterfalse(predicate, iterable):
    for item in iterable:
        if not (item if predicate is None else predicate(item)):
            yield item


def starmap(function, iterable):
    for arguments in iterable:
        yield function(*arguments)


def pairwise(iterable):
    items = iter(iterable)
    for before in items:
        for item in items:
            yield before, item
            before = item


class groupby:
    """A group is a part of what is gone through: asking for the next one skips what is left of it."""

    def __init__(self, iterable, key=None):
        self._items = iter(iterable)
        self._key = key
        self._number = 0
        self._is_over = False
        self._current = None
        self._groups = self._walk()

    def __iter__(self):
        return self._groups

    def _advance(self):
        for item in self._items:
            self._current = item if self._key is None else self._key(item), item
            return True
        self._is_over = True
        return False

    def _walk(self):
        if not self._advance():
            return
        while not self._is_over:
            self._number += 1
            key = self._current[0]
            yield key, self._group(key, self._number)
            while not self._is_over and self._current[0] == key:
                self._advance()

    def _group(self, key, number):
        while self._number == number and not self._is_over and self._current[0] == key:
            yield self._current[1]
            if self._number != number:
                break
            self._advance()


def tee(iterable, n=2):
    items = list(iterable)
    return tuple([iter(items) for _ in range(n)])


def combinations_with_replacement(iterable, r):
    pool = list(iterable)
    places = [0] * r
    if not pool and r:
        return
    while True:
        yield tuple([pool[place] for place in places])
        for at in range(r - 1, -1, -1):
            if places[at] != len(pool) - 1:
                break
        else:
            return
        places[at:] = [places[at] + 1] * (r - at)
