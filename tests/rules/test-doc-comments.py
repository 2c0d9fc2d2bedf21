#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every function that another file can call is explained where it is written: a gi-docgen comment with
its name, each parameter, and what it returns. A family of functions that a private header declares line
by line under one comment is explained by that comment."""
import re

from source_tree import Tap, files, functions, read, source_root

EXEMPT = re.compile(r'^main$|_get_type$')
COMMENT = re.compile(r'/\*\*\n((?: \*[^\n]*\n)*?) \*/\n*$')
PARAMETER = re.compile(r'(\w+)\s*(?:\[\w*\])?\s*$')


def parameters(head):
    """The names of the parameters in a function's head."""
    inside = head[head.index('(') + 1:head.rindex(')')]
    inside = re.sub(r'\(\*(\w+)\)\s*\([^()]*\)', r'\1', inside)
    return [PARAMETER.search(part).group(1) for part in inside.split(',')
            if part.strip() not in ('void', '...') and PARAMETER.search(part)]


def families(root):
    """Names of the functions that private headers declare in groups of at least three under a comment."""
    names = set()
    for path in files(root, 'src', ends=('-private.h',)):
        for group in re.findall(r'\*/\n((?:[^\n;{}#]*\([^\n]*\);\n){3,})', read(root, path)):
            names |= set(re.findall(r'^[^(\n]*?(\w+)\s*\(', group, re.M))
    return names


def complaints_of(function):
    """What the function's comment lacks."""
    place = f'{function.path}:{function.line}: {function.name}'
    match = COMMENT.search(function.before + '\n')
    if not match or not re.match(rf' \* {function.name}:', match.group(1)):
        return [f'{place} has no comment']
    comment = match.group(1)
    wrong = [f'{place}: @{name} is not explained' for name in parameters(function.head)
             if not re.search(rf'^ \* @{name}:', comment, re.M) and name not in ('self', 'error', 'cancellable')]
    if not re.match(r'(?:G_\w+\s+)*void\s+\w+ \(', function.head) and not re.search(r'^ \* Returns', comment, re.M):
        wrong.append(f'{place}: what it returns is not explained')
    return wrong


def main():
    root, tap = source_root(), Tap()
    public = [f for path in files(root, 'src', ends=('.c',)) for f in functions(root, path)
              if not f.is_static and not EXEMPT.search(f.name)]
    together = families(root)
    wrong = [line for function in public for line in complaints_of(function)
             if not (function.name in together and line.endswith('has no comment'))]
    without = sum(line.endswith('has no comment') for line in wrong)
    tap.say(f'{len(public)} functions can be called from other files, {len(public) - without} are explained')
    tap.check('/rules/doc-comments/functions', wrong)
    tap.end()


main()
