# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for urllib.parse (Library Reference, "urllib.parse"): quote() and its like, for texts."""

_always_safe = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~'
_digits = '0123456789ABCDEF'


def quote(string, safe='/', encoding=None, errors=None):
    quoted = ''
    for character in string:
        if character in _always_safe or character in safe:
            quoted += character
        else:
            quoted += _encode(ord(character))
    return quoted


def _byte(n):
    return '%' + _digits[n // 16] + _digits[n % 16]


def _encode(n):
    if n < 0x80:
        return _byte(n)
    if n < 0x800:
        return _byte(0xc0 + n // 64) + _byte(0x80 + n % 64)
    if n < 0x10000:
        return _byte(0xe0 + n // 4096) + _byte(0x80 + n // 64 % 64) + _byte(0x80 + n % 64)
    return _byte(0xf0 + n // 262144) + _byte(0x80 + n // 4096 % 64) + _byte(0x80 + n // 64 % 64) + _byte(0x80 + n % 64)


def quote_plus(string, safe='', encoding=None, errors=None):
    if ' ' not in string:
        return quote(string, safe)
    return quote(string, safe + ' ').replace(' ', '+')
