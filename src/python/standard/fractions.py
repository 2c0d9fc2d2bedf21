# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for fractions (Library Reference, "fractions")."""
from math import gcd
from _retort import not_evaluated


def _make(numerator, denominator):
    if denominator == 0:
        raise ZeroDivisionError(f'Fraction({numerator}, 0)')
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    common = gcd(numerator, denominator)
    result = Fraction.__new__(Fraction)
    result.numerator = numerator // common
    result.denominator = denominator // common
    return result


def _read(text):
    above, is_ratio, below = text.strip().partition('/')
    whole, _, places = above.partition('.')
    sign = whole[:1] if whole[:1] and whole[0] in '+-' else ''
    digits = whole[len(sign):] + places
    if not text.isascii() or '_' in text or not digits.isdigit() or (is_ratio and ('.' in above or not below.isdigit())):
        return None
    number = -int(digits) if sign == '-' else int(digits)
    return number, int(below) if is_ratio else 10 ** len(places)


def _take(value):
    """An operand as a Fraction; None: it is none."""
    if isinstance(value, Fraction):
        return value
    return _make(int(value), 1) if isinstance(value, int) else None


class Fraction:
    def __init__(self, numerator=0, denominator=None):
        pair = None
        if isinstance(numerator, (int, Fraction)) and isinstance(denominator, (int, Fraction, type(None))):
            below = _take(1 if denominator is None else denominator)
            above = _take(numerator)
            pair = above.numerator * below.denominator, above.denominator * below.numerator
        elif isinstance(numerator, float) and denominator is None and abs(numerator) < 1e15:
            pair = numerator.as_integer_ratio()
        elif isinstance(numerator, str) and denominator is None:
            pair = _read(numerator)
        if pair is None:
            self.numerator = self.denominator = not_evaluated('this fraction is not evaluated', numerator)
        else:
            made = _make(pair[0], pair[1])
            self.numerator, self.denominator = made.numerator, made.denominator

    def __add__(self, other):
        other = _take(other)
        if other is None:
            return not_evaluated('this sum is not evaluated')
        return _make(self.numerator * other.denominator + other.numerator * self.denominator, self.denominator * other.denominator)

    def __radd__(self, other):
        return self + other

    def __neg__(self):
        return _make(-self.numerator, self.denominator)

    def __pos__(self):
        return self

    def __abs__(self):
        return _make(abs(self.numerator), self.denominator)

    def __sub__(self, other):
        other = _take(other)
        return not_evaluated('this difference is not evaluated') if other is None else self + -other

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        other = _take(other)
        if other is None:
            return not_evaluated('this product is not evaluated')
        return _make(self.numerator * other.numerator, self.denominator * other.denominator)

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        other = _take(other)
        if other is None:
            return not_evaluated('this quotient is not evaluated')
        return _make(self.numerator * other.denominator, self.denominator * other.numerator)

    def __rtruediv__(self, other):
        other = _take(other)
        return not_evaluated('this quotient is not evaluated') if other is None else other / self

    def __floordiv__(self, other):
        other = _take(other)
        if other is None:
            return not_evaluated('this quotient is not evaluated')
        return (self.numerator * other.denominator) // (self.denominator * other.numerator)

    def __mod__(self, other):
        other = _take(other)
        return not_evaluated('this remainder is not evaluated') if other is None else self - other * (self // other)

    def __pow__(self, other):
        if not isinstance(other, int) or abs(other) > 100:
            return not_evaluated('this power is not evaluated')
        if other >= 0:
            return _make(self.numerator ** other, self.denominator ** other)
        return _make(self.denominator ** -other, self.numerator ** -other)

    def __eq__(self, other):
        if isinstance(other, (Fraction, int)):
            other = _take(other)
            return self.numerator == other.numerator and self.denominator == other.denominator
        if isinstance(other, float) and abs(other) < 1e15:
            return self == Fraction(other)
        return False if isinstance(other, (str, list, dict, tuple, set, type(None))) else not_evaluated('this comparison is not evaluated')

    def _order(self, other):
        other = _take(other)
        if other is None:
            return not_evaluated('this comparison is not evaluated')
        return self.numerator * other.denominator - other.numerator * self.denominator

    def __lt__(self, other):
        return self._order(other) < 0

    def __le__(self, other):
        return self._order(other) <= 0

    def __gt__(self, other):
        return self._order(other) > 0

    def __ge__(self, other):
        return self._order(other) >= 0

    def __bool__(self):
        return self.numerator != 0

    def __int__(self):
        return -(-self.numerator // self.denominator) if self.numerator < 0 else self.numerator // self.denominator

    def __float__(self):
        return self.numerator / self.denominator

    def __round__(self, ndigits=None):
        if ndigits is not None:
            return not_evaluated('this rounding is not evaluated')
        low = self.numerator // self.denominator
        rest = (self.numerator - low * self.denominator) * 2
        return low + 1 if rest > self.denominator or (rest == self.denominator and low % 2) else low

    def __str__(self):
        return str(self.numerator) if self.denominator == 1 else f'{self.numerator}/{self.denominator}'

    def __repr__(self):
        return f'Fraction({self.numerator}, {self.denominator})'

    def __format__(self, spec):
        return not_evaluated('this format is not evaluated') if spec else str(self)

    def as_integer_ratio(self):
        return self.numerator, self.denominator

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        if self.denominator <= max_denominator:
            return self
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self.numerator, self.denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        first = _make(p0 + k * p1, q0 + k * q1)
        second = _make(p1, q1)
        return second if abs(second - self) <= abs(first - self) else first
