# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of int."""
from _retort import not_evaluated


def bit_length(self):
    n = 0
    rest = abs(self)
    while rest:
        rest //= 2
        n += 1
    return n


def bit_count(self):
    n = 0
    rest = abs(self)
    while rest:
        n += rest % 2
        rest //= 2
    return n


def conjugate(self):
    return +self


def as_integer_ratio(self):
    return +self, 1
