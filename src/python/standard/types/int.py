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


def to_bytes(self, length=1, byteorder='big', *, signed=False):
    if byteorder not in ('big', 'little'):
        raise ValueError("byteorder must be either 'little' or 'big'")
    if length < 0:
        raise ValueError('length argument must be non-negative')
    if self < 0 and not signed:
        raise OverflowError("can't convert negative int to unsigned")
    half = 256 ** length // 2 if signed else 256 ** length
    if self >= half or (self < 0 and self < -half):
        if length or self:
            raise OverflowError('int too big to convert')
    rest = self % 256 ** length
    digits = []
    for _ in range(length):
        digits.append(rest % 256)
        rest //= 256
    return bytes(digits if byteorder == 'little' else digits[::-1])


def static_from_bytes(bytes, byteorder='big', *, signed=False):
    if byteorder not in ('big', 'little'):
        raise ValueError("byteorder must be either 'little' or 'big'")
    digits = list(bytes)
    if byteorder == 'little':
        digits.reverse()
    number = 0
    for digit in digits:
        number = number * 256 + digit
    if signed and digits and digits[0] >= 128:
        number -= 256 ** len(digits)
    return number
