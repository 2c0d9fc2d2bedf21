# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for re: patterns and texts of ASCII that mean the same to PCRE (Library Reference, "re")."""
from enum import IntFlag

from _retort import is_known, not_evaluated, regex_compile, regex_find, regex_takes



class RegexFlag(IntFlag):
    ASCII = 256
    IGNORECASE = 2
    MULTILINE = 8
    DOTALL = 16
    UNICODE = 32
    VERBOSE = 64

    def __repr__(self):
        return not_evaluated('the text of flags is not evaluated')

    __str__ = __repr__


A = ASCII = RegexFlag.ASCII
I = IGNORECASE = RegexFlag.IGNORECASE
M = MULTILINE = RegexFlag.MULTILINE
S = DOTALL = RegexFlag.DOTALL
U = UNICODE = RegexFlag.UNICODE
X = VERBOSE = RegexFlag.VERBOSE
NOFLAG = RegexFlag(0)
_escapes = {'n': '\n', 't': '\t', 'r': '\r', 'a': '\a', 'b': '\b', 'f': '\f', 'v': '\v'}
_special = '()[]{}?*+-|^$\\.&~# \t\n\r\v\f'


def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        return pattern
    regex = regex_compile(pattern, int(flags))
    return Pattern(regex, pattern) if is_known(regex) else not_evaluated('this pattern is not evaluated')


def search(pattern, string, flags=0):
    return _ask(compile(pattern, flags), string, 'search')


def match(pattern, string, flags=0):
    return _ask(compile(pattern, flags), string, 'match')


def fullmatch(pattern, string, flags=0):
    return _ask(compile(pattern, flags), string, 'fullmatch')


def _ask(pattern, string, mode):
    return pattern._ask(string, mode) if is_known(pattern) else not_evaluated('this pattern is not evaluated')


def findall(pattern, string, flags=0):
    pattern = compile(pattern, flags)
    return pattern.findall(string) if is_known(pattern) else not_evaluated('this pattern is not evaluated')


def finditer(pattern, string, flags=0):
    pattern = compile(pattern, flags)
    return pattern.finditer(string) if is_known(pattern) else not_evaluated('this pattern is not evaluated')


def split(pattern, string, maxsplit=0, flags=0):
    pattern = compile(pattern, flags)
    return pattern.split(string, maxsplit) if is_known(pattern) else not_evaluated('this pattern is not evaluated')


def sub(pattern, repl, string, count=0, flags=0):
    pattern = compile(pattern, flags)
    return pattern.sub(repl, string, count) if is_known(pattern) else not_evaluated('this pattern is not evaluated', repl)


def subn(pattern, repl, string, count=0, flags=0):
    pattern = compile(pattern, flags)
    return pattern.subn(repl, string, count) if is_known(pattern) else not_evaluated('this pattern is not evaluated', repl)


def escape(pattern):
    return ''.join(['\\' + character if character in _special else character for character in pattern])


