# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for the functions of math that module-math.c has not; those that a C library rounds are not evaluated."""
from _retort import not_evaluated

tau = 6.283185307179586
inf = 1e308 * 10
nan = inf - inf


def isnan(x, /):
    return x != x


def isinf(x, /):
    return x in (inf, -inf)


def isfinite(x, /):
    return not isnan(x) and not isinf(x)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    return abs(b - a) <= max(rel_tol * max(abs(a), abs(b)), abs_tol)


def factorial(x, /):
    if not isinstance(x, int) or x > 500:
        return not_evaluated('this factorial is not calculated')
    if x < 0:
        raise ValueError('factorial() not defined for negative values')
    return prod(range(1, x + 1))


def prod(iterable, /, *, start=1):
    for item in iterable:
        start = start * item
    return start


def perm(n, k=None, /):
    k = n if k is None else k
    if n < 0 or k < 0:
        raise ValueError('must be a non-negative integer')
    return 0 if k > n else prod(range(n - k + 1, n + 1))


def comb(n, k, /):
    return perm(n, k) // factorial(k) if k <= n else perm(n, k)


def isqrt(n, /):
    if n < 0:
        raise ValueError('isqrt() argument must be nonnegative')
    root = n
    while root * root > n:
        root = (root + n // root) // 2
    return root


def lcm(*integers):
    result = 1
    for number in integers:
        if number == 0:
            return 0
        a, b = abs(result), abs(number)
        while b:
            a, b = b, a % b
        result = abs(result * number) // a
    return result
