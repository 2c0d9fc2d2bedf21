# SPDX-License-Identifier: GPL-3.0-or-later
"""Builtins that are not written in C, or with more arguments than are taken there; their names here begin with "builtin_"."""
from _retort import not_evaluated

_nothing = []


def _extreme(values, key, default, is_better):
    if len(values) == 1:
        items = iter(values[0])
    elif default is not _nothing:
        raise TypeError('a default goes with one iterable')
    else:
        items = iter(values)
    best = _nothing
    for item in items:
        rank = item if key is None else key(item)
        if best is _nothing or is_better(rank, best_rank):
            best = item
            best_rank = rank
    if best is not _nothing:
        return best
    if default is _nothing:
        raise ValueError('nothing to choose from')
    return default


def builtin_max(*values, key=None, default=_nothing):
    return _extreme(values, key, default, lambda rank, best: rank > best)


def builtin_min(*values, key=None, default=_nothing):
    return _extreme(values, key, default, lambda rank, best: rank < best)


def builtin_sum(iterable, /, start=0):
    if isinstance(start, str):
        raise TypeError("sum() can't sum strings")
    total = start
    for item in iterable:
        if isinstance(item, float) and isinstance(total, (int, float)):
            return not_evaluated('the sum of floats depends on the version of Python')
        total = total + item
    return total


def builtin_pow(base, exp, mod=None):
    if mod is None:
        return base ** exp
    if exp < 0 or not isinstance(base, int) or not isinstance(exp, int):
        return not_evaluated("this 'pow()' is not evaluated")
    if mod == 0:
        raise ValueError('pow() 3rd argument cannot be 0')
    result = 1 % mod
    base %= mod
    while exp:
        if exp % 2:
            result = result * base % mod
        base = base * base % mod
        exp //= 2
    return result


def builtin_round(number, ndigits=None):
    if not isinstance(number, int):
        return number.__round__() if ndigits is None else number.__round__(ndigits)
    if ndigits >= 0:
        return +number
    unit = 10 ** -ndigits
    rest = number % unit
    low = number - rest
    if rest * 2 > unit or (rest * 2 == unit and low // unit % 2):
        return low + unit
    return low



def builtin_ascii(value, /):
    text = repr(value)
    return text if text.isascii() else not_evaluated('escaping characters is not evaluated')



def builtin_zip(*iterables, strict=False):
    iterators = [iter(iterable) for iterable in iterables]
    while iterators:
        items = []
        for place, iterator in enumerate(iterators):
            for item in iterator:
                items.append(item)
                break
            else:
                if not strict:
                    return
                if place:
                    raise ValueError('zip() arguments are of different length')
                for other in iterators[1:]:
                    for _ in other:
                        raise ValueError('zip() arguments are of different length')
                return
        yield tuple(items)


def builtin_iter(function, sentinel, /):
    while True:
        value = function()
        if value == sentinel:
            return
        yield value


def builtin_int(text, /, base=10):
    """int() with a base; without one it is written in C."""
    if not isinstance(text, str):
        raise TypeError("int() can't convert non-string with explicit base")
    if base != 0 and not 2 <= base <= 36:
        raise ValueError('int() base must be >= 2 and <= 36, or 0')
    if not text.isascii():
        return not_evaluated('whether this text is a number is not determined')
    digits = text.strip().lower()
    is_negative = digits.startswith('-')
    if digits[:1] in ('-', '+'):
        digits = digits[1:]
    prefix = {'0b': 2, '0o': 8, '0x': 16}.get(digits[:2])
    if prefix is not None and base in (0, prefix):
        base = prefix
        digits = digits[3:] if digits[2:3] == '_' else digits[2:]
    elif base == 0:
        base = 10
        if digits.startswith('0') and digits.strip('0_'):
            raise ValueError('invalid literal for int()')
    number = 0
    for digit in digits.replace('_', ''):
        place = '0123456789abcdefghijklmnopqrstuvwxyz'.find(digit)
        if place < 0 or place >= base:
            raise ValueError('invalid literal for int()')
        number = number * base + place
    if not digits or digits[0] == '_' or digits[-1] == '_' or '__' in digits:
        raise ValueError('invalid literal for int()')
    return -number if is_negative else number
