# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods with underscores of Python's own types, for `super().__setitem__()` and `dict.__getitem__`; their names here begin with "slot_"."""
from _retort import not_evaluated


def slot_getitem(self, key):
    return self[key]


def slot_setitem(self, key, value):
    self[key] = value


def slot_delitem(self, key):
    del self[key]


def slot_contains(self, item):
    return item in self


def slot_len(self):
    return len(self)


def slot_iter(self):
    return iter(self)


def slot_str(self):
    return str(self)


def slot_repr(self):
    return repr(self)


def slot_format(self, spec):
    return format(self, spec)


def slot_int(self):
    return int(self)


def slot_float(self):
    return float(self)


def slot_bool(self):
    return bool(self)


def slot_neg(self):
    return -self


def slot_pos(self):
    return +self


def slot_abs(self):
    return abs(self)


def slot_eq(self, other):
    return self == other if isinstance(other, type(self)) else not_evaluated('this comparison is not evaluated')


def slot_ne(self, other):
    return self != other if isinstance(other, type(self)) else not_evaluated('this comparison is not evaluated')


def slot_lt(self, other):
    return self < other if isinstance(other, type(self)) else not_evaluated('this comparison is not evaluated')


def slot_le(self, other):
    return self <= other if isinstance(other, type(self)) else not_evaluated('this comparison is not evaluated')


def slot_gt(self, other):
    return self > other if isinstance(other, type(self)) else not_evaluated('this comparison is not evaluated')


def slot_ge(self, other):
    return self >= other if isinstance(other, type(self)) else not_evaluated('this comparison is not evaluated')


def slot_add(self, other):
    return self + other if isinstance(other, type(self)) else not_evaluated('this sum is not evaluated')


def slot_radd(self, other):
    return other + self if isinstance(other, int) and isinstance(self, int) else not_evaluated('this sum is not evaluated')


def slot_sub(self, other):
    return self - other if isinstance(other, type(self)) else not_evaluated('this difference is not evaluated')


def slot_mul(self, other):
    return self * other if isinstance(other, int) else not_evaluated('this product is not evaluated')


def slot_mod(self, other):
    return self % other if isinstance(self, str) or isinstance(other, type(self)) else not_evaluated('this remainder is not evaluated')


def slot_truediv(self, other):
    return self / other if isinstance(other, type(self)) else not_evaluated('this quotient is not evaluated')


def slot_floordiv(self, other):
    return self // other if isinstance(other, type(self)) else not_evaluated('this quotient is not evaluated')


def slot_or(self, other):
    return self | other if isinstance(other, type(self)) else not_evaluated('this is not evaluated')


def slot_and(self, other):
    return self & other if isinstance(other, type(self)) else not_evaluated('this is not evaluated')


def slot_xor(self, other):
    return self ^ other if isinstance(other, type(self)) else not_evaluated('this is not evaluated')
