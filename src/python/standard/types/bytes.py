# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of bytes that bytes.c has not: those of str, for each byte is one character of Latin-1. What a byte is (a letter, a space) is
asked of ASCII only."""
from _retort import not_evaluated


def _text(value):
    if not isinstance(value, bytes):
        return not_evaluated('what stands for bytes here is not evaluated', value)
    return value.decode('latin-1')


def _texts(value):
    return tuple(_text(one) for one in value) if isinstance(value, tuple) else _text(value)


def _plain(value):
    """A text of which str says what bytes say."""
    text = _text(value)
    if not text.isascii() or any(one in text for one in '\x1c\x1d\x1e\x1f\x0b\x0c'):
        return not_evaluated('these bytes are not evaluated')
    return text


def _bytes(text):
    return text.encode('latin-1')


def _all(texts):
    return [_bytes(text) for text in texts]


def count(self, sub, /):
    return bytes([sub]) in self and list(self).count(sub) if isinstance(sub, int) else _text(self).count(_text(sub))


def find(self, sub, /, *places):
    return _text(self).find(_text(sub), *places)


def rfind(self, sub, /, *places):
    return _text(self).rfind(_text(sub), *places)


def index(self, sub, /, *places):
    return _text(self).index(_text(sub), *places)


def rindex(self, sub, /, *places):
    return _text(self).rindex(_text(sub), *places)


def startswith(self, prefix, /, *places):
    return _text(self).startswith(_texts(prefix), *places)


def endswith(self, suffix, /, *places):
    return _text(self).endswith(_texts(suffix), *places)


def removeprefix(self, prefix, /):
    return _bytes(_text(self).removeprefix(_text(prefix)))


def removesuffix(self, suffix, /):
    return _bytes(_text(self).removesuffix(_text(suffix)))


def replace(self, old, new, count=-1, /):
    return _bytes(_text(self).replace(_text(old), _text(new), count))


def join(self, parts, /):
    parts = list(parts)
    for part in parts:
        if not isinstance(part, bytes):
            return not_evaluated('what is joined is not evaluated')
    return _bytes(_text(self).join([_text(part) for part in parts]))


def split(self, sep=None, maxsplit=-1):
    return _all(_plain(self).split(None, maxsplit) if sep is None else _text(self).split(_text(sep), maxsplit))


def rsplit(self, sep=None, maxsplit=-1):
    return _all(_plain(self).rsplit(None, maxsplit) if sep is None else _text(self).rsplit(_text(sep), maxsplit))


def splitlines(self, keepends=False):
    return _all(_plain(self).splitlines(keepends))


def partition(self, sep, /):
    return tuple(_all(_text(self).partition(_text(sep))))


def rpartition(self, sep, /):
    return tuple(_all(_text(self).rpartition(_text(sep))))


def strip(self, chars=None, /):
    return _bytes(_plain(self).strip() if chars is None else _text(self).strip(_text(chars)))


def lstrip(self, chars=None, /):
    return _bytes(_plain(self).lstrip() if chars is None else _text(self).lstrip(_text(chars)))


def rstrip(self, chars=None, /):
    return _bytes(_plain(self).rstrip() if chars is None else _text(self).rstrip(_text(chars)))


def ljust(self, width, fillbyte=b' ', /):
    return _bytes(_text(self).ljust(width, _text(fillbyte)))


def rjust(self, width, fillbyte=b' ', /):
    return _bytes(_text(self).rjust(width, _text(fillbyte)))


def zfill(self, width, /):
    return _bytes(_text(self).zfill(width))


def upper(self):
    return _bytes(_plain(self).upper())


def lower(self):
    return _bytes(_plain(self).lower())


def title(self):
    return _bytes(_plain(self).title())


def capitalize(self):
    return _bytes(_plain(self).capitalize())


def swapcase(self):
    return _bytes(_plain(self).swapcase())


def isalpha(self):
    return _plain(self).isalpha()


def isalnum(self):
    return _plain(self).isalnum()


def isdigit(self):
    return _plain(self).isdigit()


def isspace(self):
    return _plain(self).isspace()


def islower(self):
    return _plain(self).islower()


def isupper(self):
    return _plain(self).isupper()


def isascii(self):
    return all(byte < 128 for byte in self)


def static_fromhex(text, /):
    digits = ''.join(text.split())
    pairs = [digits[at:at + 2] for at in range(0, len(digits), 2)]
    if not text.isascii() or [pair for pair in text.split() if len(pair) % 2]:
        return not_evaluated('this number is not evaluated')
    if digits.strip('0123456789abcdefABCDEF'):
        raise ValueError('non-hexadecimal number found in fromhex() arg')
    return bytes([int(pair, 16) for pair in pairs])
