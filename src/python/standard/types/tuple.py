# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of tuple with more arguments than container-methods.c takes, and those of named tuples."""
from _retort import new_tuple


def index(self, value, start=0, stop=None, /):
    length = len(self)
    start = max(0, start + length) if start < 0 else start
    stop = length if stop is None else max(0, stop + length) if stop < 0 else min(stop, length)
    for place in range(start, stop):
        if self[place] is value or self[place] == value:
            return place
    raise ValueError('the value is not there')


def asdict(self):
    """_asdict() of a named tuple."""
    return dict(zip(self._fields, self))


def replace(self, /, **values):
    """_replace() of a named tuple."""
    for name in values:
        if name not in self._fields:
            raise ValueError('Got unexpected field names')
    return new_tuple(self, [values.get(name, value) for name, value in zip(self._fields, self)])
