# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of set that container-methods.c has not."""


def remove(self, value, /):
    if value not in self:
        raise KeyError(value)
    self.discard(value)


def update(self, *others):
    for other in others:
        self |= set(other)


def union(self, *others):
    result = self.copy()
    for other in others:
        result |= set(other)
    return result


def intersection(self, *others):
    result = self.copy()
    for other in others:
        result &= set(other)
    return result


def difference(self, *others):
    result = self.copy()
    for other in others:
        result -= set(other)
    return result


def symmetric_difference(self, other, /):
    return self ^ set(other)


def intersection_update(self, *others):
    for other in others:
        self &= set(other)


def difference_update(self, *others):
    for other in others:
        self -= set(other)


def symmetric_difference_update(self, other, /):
    self ^= set(other)


def issubset(self, other, /):
    return self <= set(other)


def issuperset(self, other, /):
    return self >= set(other)


def isdisjoint(self, other, /):
    return not self & set(other)
