# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of float."""


def is_integer(self):
    return self - self == 0 and self % 1 == 0


def conjugate(self):
    return self


def as_integer_ratio(self):
    if self - self != 0:
        raise OverflowError('cannot convert infinity or NaN to integer ratio') if self == self else ValueError('NaN has no ratio')
    below = 1
    number = self
    while number % 1:
        number *= 2
        below *= 2
    return int(number), below
