# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for string (Library Reference, "string")."""
from _retort import not_evaluated

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or ' ').join([word.capitalize() for word in s.split(sep)])


class Formatter:
    """str.format() in other words, while nobody derives from it."""
    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        if type(self) is not Formatter or not isinstance(format_string, str) or not isinstance(kwargs, dict):
            return not_evaluated('this formatter is not evaluated')
        return format_string.format(*args, **kwargs)


def _name_at(text, at):
    """Where the name that begins there ends."""
    end = at
    while end < len(text) and (text[end] in ascii_letters or text[end] == '_' or (end > at and text[end] in digits)):
        end += 1
    return end


class Template:
    delimiter = '$'
    idpattern = braceidpattern = flags = pattern = None

    def __init__(self, template):
        self.template = template

    def _fill(self, values, is_safe):
        text = self.template
        sign = self.delimiter
        if not text.isascii() or len(sign) != 1 or self.idpattern or self.braceidpattern or self.flags or self.pattern:
            return not_evaluated('this template is not evaluated')
        out = ''
        at = 0
        while at < len(text):
            if text[at] != sign:
                out += text[at]
                at += 1
                continue
            has_brace = text[at + 1:at + 2] == '{'
            start = at + 2 if has_brace else at + 1
            end = _name_at(text, start)
            behind = end + 1 if has_brace else end
            if text[at + 1:at + 2] == sign:
                out += sign
                at += 2
            elif end == start or (has_brace and text[end:end + 1] != '}'):
                if not is_safe:
                    raise ValueError('Invalid placeholder in string')
                out += sign
                at += 1
            elif is_safe and text[start:end] not in values:
                out += text[at:behind]
                at = behind
            else:
                out += str(values[text[start:end]])
                at = behind
        return out

    def substitute(self, mapping=None, /, **values):
        return self._fill({**(mapping or {}), **values}, False)

    def safe_substitute(self, mapping=None, /, **values):
        return self._fill({**(mapping or {}), **values}, True)
