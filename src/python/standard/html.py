# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for html (Library Reference, "html")."""
from _retort import not_evaluated

_names = {'lt': '<', 'gt': '>', 'amp': '&', 'quot': '"', 'apos': "'", 'nbsp': '\xa0', 'copy': '\xa9', 'eacute': '\xe9', 'euro': '\u20ac'}


def escape(s, quote=True):
    s = s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return s.replace('"', '&quot;').replace("'", '&#x27;') if quote else s


def _character(name):
    if name[:1] != '#':
        return _names.get(name)
    digits = name[2:] if name[1:2] in ('x', 'X') else name[1:]
    base = 16 if name[1:2] in ('x', 'X') else 10
    if not digits.isalnum() or not digits.isascii():
        return None
    number = int(digits, base)
    return chr(number) if 32 <= number < 127 or 160 <= number < 0xd800 else None


def unescape(s):
    parts = s.split('&')
    out = parts[0]
    for part in parts[1:]:
        name, end, rest = part.partition(';')
        if not end and (part[:1] == ' ' or not part):
            out += '&' + part
            continue
        character = _character(name) if end else None
        if character is None:
            return not_evaluated('this character is not evaluated')
        out += character + rest
    return out
