# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for decimal: finite numbers in the default context of 28 digits, or in a local one (General Decimal Arithmetic
Specification)."""
from _retort import is_known, not_evaluated

ROUND_CEILING = 'ROUND_CEILING'
ROUND_DOWN = 'ROUND_DOWN'
ROUND_FLOOR = 'ROUND_FLOOR'
ROUND_HALF_DOWN = 'ROUND_HALF_DOWN'
ROUND_HALF_EVEN = 'ROUND_HALF_EVEN'
ROUND_HALF_UP = 'ROUND_HALF_UP'
ROUND_UP = 'ROUND_UP'
_LIMIT = 500


class Context:
    """Of which precision and rounding are followed. The first one is that of everything else that runs in the process, too."""

    def __init__(self, prec=28, rounding=ROUND_HALF_EVEN):
        self.prec = prec
        self.rounding = rounding

    def __setattr__(self, name, value):
        if name not in ('prec', 'rounding') or (_now and self is _now[0]):
            value = not_evaluated('what the context of all numbers is set to is not followed')
            object.__setattr__(self, 'prec', value)
        object.__setattr__(self, name, value)

    def copy(self):
        return Context(self.prec, self.rounding)

    def create_decimal(self, num=0):
        with localcontext(self):
            return +Decimal(num)


_now = []
_now.append(Context())
BasicContext = DefaultContext = ExtendedContext = not_evaluated('this context is not evaluated')


def getcontext():
    return _now[-1]


def setcontext(context):
    _now[0].prec = 0


class localcontext:
    def __init__(self, ctx=None, **values):
        self._context = (_now[-1] if ctx is None else ctx).copy()
        for name, value in values.items():
            setattr(self._context, name, value)

    def __enter__(self):
        _now.append(self._context)
        return self._context

    def __exit__(self, *exception):
        _now.pop()


def _is_up(kept, rest, half, is_negative, rounding):
    """Whether a number of which @rest is cut off (@half would be the middle) goes away from zero."""
    if rest == 0:
        return False
    if rounding == ROUND_HALF_EVEN:
        return rest > half or (rest == half and kept % 2 == 1)
    if rounding == ROUND_HALF_UP:
        return rest >= half
    if rounding == ROUND_HALF_DOWN:
        return rest > half
    if rounding == ROUND_UP:
        return True
    return rounding == ROUND_FLOOR and is_negative or rounding == ROUND_CEILING and not is_negative


def _cut(digits, n, is_negative, rounding):
    """Without the last n digits, rounded."""
    unit = 10 ** n
    kept = digits // unit
    return kept + 1 if _is_up(kept, digits % unit * 2, unit, is_negative, rounding) else kept


def _make(is_negative, digits, exponent):
    """A number of as many digits as the context has."""
    extra = len(str(digits)) - _now[-1].prec
    if extra > 0:
        digits = _cut(digits, extra, is_negative, _now[-1].rounding)
        exponent += extra
        if len(str(digits)) > _now[-1].prec:
            digits //= 10
            exponent += 1
    return _exact(is_negative, digits, exponent)


def _exact(is_negative, digits, exponent):
    if exponent > _LIMIT or exponent < -_LIMIT:
        return not_evaluated('a number this large or small is not evaluated')
    result = Decimal(0)
    result._is_negative = is_negative
    result._digits = digits
    result._exponent = exponent
    return result


def _take(value):
    """An operand as a Decimal; None: it is none."""
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else None


class Decimal:
    def __init__(self, value=0):
        self._is_negative = False
        self._digits = 0
        self._exponent = 0
        if isinstance(value, Decimal):
            self._is_negative, self._digits, self._exponent = value._is_negative, value._digits, value._exponent
        elif isinstance(value, int):
            self._is_negative, self._digits = value < 0, abs(int(value))
        elif isinstance(value, str):
            self._read(value)
        else:
            self._digits = not_evaluated('a Decimal of this is not evaluated', value)

    def _read(self, text):
        if not text.isascii() or '_' in text:
            self._digits = not_evaluated('whether this text is a number is not determined')
            return
        text = text.strip().lower()
        self._is_negative = text.startswith('-')
        if text[:1] in ('-', '+') and text:
            text = text[1:]
        number, has_exponent, exponent = text.partition('e')
        whole, _, fraction = number.partition('.')
        sign = exponent[:1] if exponent[:1] in ('-', '+') and exponent else ''
        places = exponent[len(sign):]
        if not (whole + fraction).isdigit() or (has_exponent and not places.isdigit()) or len(places) > 4 or len(whole + fraction) > 200:
            self._digits = not_evaluated('whether this text is a number is not determined')
            return
        self._digits = int(whole + fraction)
        self._exponent = int(sign + (places or '0')) - len(fraction)
        if self._exponent > _LIMIT or self._exponent < -_LIMIT:
            self._digits = not_evaluated('a number this large or small is not evaluated')

    def _signed(self, exponent):
        """As an int in units of an exponent that is not above its own."""
        digits = self._digits * 10 ** (self._exponent - exponent)
        return -digits if self._is_negative else digits

    def _add(self, other, sign):
        exponent = min(self._exponent, other._exponent)
        total = self._signed(exponent) + sign * other._signed(exponent)
        if total == 0 and _now[-1].rounding == ROUND_FLOOR:
            return not_evaluated('the sign of this zero is not evaluated')
        if total == 0:
            is_negative = self._is_negative and (other._is_negative if sign > 0 else not other._is_negative) and not self._digits and not other._digits
            return _make(is_negative, 0, exponent)
        return _make(total < 0, abs(total), exponent)

    def __add__(self, other):
        other = _take(other)
        return not_evaluated('this sum is not evaluated') if other is None else self._add(other, 1)

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        other = _take(other)
        return not_evaluated('this difference is not evaluated') if other is None else self._add(other, -1)

    def __rsub__(self, other):
        other = _take(other)
        return not_evaluated('this difference is not evaluated') if other is None else other._add(self, -1)

    def __mul__(self, other):
        other = _take(other)
        if other is None:
            return not_evaluated('this product is not evaluated')
        return _make(self._is_negative != other._is_negative, self._digits * other._digits, self._exponent + other._exponent)

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        other = _take(other)
        if other is None or other._digits == 0:
            return not_evaluated('this quotient is not evaluated')
        is_negative = self._is_negative != other._is_negative
        if self._digits == 0:
            return _make(is_negative, 0, self._exponent - other._exponent)
        shift = len(str(other._digits)) - len(str(self._digits)) + _now[-1].prec + 1
        exponent = self._exponent - other._exponent - shift
        above = self._digits * 10 ** max(shift, 0)
        below = other._digits * 10 ** max(-shift, 0)
        digits = above // below
        if above % below:
            if digits % 5 == 0:
                digits += 1
        else:
            ideal = self._exponent - other._exponent
            while exponent < ideal and digits % 10 == 0:
                digits //= 10
                exponent += 1
        return _make(is_negative, digits, exponent)

    def __rtruediv__(self, other):
        other = _take(other)
        return not_evaluated('this quotient is not evaluated') if other is None else other / self

    def __neg__(self):
        return _make(not self._is_negative and self._digits != 0, self._digits, self._exponent)

    def __pos__(self):
        return _make(self._is_negative and self._digits != 0, self._digits, self._exponent)

    def __abs__(self):
        return _make(False, self._digits, self._exponent)

    def __bool__(self):
        return self._digits != 0

    def __int__(self):
        if self._exponent >= 0:
            return self._signed(0)
        whole = self._digits // 10 ** -self._exponent
        return -whole if self._is_negative else whole

    def __round__(self, ndigits=None):
        if ndigits is not None:
            return self.quantize(_exact(False, 1, -ndigits))
        return int(self.quantize(Decimal(1), ROUND_HALF_EVEN)) if self._exponent < 0 else self._signed(0)

    def _compare(self, other):
        exponent = min(self._exponent, other._exponent)
        return self._signed(exponent) - other._signed(exponent)

    def __eq__(self, other):
        if isinstance(other, float) or hasattr(other, 'numerator') and not isinstance(other, int):
            return not_evaluated('this comparison is not evaluated')
        other = _take(other)
        return False if other is None else self._compare(other) == 0

    def __lt__(self, other):
        other = _take(other)
        return not_evaluated('this comparison is not evaluated') if other is None else self._compare(other) < 0

    def __le__(self, other):
        other = _take(other)
        return not_evaluated('this comparison is not evaluated') if other is None else self._compare(other) <= 0

    def __gt__(self, other):
        other = _take(other)
        return not_evaluated('this comparison is not evaluated') if other is None else self._compare(other) > 0

    def __ge__(self, other):
        other = _take(other)
        return not_evaluated('this comparison is not evaluated') if other is None else self._compare(other) >= 0

    def __floordiv__(self, other):
        other = _take(other)
        if other is None or other._digits == 0:
            return not_evaluated('this quotient is not evaluated')
        exponent = min(self._exponent, other._exponent)
        digits = abs(self._signed(exponent)) // abs(other._signed(exponent))
        if len(str(digits)) > _now[-1].prec:
            return not_evaluated('this quotient is not evaluated')
        return _exact(self._is_negative != other._is_negative, digits, 0)

    def __mod__(self, other):
        other = _take(other)
        if other is None or other._digits == 0:
            return not_evaluated('this remainder is not evaluated')
        exponent = min(self._exponent, other._exponent)
        if len(str(abs(self._signed(exponent)) // abs(other._signed(exponent)))) > _now[-1].prec:
            return not_evaluated('this remainder is not evaluated')
        return _make(self._is_negative, abs(self._signed(exponent)) % abs(other._signed(exponent)), exponent)

    def __pow__(self, other):
        """Whole powers that need no rounding."""
        if not isinstance(other, int) or other < 1 or other > 50:
            return not_evaluated('this power is not evaluated')
        digits = self._digits ** other
        if len(str(digits)) > _now[-1].prec:
            return not_evaluated('this power is not evaluated')
        return _exact(self._is_negative and other % 2 == 1, digits, self._exponent * other)

    def __str__(self):
        text = str(self._digits)
        left = self._exponent + len(text)
        dot = left if self._exponent <= 0 and left > -6 else 1
        if dot <= 0:
            text = '0.' + '0' * -dot + text
        elif dot < len(text):
            text = text[:dot] + '.' + text[dot:]
        if left != dot:
            text += f'E{left - dot:+d}'
        return '-' + text if self._is_negative else text

    def __repr__(self):
        return f"Decimal('{self}')"

    def quantize(self, exp, rounding=None):
        rounding = _now[-1].rounding if rounding is None else rounding
        exponent = _take(exp)._exponent
        if self._exponent >= exponent:
            digits = self._digits * 10 ** (self._exponent - exponent)
        else:
            digits = _cut(self._digits, exponent - self._exponent, self._is_negative, rounding)
        if len(str(digits)) > _now[-1].prec:
            return not_evaluated('a number this long is not evaluated')
        return _exact(self._is_negative, digits, exponent)

    def to_integral_value(self, rounding=None):
        rounding = _now[-1].rounding if rounding is None else rounding
        return self.quantize(Decimal(1), rounding) if self._exponent < 0 else _exact(self._is_negative, self._digits, self._exponent)

    def normalize(self):
        result = +self
        if result._digits == 0:
            return _exact(self._is_negative, 0, 0)
        while result._digits % 10 == 0:
            result._digits //= 10
            result._exponent += 1
        return result

    def copy_abs(self):
        return _exact(False, self._digits, self._exponent)

    def copy_negate(self):
        return _exact(not self._is_negative, self._digits, self._exponent)

    def is_zero(self):
        return self._digits == 0

    def is_signed(self):
        return self._is_negative

    def is_finite(self):
        return True if is_known(self._digits) else not_evaluated('whether this is a number is not determined')

    def is_nan(self):
        return False if is_known(self._digits) else not_evaluated('whether this is a number is not determined')

    def is_infinite(self):
        return False if is_known(self._digits) else not_evaluated('whether this is a number is not determined')

    def as_integer_ratio(self):
        return not_evaluated('a ratio is not evaluated')