class Pattern:
    def __init__(self, regex, pattern):
        self._regex = regex
        self.pattern = pattern
        self.groups = regex.groups
        self.groupindex = regex.names

    def _find(self, string, start, mode, may_be_empty):
        spans = regex_find(self._regex, string, start, mode, may_be_empty)
        if not is_known(spans):
            return not_evaluated('this pattern takes too long')
        return None if spans is None else Match(self, string, spans)

    def _ask(self, string, mode):
        if not regex_takes(self._regex, string):
            return not_evaluated('this text is not looked through')
        return self._find(string, 0, mode, True)

    def search(self, string):
        return self._ask(string, 'search')

    def match(self, string):
        return self._ask(string, 'match')

    def fullmatch(self, string):
        return self._ask(string, 'fullmatch')

    def finditer(self, string):
        if not regex_takes(self._regex, string):
            return not_evaluated('this text is not looked through')
        return iter(self._all(string, 0))

    def _all(self, string, count):
        """All matches that do not overlap; an empty one not where the last ended after an empty one."""
        found = []
        start = 0
        may_be_empty = True
        while start <= len(string):
            one = self._find(string, start, 'search', may_be_empty)
            if one is None:
                break
            found.append(one)
            may_be_empty = one.start() != one.end()
            start = one.end()
            if len(found) == count:
                break
        return found

    def findall(self, string):
        if not regex_takes(self._regex, string):
            return not_evaluated('this text is not looked through')
        if self.groups == 0:
            return [one.group() for one in self._all(string, 0)]
        if self.groups == 1:
            return [one.groups('')[0] for one in self._all(string, 0)]
        return [one.groups('') for one in self._all(string, 0)]

    def split(self, string, maxsplit=0):
        if not regex_takes(self._regex, string):
            return not_evaluated('this text is not looked through')
        parts = []
        start = 0
        for one in self._all(string, maxsplit) if maxsplit >= 0 else []:
            parts.append(string[start:one.start()])
            parts.extend(one.groups())
            start = one.end()
        parts.append(string[start:])
        return parts

    def sub(self, repl, string, count=0):
        if not regex_takes(self._regex, string) or not is_known(repl):
            return not_evaluated('what is replaced here is not known', repl)
        return self.subn(repl, string, count)[0]

    def subn(self, repl, string, count=0):
        if not regex_takes(self._regex, string) or not is_known(repl) or count < 0:
            return not_evaluated('what is replaced here is not known', repl)
        parts = None if callable(repl) else self._parse(repl)
        if not is_known(parts):
            return not_evaluated('this template is not evaluated')
        out = ''
        start = 0
        found = self._all(string, count)
        for one in found:
            out += string[start:one.start()]
            out += repl(one) if parts is None else one._fill(parts)
            start = one.end()
        return out + string[start:], len(found)

    def _parse(self, template):
        """The texts of a template, and the numbers of its groups; what re.error would be raised for is not evaluated."""
        pieces = template.split('\\')
        parts = [pieces[0]]
        place = 1
        while place < len(pieces):
            piece = pieces[place]
            first = piece[:1]
            if piece == '' and place + 1 < len(pieces):
                place += 1
                parts.append('\\' + pieces[place])
            elif first in _escapes:
                parts.append(_escapes[first] + piece[1:])
            elif first.isdigit() and first != '0' and not piece[1:2].isdigit() and int(first) <= self.groups:
                parts.extend([int(first), piece[1:]])
            elif piece.startswith('g<') and '>' in piece:
                name, _, rest = piece[2:].partition('>')
                number = int(name) if name.isdigit() and len(name) < 3 else self.groupindex.get(name, -1)
                if number < 0 or number > self.groups:
                    return not_evaluated('this template is not evaluated')
                parts.extend([number, rest])
            elif first == '' or first.isalnum() or not first.isascii():
                return not_evaluated('this template is not evaluated')
            else:
                parts.append('\\' + piece)
            place += 1
        return parts


class Match:
    def __init__(self, pattern, string, spans):
        self.re = pattern
        self.string = string
        self._spans = spans

    def _number(self, group):
        if isinstance(group, str):
            if group not in self.re.groupindex:
                raise IndexError('no such group')
            return self.re.groupindex[group]
        if group < 0 or group > self.re.groups:
            raise IndexError('no such group')
        return group

    def _text(self, group, default=None):
        start, end = self._spans[self._number(group)]
        return default if start < 0 else self.string[start:end]

    def __getitem__(self, group):
        return self._text(group)

    def group(self, *groups):
        if len(groups) < 2:
            return self._text(groups[0] if groups else 0)
        return tuple([self._text(group) for group in groups])

    def groups(self, default=None):
        return tuple([self._text(number, default) for number in range(1, self.re.groups + 1)])

    def groupdict(self, default=None):
        return {name: self._text(name, default) for name in self.re.groupindex}

    def start(self, group=0):
        return self._spans[self._number(group)][0]

    def end(self, group=0):
        return self._spans[self._number(group)][1]

    def span(self, group=0):
        return self._spans[self._number(group)]

    def expand(self, template):
        parts = self.re._parse(template)
        return self._fill(parts) if is_known(parts) else not_evaluated('this template is not evaluated')

    def _fill(self, parts):
        return ''.join([part if isinstance(part, str) else self._text(part, '') for part in parts])
