# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rules read of the sources, and how they say what they found (TAP)."""
import os
import re
import sys

FUNCTION_HEAD = re.compile(r'(\w+)\s*\([^;{}=]*\)\s*(?:G_GNUC_\w+(?:\s*\([^()]*\))?\s*)*$', re.S)


class Tap:
    """Test lines as meson reads them; exit status 1 when one failed."""

    def __init__(self):
        self.n_tests = 0
        self.n_failed = 0

    def check(self, name, complaints):
        """One test: it holds when there is no complaint."""
        self.n_tests += 1
        for complaint in complaints:
            self.say(complaint)
        if complaints:
            self.n_failed += 1
        print(f'{"not ok" if complaints else "ok"} {self.n_tests} {name}', flush=True)

    @staticmethod
    def say(text):
        print('# ' + text)

    def end(self):
        print(f'1..{self.n_tests}')
        sys.exit(1 if self.n_failed else 0)


def source_root():
    """The project's folder: what meson says, else the one this file lies in."""
    here = os.path.dirname(os.path.abspath(__file__))
    return os.environ.get('RETORT_SOURCE_ROOT', os.path.dirname(os.path.dirname(here)))


def read(root, path):
    with open(os.path.join(root, path), encoding='utf-8') as file:
        return file.read()


def files(root, *folders, ends=('.c', '.h')):
    """Paths from root of the files in the folders whose names end so, sorted."""
    found = []
    for folder in folders:
        for place, inner, names in os.walk(os.path.join(root, folder)):
            inner[:] = [name for name in inner if not name.startswith(('.', '_'))]
            found += [os.path.relpath(os.path.join(place, name), root)
                      for name in names if name.endswith(ends)]
    return sorted(found)


def without_comments(text, strings=True):
    """The text with comments blanked (and the insides of string literals too when strings is true);
    every line stays where it is."""
    def blank(match):
        part = match.group(0)
        if part.startswith('/'):
            return re.sub(r'[^\n]', ' ', part)
        if not strings or part.startswith("'"):
            return part
        return '"' + re.sub(r'[^\n]', ' ', part[1:-1]) + '"'
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text,
                  flags=re.S)


def rooms(root):
    """{room: set of the rooms that it may include}, in order, from src/rooms.txt."""
    table = {}
    for line in read(root, 'src/rooms.txt').splitlines():
        if line.strip() and not line.startswith('#'):
            room, _, others = line.partition(':')
            table[room.strip()] = set(others.split())
    return table


class Function:
    """One function definition: name, path, line of its name, lines of its body with both braces,
    whether it is static, its head and the text before it."""

    def __init__(self, name, path, line, n_lines, head, before):
        self.name, self.path, self.line, self.n_lines = name, path, line, n_lines
        self.head, self.before = head, before
        self.is_static = re.search(r'\bstatic\b', head) is not None


def functions(root, path):
    """The function definitions of a file in GNU format: '{' and '}' stand alone in the first column."""
    text = read(root, path)
    code = without_comments(text).split('\n')
    found, start = [], None
    for number, line in enumerate(code):
        if line.startswith('{'):
            start = number
        elif line.startswith('}') and start is not None:
            first = start
            while first > 0 and code[first - 1].strip() and not code[first - 1].startswith(('}', '#')) \
                    and not code[first - 1].rstrip().endswith(';'):
                first -= 1
            head = '\n'.join(code[first:start])
            match = FUNCTION_HEAD.search(head)
            if match and not head.lstrip().startswith(('typedef', 'struct', 'enum', 'union')):
                name_line = first + head[:match.start()].count('\n') + 1
                before = '\n'.join(text.split('\n')[:first])
                found.append(Function(match.group(1), path, name_line, number - start + 1, head, before))
            start = None
    return found
