#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the programs of tests/python/snippets and what CPython makes of them, in the form of programs.py.

A file holds blocks with a line "---" between them. Each line of a block that begins with "= " or "? " is a program: the other
lines of the block, and that expression as the `result`. What stands after "=" must be the same when it is evaluated, what
stands after "?" may be unknown.

usage: snippets.py SEED COUNT same|unknown"""
import sys
import warnings
from pathlib import Path

from programs import run

SNIPPETS = Path(__file__).parent.parent / 'snippets'
MARKS = {'same': '= ', 'unknown': '? '}


def programs(mark):
    for file in sorted(SNIPPETS.glob('*.txt')):
        for block in file.read_text().split('\n---\n'):
            lines = block.strip('\n').split('\n')
            begin = [line for line in lines if line[:2] not in MARKS.values()]
            for line in lines:
                if line.startswith(mark):
                    yield '\n'.join([*begin, f'result = {line[2:]}', ''])


def main():
    warnings.simplefilter('ignore')
    for text in programs(MARKS[sys.argv[3]]):
        outcome = run(text)
        if outcome is None:  # says an address, or takes too long
            continue
        kind, value = (part.encode() for part in outcome)
        program = text.encode()
        sys.stdout.buffer.write(b'%s %d %d\n' % (kind, len(program), len(value)) + program + value + b'\n')


if __name__ == '__main__':
    main()
