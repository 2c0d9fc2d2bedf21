#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints programs that look for random patterns in random texts, and what CPython makes of them, in the form of programs.py.

usage: patterns.py SEED COUNT"""
import random
import re
import sys
import warnings

from programs import run

ATOMS = ['a', 'b', 'c', 'ab', '\\d', '\\w', '\\s', '\\D', '\\W', '\\S', '.', '[ab]', '[^a]', '[a-c]', '[\\w.]', '[]a]', '[^]b]', '[a\\-c]', '[-a]', '[a-]',
         '\\.', '\\-', ' ', '_', '1', '\\n', '\\t', '-', '\\b', '\\B', '^', '$', '\\A', '\\Z', '\\x61', '{', '{a', ',', '\\\\', '[\\d\\s]', '#', '@', '/']
REPEATS = ['*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{,2}', '{0,}', '{2,}?', '{1}']
CHARACTERS = 'aaabbbcAB01 _-.,\n\t\\]/{x1f\x1c'
TEMPLATES = ['', 'x', '-', '[\\g<0>]', '\\1', '<\\1>', '\\g<1>', '\\\\', 'a\\nb', '\\g<name>', '\\2\\1', '\\.', '{}', '$1', '\\t']


def make(rng, depth):
    parts = []
    for _ in range(rng.randrange(1, 4)):
        kind = rng.randrange(12)
        if kind < 8 or depth == 0:
            part = rng.choice(ATOMS)
        elif kind == 8:
            part = f'({make(rng, depth - 1)})'
        elif kind == 9:
            part = f'(?:{make(rng, depth - 1)})'
        elif kind == 10:
            part = rng.choice(['(?={})', '(?!{})', '(?<={})', '(?<!{})', '(?P<name>{})']).format(make(rng, depth - 1))
        else:
            part = f'(?:{make(rng, depth - 1)}|{make(rng, depth - 1)})'
        if rng.random() < 0.35:
            part += rng.choice(REPEATS)
        parts.append(part)
        if rng.random() < 0.06:
            parts.append(rng.choice(['\\1', '\\2', '(?P=name)']))
    text = ''.join(parts)
    return f'{text}|{make(rng, 0)}' if rng.random() < 0.15 else text


def write(rng):
    pattern = make(rng, 2)
    if rng.random() < 0.1:
        pattern = rng.choice(['(?i)', '(?m)', '(?s)', '(?im)', '(?a)']) + pattern
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return None
    texts = [''.join(rng.choice(CHARACTERS) for _ in range(rng.randrange(12))) for _ in range(3)]
    flags = rng.choice(['0', '0', '0', 're.I', 're.M', 're.S', 're.M | re.S', 're.IGNORECASE | re.MULTILINE'])
    template = rng.choice(TEMPLATES)
    return (f'import re\np = re.compile({pattern!r}, {flags})\nresult = []\nfor s in {texts!r}:\n    m = p.search(s)\n    result.append((p.findall(s), p.split(s), '
            f'[v.span() for v in p.finditer(s)], None if m is None else (m.groups(), m.groupdict(), m.span(), m.group()), p.match(s) is None, '
            f'p.fullmatch(s) is None, re.split({pattern!r}, s, maxsplit=1, flags={flags}), p.sub(lambda v: v.group().upper() + "!", s, count=2)))\n'
            f'result.append(p.sub({template!r}, {texts[0]!r}))\n')


def main():
    rng = random.Random(int(sys.argv[1]))
    warnings.simplefilter('ignore')
    written = 0
    while written < int(sys.argv[2]):
        text = write(rng)
        outcome = run(text) if text is not None else None
        if outcome is None or len(outcome[1]) > 20000:
            continue
        written += 1
        program, value = text.encode(), outcome[1].encode()
        sys.stdout.buffer.write(b'%s %d %d\n' % (outcome[0].encode(), len(program), len(value)) + program + value + b'\n')


if __name__ == '__main__':
    main()
