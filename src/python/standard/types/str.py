# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of str that string-methods.c has not. What depends on the version of Unicode is not evaluated."""
from _retort import not_evaluated

_digits = '0123456789'
_lower = 'abcdefghijklmnopqrstuvwxyz'
_upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
_space = '\t\n\v\f\r\x1c\x1d\x1e\x1f '


def isascii(self):
    for character in self:
        if character > '\x7f':
            return False
    return True


def _all_in(self, characters):
    """Whether there are characters, and all are among those."""
    if not isascii(self):
        return not_evaluated('characters that are not ASCII are not looked at')
    for character in self:
        if character not in characters:
            return False
    return self != ''


def isalpha(self):
    return _all_in(self, _lower + _upper)


def isalnum(self):
    return _all_in(self, _lower + _upper + _digits)


def isdecimal(self):
    return _all_in(self, _digits)


def isnumeric(self):
    return _all_in(self, _digits)


def isspace(self):
    return _all_in(self, _space)


def isprintable(self):
    if not isascii(self):
        return not_evaluated('characters that are not ASCII are not looked at')
    for character in self:
        if character < ' ' or character == '\x7f':
            return False
    return True


def isidentifier(self):
    return _all_in(self, _lower + _upper + _digits + '_') and self[0] not in _digits


def isupper(self):
    return isascii(self) and self != self.lower() and self == self.upper() if isascii(self) else not_evaluated('upper case is not looked at')


def islower(self):
    return isascii(self) and self != self.upper() and self == self.lower() if isascii(self) else not_evaluated('lower case is not looked at')


def istitle(self):
    return self == self.title() and self.upper() != self.lower()


def casefold(self):
    return self.lower() if isascii(self) else not_evaluated('folding characters that are not ASCII is not evaluated')


def swapcase(self):
    if not isascii(self):
        return not_evaluated('the case of characters that are not ASCII is not evaluated')
    return ''.join([character.upper() if character in _lower else character.lower() for character in self])


def center(self, width, fillchar=' ', /):
    if len(fillchar) != 1:
        raise TypeError('The fill character must be exactly one character long')
    missing = width - len(self)
    if missing <= 0:
        return self
    left = missing // 2 + (missing & width & 1)
    return fillchar * left + self + fillchar * (missing - left)


def removeprefix(self, prefix, /):
    return self[len(prefix):] if self.startswith(prefix) else self


def removesuffix(self, suffix, /):
    return self[:len(self) - len(suffix)] if suffix and self.endswith(suffix) else self


def partition(self, separator, /):
    if separator == '':
        raise ValueError('empty separator')
    at = self.find(separator)
    return (self, '', '') if at < 0 else (self[:at], separator, self[at + len(separator):])


def rpartition(self, separator, /):
    if separator == '':
        raise ValueError('empty separator')
    at = rfind(self, separator)
    return ('', '', self) if at < 0 else (self[:at], separator, self[at + len(separator):])


def _bounds(self, start, end):
    length = len(self)
    start = 0 if start is None else max(0, start + length) if start < 0 else start
    end = length if end is None else max(0, end + length) if end < 0 else min(end, length)
    return start, end


def find(self, wanted, start=None, end=None, /):
    start, end = _bounds(self, start, end)
    at = self[start:end].find(wanted)
    return -1 if at < 0 or start > len(self) else start + at


def rfind(self, wanted, start=None, end=None, /):
    start, end = _bounds(self, start, end)
    if start > end:
        return -1
    part = self[start:end]
    if wanted == '':
        return end
    at = part.find(wanted)
    last = -1
    while at >= 0:
        last = at if last < 0 else last + 1 + at
        at = part[last + 1:].find(wanted)
    return -1 if last < 0 else start + last


def index(self, wanted, start=None, end=None, /):
    at = find(self, wanted, start, end)
    if at < 0:
        raise ValueError('substring not found')
    return at


def rindex(self, wanted, start=None, end=None, /):
    at = rfind(self, wanted, start, end)
    if at < 0:
        raise ValueError('substring not found')
    return at


def count(self, wanted, start=None, end=None, /):
    start, end = _bounds(self, start, end)
    return self[start:end].count(wanted) if start <= len(self) and start <= end else 0


def startswith(self, prefix, start=None, end=None, /):
    start, end = _bounds(self, start, end)
    if start > len(self) or start > end:
        return False
    return self[start:end].startswith(prefix)


def endswith(self, suffix, start=None, end=None, /):
    start, end = _bounds(self, start, end)
    if start > len(self) or start > end:
        return False
    return self[start:end].endswith(suffix)



def rsplit(self, sep=None, maxsplit=-1):
    if maxsplit < 0:
        return self.split(sep)
    parts = []
    rest = self if sep is not None else self.rstrip()
    while len(parts) < maxsplit:
        at = _last_space(rest) if sep is None else rfind(rest, sep)
        if sep == '':
            raise ValueError('empty separator')
        if at < 0:
            break
        parts.append(rest[at + (1 if sep is None else len(sep)):])
        rest = rest[:at] if sep is not None else rest[:at].rstrip()
    if sep == '':
        raise ValueError('empty separator')
    if sep is not None or rest:
        parts.append(rest)
    return parts[::-1]


def _last_space(self):
    for at in range(len(self) - 1, -1, -1):
        if self[at].strip() == '':
            return at
    return -1


def replace(self, old, new, count=-1, /):
    if count < 0:
        return self.replace(old, new)
    if old == '':
        return not_evaluated('replacing nothing a number of times is not evaluated')
    parts = self.split(old, count)
    return new.join(parts)


def splitlines(self, keepends=False):
    if not keepends:
        return self.splitlines()
    for character in '\r\v\f\x1c\x1d\x1e\x85\u2028\u2029':
        if character in self:
            return not_evaluated('these ends of lines are not evaluated')
    parts = [part + '\n' for part in self.split('\n')]
    parts[-1] = parts[-1][:-1]
    return parts if parts[-1] else parts[:-1]


def expandtabs(self, tabsize=8):
    out = ''
    column = 0
    for character in self:
        if character == '\t':
            missing = tabsize - column % tabsize if tabsize > 0 else 0
            out += ' ' * missing
            column += missing
        else:
            out += character
            column = 0 if character in '\n\r' else column + 1
    return out


def translate(self, table, /):
    out = ''
    for character in self:
        if not isinstance(table, dict):
            return not_evaluated('this table is not evaluated', table)
        new = table.get(ord(character), character)
        out += '' if new is None else new if isinstance(new, str) else chr(new)
    return out


def static_maketrans(x, y=None, z=None, /):
    table = {}
    if y is None:
        for key, value in x.items():
            table[ord(key) if isinstance(key, str) else key] = value
        return table
    if len(x) != len(y):
        raise ValueError('the first two maketrans arguments must have equal length')
    for old, new in zip(x, y):
        table[ord(old)] = ord(new)
    for old in z or '':
        table[ord(old)] = None
    return table


def format_map(self, mapping, /):
    return self.format(**mapping) if type(mapping) is dict else not_evaluated('this mapping is not evaluated', mapping)
