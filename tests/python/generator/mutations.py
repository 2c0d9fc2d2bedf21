#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints mutated Python files and whether CPython compiles them: for each "OK 0 length" or "NO line length", then the text.

usage: mutations.py SEED COUNT FILE..."""
import random
import re
import sys
import warnings

TOKENS = re.compile(r"\s+|\w+|\*\*|//|:=|->|==|!=|<=|>=|.", re.S)
WORDS = """if else elif for while try except finally with as def class return yield lambda not and or in is None True False pass
break continue global nonlocal import from raise assert del async await print exec match case type _ x self 0 1 0x 1_ 012 1.5 1e5
'' "" ''' \"\"\" f'' f'{x}' f'{x!r:>{y}}' b'a' r'\\' rb'' '\\x' '\\u00e4' '\\N{X}' ( ) [ ] { } , : ; = := == != <> < > . ... -> + - * / // %
** @ & | ^ ~ << >> += -= **= ! ? $ ` # \\""".split() + ['\n', '    ', '\t', ' ', '\\\n', '\n    ', '\n        ', '\f', '\u00a0', '\ufeff', 'ä', '\r\n']


def mutate_tokens(rng, text):
    tokens = TOKENS.findall(text)
    at = rng.randrange(len(tokens))
    kind = rng.randrange(5)
    if kind == 0:
        del tokens[at]
    elif kind == 1:
        tokens.insert(at, rng.choice(WORDS))
    elif kind == 2:
        tokens[at] = rng.choice(WORDS)
    elif kind == 3:
        tokens.insert(at, rng.choice(tokens))
    else:
        other = rng.randrange(len(tokens))
        tokens[at], tokens[other] = tokens[other], tokens[at]
    return ''.join(tokens)


def mutate_lines(rng, text):
    lines = text.split('\n')
    at = rng.randrange(len(lines))
    kind = rng.randrange(6)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, rng.choice(lines))
    elif kind == 2:
        lines[at] = rng.choice([' ', '    ', '\t', '        ']) + lines[at]
    elif kind == 3:
        lines[at] = lines[at][rng.choice([1, 2, 4]):]
    elif kind == 4:
        lines[at] = lines[at].replace('    ', '\t', 1)
    else:
        other = rng.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    return '\n'.join(lines)


def mutate_characters(rng, text):
    at = rng.randrange(len(text))
    kind = rng.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1:]
    if kind == 1:
        return text[:at] + rng.choice('()[]{}:,.\'"\\\n\t #=*@') + text[at:]
    return text[:at]


def splice(rng, text, other):
    """A piece of another file in between, which keeps its lines."""
    lines, pieces = text.split('\n'), other.split('\n')
    start = rng.randrange(len(pieces))
    at = rng.randrange(len(lines))
    return '\n'.join(lines[:at] + pieces[start:start + rng.randrange(1, 4)] + lines[at:])


def excerpt(rng, text):
    """Small files find more: a mutation is not hidden behind the first error."""
    parts = re.split(r'\n(?=\S)', text)
    start = rng.randrange(len(parts))
    return '\n'.join(parts[start:start + rng.randrange(1, 3)]) + '\n'


def verdict(text):
    """What CPython says, and of which line; 0 where it names none."""
    try:
        compile(text.encode(), 'm.py', 'exec', dont_inherit=True)
        return 'OK 0'
    except SyntaxError as error:
        return f'NO {error.lineno or 0}'
    except (ValueError, OverflowError, MemoryError, RecursionError):
        return 'NO 0'


def main():
    rng, count = random.Random(int(sys.argv[1])), int(sys.argv[2])
    texts = [open(path, encoding='utf-8', newline='').read() for path in sys.argv[3:]]
    warnings.simplefilter('ignore')
    for _ in range(count):
        text = excerpt(rng, rng.choice(texts))
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            if not text:
                break
            kind = rng.randrange(10)
            if kind < 6:
                text = mutate_tokens(rng, text)
            elif kind < 8:
                text = mutate_lines(rng, text)
            elif kind < 9:
                text = mutate_characters(rng, text)
            else:
                text = splice(rng, text, rng.choice(texts))
        data = text.encode()
        sys.stdout.buffer.write(b'%s %d\n' % (verdict(text).encode(), len(data)) + data + b'\n')


main()
