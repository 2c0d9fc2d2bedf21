# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of tuple with more arguments than container-methods.c takes."""


def index(self, value, start=0, stop=None, /):
    length = len(self)
    start = max(0, start + length) if start < 0 else start
    stop = length if stop is None else max(0, stop + length) if stop < 0 else min(stop, length)
    for place in range(start, stop):
        if self[place] is value or self[place] == value:
            return place
    raise ValueError('the value is not there')
